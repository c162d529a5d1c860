/// Everybody of a season, in the order in which they were made.
struct Population {
    let script: SchemeScript
    let units: UnitTable
    let habits: Habits
    let seed: UInt64
    let names: Names
    let divisions: [[UInt8]]
    /// The roster's people first, then the others.
    var people: [Person] = []
    /// The people of the roster.
    var roster = 0..<0
    /// The people whom no file but rejected payments names.
    var strangers = 0..<0

    init(script: SchemeScript, units: UnitTable, habits: Habits, seed: UInt64) {
        self.script = script
        self.units = units
        self.habits = habits
        self.seed = seed
        names = Names(seed: seed)
        divisions = script.divisions.bytes
    }

    /// The story of a person.
    func story(of person: Person) -> Story { script.stories[Int(person.story)] }

    /// Whether a person was born in the season, so that the rule for newborns holds.
    func isNewborn(_ person: Person) -> Bool {
        script.isNewborn(person.number.birth, person.residence)
    }

    /// The unit's name; empty when no file places the person.
    func unitName(of person: Person) -> [UInt8] {
        person.unit == Person.noUnit ? [] : units.names[Int(person.unit)]
    }

    /// The first person of the roster, from `index` on, who is known by an identity number.
    func resident(near index: Int) -> Int {
        roster.dropFirst(index).first { people[$0].identity == .resident }
            ?? roster.first { people[$0].identity == .resident } ?? index
    }

    /// The number by which the files know a person.
    func number(of index: Int) -> [UInt8] {
        let person = people[index]
        switch person.identity {
        case .resident: return person.number.characters(divisions)
        case .certificate: return Array("C".utf8) + digits(index, count: 9)
        case .system:
            // 张山子 附件2五: 编号前6位不能是362101开头的.
            let isForbidden = person.scope == .forbiddenNumber
            return Array((isForbidden ? "362101" : script.rules.systemPrefix).utf8)
                + digits(index, count: 8)
        }
    }

    /// Appends name, identity number: two cells with the comma between them.
    func appendNameAndNumber(of index: Int, to writer: ByteWriter) {
        appendName(of: index, to: writer)
        writer.comma()
        writer.append(number(of: index))
    }

    /// Appends the name.
    func appendName(of index: Int, to writer: ByteWriter) {
        names.append(index, male: people[index].number.isMale, to: writer)
    }

    /// Appends a guardian's name and number, the two cells with the comma between them.
    ///
    /// The guardian is nobody else of the season.
    func appendGuardian(of index: Int, to writer: ByteWriter, between separator: String = ",") {
        names.append(-1 - index, male: false, to: writer)
        writer.append(separator)
        let birth = Day(number: people[index].number.birth.number - 10_957)
        let code = NumberCode(division: 0, birth: birth, sequence: 2 + index % 499 * 2)
        writer.append(code.characters(divisions))
    }

    private func digits(_ value: Int, count: Int) -> [UInt8] {
        let text = Array(String(value).utf8)
        return Array(repeating: 0x30, count: max(0, count - text.count)) + text
    }
}

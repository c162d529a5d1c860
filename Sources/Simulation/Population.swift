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

    /// The unit's name; empty when no file places the person.
    func unitName(of person: Person) -> [UInt8] {
        person.unit == Person.noUnit ? [] : units.names[Int(person.unit)]
    }

    /// Appends name, identity number: two cells with the comma between them.
    func appendNameAndNumber(of index: Int, to writer: ByteWriter) {
        let person = people[index]
        names.append(index, male: person.number.isMale, to: writer)
        writer.comma()
        writer.append(person.number.characters(divisions))
    }
}

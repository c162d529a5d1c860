/// A parser that meets bytes from outside, with what must hold whatever they are.
///
/// libFuzzer feeds it (`make fuzz`), and the tests feed it what libFuzzer has found.
protocol FuzzTarget: AnyObject {
    /// The name of its folder under `Fuzzing/corpus`.
    static var name: String { get }

    /// Makes the target ready; done once.
    init() throws

    /// Reads an input.
    ///
    /// - Throws: ``Broken`` when a promise of the parser does not hold.
    func read(_ input: UnsafeRawBufferPointer) throws
}

/// A promise that did not hold.
struct Broken: Error, CustomStringConvertible {
    /// Which one.
    let description: String

    /// Creates it.
    init(_ description: String) { self.description = description }
}

/// Holds a promise to be kept.
///
/// - Throws: ``Broken`` when it is not.
func promise(_ holds: Bool, _ text: @autoclosure () -> String) throws(Broken) {
    if !holds { throw Broken(text()) }
}

/// All targets, slow ones first.
enum FuzzTargets {
    /// The types.
    static var all: [any FuzzTarget.Type] {
        [
            PackTarget.self, WorkbookTarget.self, CsvTarget.self, LinesTarget.self,
            ChainTarget.self, StateTarget.self, FormTarget.self, WireTarget.self,
            IdentityTarget.self,
        ]
    }

    /// Makes the target of a name; nil for a name that is none.
    static func make(_ name: String) throws -> (any FuzzTarget)? {
        try all.first { $0.name == name }?.init()
    }
}

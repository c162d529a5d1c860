/// Values that occur again and again, each kept once and named by a number.
struct NameList<Value: Hashable & Sendable>: Sendable {
    private(set) var values: [Value] = []
    private var numbers: [Value: UInt32] = [:]

    /// The number of a value, given to it when it is new.
    mutating func number(of value: Value) -> UInt32 {
        if let known = numbers[value] { return known }
        let number = UInt32(values.count)
        values.append(value)
        numbers[value] = number
        return number
    }

    /// The value of a number that this list gave.
    subscript(number: UInt32) -> Value { values[Int(number)] }
}

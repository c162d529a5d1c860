import Glibc

/// Runs the target that `FUZZ_TARGET` names under libFuzzer, whose options are the arguments.
@main
enum Fuzz {
    nonisolated(unsafe) fileprivate static var target: (any FuzzTarget)?

    static func main() throws {
        let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
        guard let made = try FuzzTargets.make(name) else {
            let names = FuzzTargets.all.map { $0.name }.joined(separator: ", ")
            print("FUZZ_TARGET: one of \(names) expected.")
            exit(2)
        }
        target = made
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runDriver(&count, &arguments, testOneInput))
    }
}

/// libFuzzer as a library.
///
/// - Source: LLVM, «libFuzzer – a library for coverage-guided fuzz testing», «Using libFuzzer as a
///   library».
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Feeds the target one input; what does not hold stops the process.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do {
        try Fuzz.target?.read(UnsafeRawBufferPointer(start: bytes, count: count))
    } catch {
        fatalError("\(error)")
    }
    return 0
}

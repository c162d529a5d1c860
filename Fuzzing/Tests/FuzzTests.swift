import Foundation
import Testing

/// What libFuzzer has found so far, read again by the same targets (`make fuzz` finds more).
@Suite struct FuzzTests {
    private static let folder = FuzzWorld.root.appendingPathComponent("Fuzzing/corpus")

    @Test(arguments: FuzzTargets.all.map { $0.name })
    func `a parser keeps its promises for every input of its corpus`(name: String) throws {
        let target = try #require(try FuzzTargets.make(name))
        let folder = FuzzTests.folder.appendingPathComponent(name)
        let files = try FileManager.default.contentsOfDirectory(
            at: folder,
            includingPropertiesForKeys: nil
        )
        #expect(files.count > 4, "hardly anything to read")
        for file in files {
            let input = try Data(contentsOf: file)
            do {
                try input.withUnsafeBytes { try target.read($0) }
            } catch {
                Issue.record("\(name)/\(file.lastPathComponent): \(error)")
            }
        }
        try target.read(UnsafeRawBufferPointer(start: nil, count: 0))
    }

    @Test func `every corpus and every dictionary belongs to a target`() throws {
        let names = Set(FuzzTargets.all.map { $0.name })
        let corpora = try FileManager.default.contentsOfDirectory(atPath: FuzzTests.folder.path)
        #expect(Set(corpora) == names)
        let words = FuzzWorld.root.appendingPathComponent("Fuzzing/dictionaries")
        for word in try FileManager.default.contentsOfDirectory(atPath: words.path) {
            #expect(names.contains(word))
        }
    }
}

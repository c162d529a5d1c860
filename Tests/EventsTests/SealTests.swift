import Events
import Foundation
import Testing

private func freshKeys() throws -> (SeasonKeys, URL) {
    let url = FileManager.default.temporaryDirectory
        .appendingPathComponent("keys-\(UInt64.random(in: 0 ..< .max)).json")
    try SeasonKeys.create(at: url)
    return (try SeasonKeys(contentsOf: url), url)
}

private let person = OpenIdentity(
    kind: .residentID,
    number: Array("370481198301011010".utf8),
    name: Array("某甲".utf8)
)

@Test func `a seal opens under its key and scheme only`() throws {
    let (keys, url) = try freshKeys()
    defer { try? FileManager.default.removeItem(at: url) }
    let sealed = try keys.seal(person, scheme: "tengzhou-2023")
    let opened = try keys.open(sealed, scheme: "tengzhou-2023")
    #expect(opened.number == person.number)
    #expect(opened.name == person.name)
    #expect(throws: SealProblem.broken) { try keys.open(sealed, scheme: "fangcheng-2021") }
    var changed = sealed
    changed.box[20] ^= 1
    #expect(throws: SealProblem.broken) { try keys.open(changed, scheme: "tengzhou-2023") }
    let (others, otherURL) = try freshKeys()
    defer { try? FileManager.default.removeItem(at: otherURL) }
    #expect(throws: SealProblem.broken) { try others.open(sealed, scheme: "tengzhou-2023") }
}

@Test func `a person key depends on the season, the kind and the number`() throws {
    let (keys, url) = try freshKeys()
    defer { try? FileManager.default.removeItem(at: url) }
    let key = keys.personKey(kind: .residentID, number: person.number)
    #expect(key == keys.personKey(kind: .residentID, number: person.number))
    #expect(key != keys.personKey(kind: .systemNumber, number: person.number))
    let (others, otherURL) = try freshKeys()
    defer { try? FileManager.default.removeItem(at: otherURL) }
    #expect(key != others.personKey(kind: .residentID, number: person.number))
}

@Test func `a key file is never overwritten and is its owner's only`() throws {
    let (_, url) = try freshKeys()
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(throws: KeyFileProblem.self) { try SeasonKeys.create(at: url) }
    let mode = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
}

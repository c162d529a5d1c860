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

/// What the opener of many seals tells of one: the identity as a line, or nil.
private func opened(_ opener: SealOpener, _ sealed: SealedIdentity, _ scheme: String) -> String? {
    sealed.box.withUnsafeBytes { box in
        Array(scheme.utf8).withUnsafeBytes { scheme in
            opener.withOpen(PlainSeal(dataKey: sealed.dataKey, box: box), scheme: scheme) {
                "\($0) \(String(decoding: $1, as: UTF8.self)) \(String(decoding: $2, as: UTF8.self))"
            }
        }
    }
}

@Test
func `an opener opens what was sealed, one seal after the other, and nothing that was changed`()
    throws
{
    let (keys, url) = try freshKeys()
    let (others, otherURL) = try freshKeys()
    defer { for url in [url, otherURL] { try? FileManager.default.removeItem(at: url) } }
    let opener = keys.opener()
    for length in [0, 1, 2, 15, 16, 17, 60, 511, 2_000] {
        let name = [UInt8](repeating: 0x61, count: length)
        let person = OpenIdentity(kind: .systemNumber, number: Array("P12345".utf8), name: name)
        let sealed = try keys.seal(person, scheme: "tengzhou-2023")
        let told = "\(IdentityKind.systemNumber) P12345 \(String(decoding: name, as: UTF8.self))"
        #expect(opened(opener, sealed, "tengzhou-2023") == told)
        #expect(opened(opener, sealed, "tengzhou-2024") == nil)
        #expect(opened(opener, sealed, "") == nil)
        #expect(opened(others.opener(), sealed, "tengzhou-2023") == nil)
        for place in [0, 11, 12, sealed.box.count - 17, sealed.box.count - 1] {
            var changed = sealed
            changed.box[place] ^= 1
            #expect(opened(opener, changed, "tengzhou-2023") == nil)
        }
        for count in [0, 11, 12, 27, sealed.box.count - 1] {
            var cut = sealed
            cut.box.removeLast(sealed.box.count - count)
            #expect(opened(opener, cut, "tengzhou-2023") == nil)
        }
        var unknown = sealed
        unknown.dataKey += 1
        #expect(opened(opener, unknown, "tengzhou-2023") == nil)
        #expect(opened(opener, sealed, "tengzhou-2023") == told, "a failure leaves nothing behind")
    }
}

import Testing

@testable import Board

struct MultipartTests {
    private static let body =
        "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nt\r\n"
        + "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a;\\\".csv\"\r\n"
        + "Content-Type: text/csv\r\n\r\nx\r\n--\r\n-b\r\n--by\r\n--b--\r\n"

    private static func events(_ text: String, chunk: Int) throws -> [MultipartReader.Event] {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=b")
        let bytes = Array(text.utf8)
        var events: [MultipartReader.Event] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            events += try reader.take(bytes[start..<min(start + chunk, bytes.count)])
        }
        #expect(reader.isComplete)
        return events
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `a file is the same however its bytes arrive`(chunk: Int) throws {
        let text = MultipartTests.body.replacing("\r\n--by", with: "\r\n-by")
        var bytes: [UInt8] = []
        var others: [MultipartReader.Event] = []
        for event in try MultipartTests.events(text, chunk: chunk) {
            if case .file(let part) = event { bytes += part } else { others.append(event) }
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "x\r\n--\r\n-b\r\n-by")
        #expect(
            others == [
                .field(name: "csrf", value: "t"), .fileBegan(name: "a;\".csv"), .fileEnded, .ended,
            ]
        )
    }

    @Test func `a delimiter that goes on is refused, as is a body without headers`() throws {
        #expect(throws: Refusal.self) { try MultipartTests.events(MultipartTests.body, chunk: 9) }
        #expect(throws: Refusal.self) { try MultipartTests.events("--b\r\n\r\n\r\nx", chunk: 9) }
        for type in ["text/plain", "multipart/form-data", "multipart/form-data; boundary="] {
            #expect(throws: Refusal.self) { try MultipartReader(contentType: type) }
        }
    }

    @Test(arguments: [1, 100, 1_000_000])
    func `a field is as long as it may be however its bytes are cut`(chunk: Int) throws {
        for (count, isTaken) in [(8_192, true), (8_193, false)] {
            let text =
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
                + String(repeating: "x", count: count) + "\r\n--b--"
            let events = try? MultipartTests.events(text, chunk: chunk)
            #expect((events?.count == 2) == isTaken)
        }
    }

    @Test func `headers and fields without an end are refused before they fill the memory`() throws
    {
        let head = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
        for text in ["--b\r\n", "", head] {
            var reader = try MultipartReader(contentType: "multipart/form-data; boundary=b")
            #expect(throws: Refusal.self) {
                _ = try reader.take(Array(text.utf8))
                for _ in 0..<10 { _ = try reader.take([UInt8](repeating: 65, count: 1024)) }
            }
        }
    }
}

import Stage
import Uploads

@testable import Board
@testable import Kafka

/// What browsers and operators send: forms and queries, uploads, headers, ways back, URLs of logs.
final class FormTarget: FuzzTarget {
    static let name = "forms"

    init() {}

    func read(_ input: UnsafeRawBufferPointer) throws {
        var feed = InputFeed(input)
        let choice = feed.choice(of: 7)
        let text = String(decoding: feed.rest, as: UTF8.self)
        switch choice {
        case 0, 1: try form(text)
        case 2, 3: try upload(&feed)
        case 4: try header(text)
        case 5: try wayBack(text)
        default: try log(text)
        }
    }

    /// What was read is written and read to the same; nothing is zero.
    private func form(_ text: String) throws {
        guard let form = try? Form(encoded: text) else { return }
        try promise(form.fields.count <= 200, "a form has too many fields")
        let again = form.fields.map {
            "\(PercentEncoding.text($0.name))=\(PercentEncoding.text($0.value))"
        }
        guard let other = try? Form(encoded: again.joined(separator: "&")) else {
            throw Broken("a form that was written is not read")
        }
        try promise(
            form.fields.elementsEqual(other.fields) { $0 == $1 },
            "a form is read otherwise the second time"
        )
        for (name, value) in form.fields {
            try promise(
                !name.utf8.contains(0) && !value.utf8.contains(0) && form.exact(name) != nil,
                "a field is lost or zero"
            )
            _ = form[name]
        }
    }

    /// However the bytes are cut, the same comes out.
    private func upload(_ feed: inout InputFeed) throws {
        let type = String(decoding: feed.run(), as: UTF8.self)
        let step = Int(feed.byte()) + 1
        let bytes = Array(feed.rest)
        let whole = events(type, bytes, step: max(1, bytes.count))
        let cut = events(type, bytes, step: step)
        try promise(whole == cut, "a body gives something else when it is cut at \(step)")
        let files = whole.reduce(0) { sum, event in
            if case .file(let part) = event { sum + part.count } else { sum }
        }
        try promise(files <= bytes.count, "more comes out of a body than went in")
    }

    /// What was found before the end, or before the first fault; bytes of a file in one.
    private func events(_ type: String, _ bytes: [UInt8], step: Int) -> [MultipartReader.Event] {
        guard var reader = try? MultipartReader(contentType: type) else { return [] }
        var found: [MultipartReader.Event] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            guard let events = try? reader.take(bytes[start..<min(bytes.count, start + step)])
            else { return [] }
            for event in events {
                if case .file(let part) = event, case .file(let before) = found.last {
                    found[found.count - 1] = .file(before + part)
                } else {
                    found.append(event)
                }
            }
        }
        // Of a file that does not end, how much is sure depends on the cuts.
        return reader.isComplete ? found : []
    }

    private func header(_ text: String) throws {
        let parameters = HeaderParameters(text)
        try promise(!parameters.value.contains(";"), "a value holds a semicolon")
        _ = parameters["filename"]
        if UploadOrder.isPlain(text) {
            try promise(!text.contains("/") && !text.contains("\0"), "an id of a list is a path")
        }
        if let trace = TraceContext(text) {
            try promise(TraceContext(trace.description) == trace, "a trace is told otherwise")
        }
    }

    /// Never another site, never out of the board.
    private func wayBack(_ text: String) throws {
        guard let path = ReturnPath(text)?.text else { return }
        try promise(
            path.first == "/" && !path.hasPrefix("//") && !path.contains("\\")
                && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
                && !path.split(separator: "/").contains(".."),
            "a way back leads elsewhere"
        )
    }

    /// Files of properties are not read here.
    private func log(_ text: String) throws {
        if text.contains("properties") { return }
        guard let settings = try? KafkaSettings(url: "kafka://\(text)") else { return }
        try promise(!settings.brokers.isEmpty, "a log has no broker")
        try promise(
            settings.brokers.split(separator: ",", omittingEmptySubsequences: false)
                .allSatisfy { $0.contains(":") && !$0.contains("@") },
            "a broker has no port"
        )
        var silent = settings
        silent.passedThrough = settings.passedThrough.map { ($0.name, "") }
        try promise(settings.description == silent.description, "a description tells a setting")
    }
}

/// Takes a body of `multipart/form-data` apart as its bytes arrive.
struct MultipartReader {
    /// What was found.
    enum Event: Equatable {
        /// A field in whole.
        case field(name: String, value: String)
        /// A file begins, with the name that the browser gave.
        case fileBegan(name: String)
        /// Bytes of the file.
        case file([UInt8])
        /// The file is complete.
        case fileEnded
        /// The body is complete.
        case ended
    }

    private enum State {
        case preamble, delimiter, headers
        case field(String)
        case file
        case epilogue
    }

    static let headerBytesMax = 4096
    static let fieldBytesMax = 8192

    private let boundary: [UInt8]
    private var state = State.preamble
    // The first delimiter has no line end before it.
    private var pending: [UInt8] = [0x0D, 0x0A]

    /// - Parameter type: The value of `Content-Type`.
    /// - Throws: ``Refusal`` (400) when it is not multipart/form-data with a boundary.
    init(contentType type: String) throws {
        let parameters = HeaderParameters(type)
        guard parameters.value.lowercased() == "multipart/form-data",
            let text = parameters["boundary"], (1...70).contains(text.utf8.count)
        else { throw Refusal.badRequest() }
        boundary = Array("\r\n--\(text)".utf8)
    }

    /// Whether the body was complete.
    var isComplete: Bool {
        if case .epilogue = state { return true }
        return false
    }

    /// Takes further bytes and gives what they complete.
    ///
    /// - Throws: ``Refusal`` (400) when the body is not of that form.
    mutating func take(_ bytes: some Sequence<UInt8>) throws -> [Event] {
        pending += bytes
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// - Returns: Whether there may be more in what is pending.
    private mutating func step(_ events: inout [Event]) throws -> Bool {
        switch state {
        case .preamble:
            guard let end = try place(of: boundary, within: MultipartReader.headerBytesMax) else {
                return false
            }
            pending.removeFirst(end + boundary.count)
            state = .delimiter
        case .delimiter: return try afterDelimiter(&events)
        case .headers: return try headers(&events)
        case .field(let name): return try field(name, &events)
        case .file: return file(&events)
        case .epilogue:
            pending.removeAll()
            return false
        }
        return true
    }

    /// Where a run stands in what is pending; nil while it may still come.
    ///
    /// - Throws: ``Refusal`` (400) when so many bytes stand before it, however they were cut.
    private func place(of run: [UInt8], within bytesMax: Int) throws -> Int? {
        let place = pending.place(of: run)
        guard place ?? (pending.count - run.count + 1) <= bytesMax else {
            throw Refusal.badRequest()
        }
        return place
    }

    private mutating func afterDelimiter(_ events: inout [Event]) throws -> Bool {
        guard pending.count >= 2 else { return false }
        let next = Array(pending.prefix(2))
        pending.removeFirst(2)
        switch next {
        case Array("--".utf8):
            state = .epilogue
            events.append(.ended)
        case [0x0D, 0x0A]: state = .headers
        default: throw Refusal.badRequest()
        }
        return true
    }

    private mutating func headers(_ events: inout [Event]) throws -> Bool {
        let blank: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        guard let end = try place(of: blank, within: MultipartReader.headerBytesMax) else {
            return false
        }
        guard let text = String(validating: pending[..<end], as: UTF8.self) else {
            throw Refusal.badRequest()
        }
        pending.removeFirst(end + blank.count)
        let prefix = "content-disposition:"
        guard
            let line = text.split(separator: "\r\n").first(where: {
                $0.lowercased().hasPrefix(prefix)
            })
        else { throw Refusal.badRequest() }
        let parameters = HeaderParameters(String(line.dropFirst(prefix.count)))
        guard parameters.value == "form-data", let name = parameters["name"] else {
            throw Refusal.badRequest()
        }
        if let file = parameters["filename"] {
            state = .file
            events.append(.fileBegan(name: file))
        } else {
            state = .field(name)
        }
        return true
    }

    private mutating func field(_ name: String, _ events: inout [Event]) throws -> Bool {
        guard let end = try place(of: boundary, within: MultipartReader.fieldBytesMax) else {
            return false
        }
        guard let value = String(validating: pending[..<end], as: UTF8.self) else {
            throw Refusal.badRequest()
        }
        pending.removeFirst(end + boundary.count)
        events.append(.field(name: name, value: value))
        state = .delimiter
        return true
    }

    private mutating func file(_ events: inout [Event]) -> Bool {
        guard let end = pending.place(of: boundary) else {
            let sure = pending.count - boundary.count + 1
            if sure > 0 {
                events.append(.file(Array(pending.prefix(sure))))
                pending.removeFirst(sure)
            }
            return false
        }
        if end > 0 { events.append(.file(Array(pending[..<end]))) }
        events.append(.fileEnded)
        pending.removeFirst(end + boundary.count)
        state = .delimiter
        return true
    }
}

extension [UInt8] {
    /// Where a run of bytes first stands; nil when it does not.
    fileprivate func place(of run: [UInt8]) -> Int? {
        guard let first = run.first, count >= run.count else { return nil }
        return withUnsafeBufferPointer { bytes in
            var place = 0
            let last = bytes.count - run.count
            while place <= last {
                if bytes[place] == first,
                    (1..<run.count).allSatisfy({ bytes[place + $0] == run[$0] })
                {
                    return place
                }
                place += 1
            }
            return nil
        }
    }
}

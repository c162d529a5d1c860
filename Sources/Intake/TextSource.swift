import Glibc

/// A source of bytes as UTF-8 text, whatever its encoding, without a byte order mark.
///
/// The encoding of a whole file is decided on all of its bytes. That of a stream is decided on the
/// first 64 KiB that begin with its first character beyond ASCII, or on as much of them as comes
/// before a pause; what is ASCII before is passed on at once.
final class TextSource {
    /// The bytes underneath.
    let source: ByteSource
    /// The encoding; nil while only ASCII has come from a stream.
    private(set) var finding: EncodingFinding?
    private var converter: Gb18030.Converter?
    private let held: UnsafeMutableRawBufferPointer
    private var heldStart = 0
    private var heldEnd = 0
    /// Bytes of `held` that may be passed on before the encoding is known.
    private var asciiEnd = 0

    private static let streamSample = 1 << 16
    private static let blockSize = 1 << 18

    /// Creates a text over bytes; a whole file is looked through first.
    ///
    /// - Throws: ``FileRefusal`` for UTF-16 and for workbooks.
    init(_ source: ByteSource) throws(FileRefusal) {
        self.source = source
        held = .allocate(byteCount: TextSource.blockSize, alignment: 16)
        if source.isWhole {
            let decided = try lookThrough()
            try settle(decided)
            source.skip(decided.markCount)
        }
    }

    deinit { held.deallocate() }

    /// A sentence about the encoding for the report.
    var note: String { finding?.note ?? "UTF-8 (only ASCII came)." }

    /// Gives out the next bytes of the text.
    func read(into room: UnsafeMutableRawBufferPointer) throws(FileRefusal) -> ByteRead {
        if finding == nil, let step = try readUndecided(into: room) { return step }
        if converter != nil { return try readConverted(into: room) }
        if heldStart < heldEnd { return takeHeld(upTo: heldEnd, into: room) }
        return try source.read(into: room)
    }

    private func takeHeld(upTo end: Int, into room: UnsafeMutableRawBufferPointer) -> ByteRead {
        let count = min(room.count, end - heldStart)
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: held[heldStart..<heldStart + count]))
        heldStart += count
        return .bytes(count)
    }

    private func compact() {
        held.copyMemory(from: UnsafeRawBufferPointer(rebasing: held[heldStart..<heldEnd]))
        (heldStart, heldEnd, asciiEnd) = (0, heldEnd - heldStart, 0)
    }

    /// Nil as soon as the encoding is decided.
    private func readUndecided(
        into room: UnsafeMutableRawBufferPointer
    ) throws(FileRefusal) -> ByteRead? {
        if heldStart < asciiEnd { return takeHeld(upTo: asciiEnd, into: room) }
        compact()
        while true {
            let free = UnsafeMutableRawBufferPointer(
                rebasing: held[heldEnd..<TextSource.streamSample]
            )
            let step = free.isEmpty ? .quiet : try source.read(into: free)
            if case .bytes(let count) = step { heldEnd += count }
            if heldEnd == 0 { return step }
            let sample = UnsafeRawBufferPointer(rebasing: held[..<heldEnd])
            let cut = step == .end ? heldEnd : EncodingProbe.cut(sample)
            let telling = UnsafeRawBufferPointer(rebasing: sample[..<cut])
            if Utf8(telling) == .ascii {
                asciiEnd = cut
                return takeHeld(upTo: cut, into: room)
            }
            if case .bytes = step, heldEnd < TextSource.streamSample { continue }
            if let refusal = FileRefusal(magic: sample, name: source.name) { throw refusal }
            var probe = EncodingProbe()
            probe.add(telling)
            let decided = probe.decide(isWhole: false)
            try settle(decided)
            heldStart = decided.markCount
            return nil
        }
    }

    private func lookThrough() throws(FileRefusal) -> EncodingFinding {
        var probe = EncodingProbe()
        var offset: Int64 = 0
        while true {
            let count = source.peek(at: offset, into: held)
            if count == 0 { return probe.decide(isWhole: true) }
            let block = UnsafeRawBufferPointer(rebasing: held[..<count])
            if offset == 0, let refusal = FileRefusal(magic: block, name: source.name) {
                throw refusal
            }
            let cut = count < held.count ? count : EncodingProbe.cut(block)
            probe.add(UnsafeRawBufferPointer(rebasing: block[..<cut]))
            offset += Int64(cut)
        }
    }

    private func settle(_ decided: EncodingFinding) throws(FileRefusal) {
        if decided.encoding == .gb18030 {
            converter = Gb18030.Converter()
            if converter == nil {
                throw FileRefusal(
                    "\(source.name) is GB18030, which this machine cannot convert. "
                        + "Save it as UTF-8 and send it again."
                )
            }
        }
        finding = decided
    }

    private func readConverted(
        into room: UnsafeMutableRawBufferPointer
    ) throws(FileRefusal) -> ByteRead {
        while true {
            let input = UnsafeMutableRawBufferPointer(rebasing: held[heldStart..<heldEnd])
            if let (taken, written) = converter?.convert(input, into: room), written > 0 {
                heldStart += taken
                return .bytes(written)
            }
            compact()
            let free = UnsafeMutableRawBufferPointer(rebasing: held[heldEnd...])
            switch try source.read(into: free) {
            case .bytes(let count): heldEnd += count
            case .quiet: return .quiet
            case .end:
                if heldEnd == 0 { return .end }
                // Half a character at the end of the file: not text, and the row says so.
                heldEnd = 0
                room[0] = 0xFF
                return .bytes(1)
            }
        }
    }
}

extension FileRefusal {
    /// Recognises by its first bytes what is no text that can be read.
    init?(magic block: UnsafeRawBufferPointer, name: String) {
        let known: [([UInt8], String)] = [
            ([0xFF, 0xFE], "UTF-16. Save it as «CSV UTF-8» and send it again."),
            ([0xFE, 0xFF], "UTF-16. Save it as «CSV UTF-8» and send it again."),
            (
                [0x50, 0x4B, 0x03, 0x04],
                "a workbook (XLSX). Name the file itself instead of a stream."
            ),
            ([0xD0, 0xCF, 0x11, 0xE0], "an old workbook (XLS). Save it as XLSX."),
        ]
        guard let found = known.first(where: { block.starts(with: $0.0) }) else { return nil }
        self.init("\(name) is \(found.1)")
    }
}

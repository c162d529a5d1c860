import CLibxml2
import Glibc

/// A text of a name or value, in place in the parser's memory.
typealias XmlBytes = UnsafeBufferPointer<UInt8>

/// Who is told what a part holds.
protocol XmlSink: AnyObject {
    /// An element begins; `depth` is 1 for the outermost.
    func open(_ name: XmlBytes, _ attributes: XmlAttributes, depth: Int)
    /// An element ends.
    func close(_ name: XmlBytes, depth: Int)
    /// Text, perhaps only a piece of it.
    func text(_ bytes: XmlBytes)
    /// Why reading cannot go on; nil when it can.
    var problem: WorkbookProblem? { get }
}

/// Reads one part piece by piece and tells a sink.
///
/// Document types are refused, so that no entity is ever declared; nothing outside is fetched.
final class XmlParser {
    private let part: String
    private let limits: WorkbookLimits
    private unowned let sink: any XmlSink
    private var context: xmlParserCtxtPtr?
    private var handler: UnsafeMutablePointer<xmlSAXHandler>
    private var depth = 0
    private var refusal: WorkbookProblem?
    /// The library's own tables, made once whichever thread comes first.
    private static let isReady: Void = xmlInitParser()

    /// Creates a parser of a part.
    init(_ part: String, sink: any XmlSink, limits: WorkbookLimits) {
        (self.part, self.sink, self.limits) = (part, sink, limits)
        _ = XmlParser.isReady
        handler = .allocate(capacity: 1)
        handler.initialize(to: xmlSAXHandler())
        setHandlers()
        let me = Unmanaged.passUnretained(self).toOpaque()
        context = xmlCreatePushParserCtxt(handler, me, nil, 0, nil)
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
    }

    deinit {
        if let document = context?.pointee.myDoc { xmlFreeDoc(document) }
        xmlFreeParserCtxt(context)
        handler.deallocate()
    }

    /// Reads on; with no bytes, to the end.
    func feed(_ bytes: UnsafeRawBufferPointer) throws(WorkbookProblem) {
        let code = xmlParseChunk(
            context,
            bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
            Int32(bytes.count),
            bytes.isEmpty ? 1 : 0
        )
        if let problem = refusal ?? sink.problem { throw problem }
        if code != Int32(XML_ERR_OK.rawValue), context?.pointee.wellFormed == 0 {
            throw WorkbookProblem(.xmlMalformed, "\(part) is not well-formed XML")
        }
    }

    private func setHandlers() {
        handler.pointee.initialized = XML_SAX2_MAGIC
        handler.pointee.startElementNs = { context, name, _, _, _, _, count, _, attributes in
            XmlParser.of(context) { parser in
                parser.depth += 1
                if parser.depth > parser.limits.depth {
                    return parser.stop(.tooDeep)
                }
                parser.sink.open(
                    XmlParser.bytes(name),
                    XmlAttributes(base: attributes, count: Int(count)),
                    depth: parser.depth
                )
                if parser.sink.problem != nil { xmlStopParser(parser.context) }
            }
        }
        handler.pointee.endElementNs = { context, name, _, _ in
            XmlParser.of(context) { parser in
                parser.sink.close(XmlParser.bytes(name), depth: parser.depth)
                parser.depth -= 1
                if parser.sink.problem != nil { xmlStopParser(parser.context) }
            }
        }
        handler.pointee.characters = { context, start, count in
            XmlParser.of(context) { $0.sink.text(XmlBytes(start: start, count: Int(count))) }
        }
        handler.pointee.cdataBlock = handler.pointee.characters
        handler.pointee.internalSubset = { context, _, _, _ in
            XmlParser.of(context) { $0.stop(.doctype) }
        }
        handler.pointee.serror = { _, _ in }
    }

    private func stop(_ code: WorkbookProblem.Code) {
        refusal = WorkbookProblem(code, part)
        xmlStopParser(context)
    }

    @inline(__always)
    private static func of(_ context: UnsafeMutableRawPointer?, _ body: (XmlParser) -> Void) {
        guard let context else { return }
        Unmanaged<XmlParser>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
    }

    @inline(__always)
    private static func bytes(_ text: UnsafePointer<xmlChar>?) -> XmlBytes {
        XmlBytes(start: text, count: Int(xmlStrlen(text)))
    }
}

/// The attributes of an element.
struct XmlAttributes {
    fileprivate let base: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    fileprivate let count: Int

    /// The value of an attribute, whatever its namespace; nil when it is not there.
    subscript(name: StaticString) -> XmlBytes? {
        guard let base else { return nil }
        for index in 0..<count {
            guard let local = base[index * 5], let start = base[index * 5 + 3],
                let end = base[index * 5 + 4]
            else { continue }
            if xmlStrEqual(local, name.utf8Start) == 1 {
                return XmlBytes(start: start, count: end - start)
            }
        }
        return nil
    }

    /// The value as text; the parser leaves its ampersands as references.
    func text(_ name: StaticString) -> String? {
        self[name].map { String(decoding: $0, as: UTF8.self).replacing("&#38;", with: "&") }
    }
}

extension XmlBytes {
    @inline(__always)
    private func elementsEqual(to name: StaticString) -> Bool {
        guard let baseAddress else { return count == 0 }
        return memcmp(baseAddress, name.utf8Start, count) == 0
    }

    /// Whether it is a name.
    @inline(__always)
    func isName(_ name: StaticString) -> Bool {
        count == name.utf8CodeUnitCount && elementsEqual(to: name)
    }

    /// A whole number of at most 9 digits; nil when it is none.
    var number: Int? {
        guard count > 0, count <= 9 else { return nil }
        var value = 0
        for byte in self {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// `1`, `true` or `on`.
    var isTrue: Bool { isName("1") || isName("true") || isName("on") }
}

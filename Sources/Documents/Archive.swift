import Crypto
import Events

/// The archive package of a village or town: its documents, and a list of their checksums (F-093).
///
/// - Source: 001 四（四）: 三方各留存一份; 002 §2三要; 004 五（一）.
public struct Archive {
    /// Kinds that belong to a village's file.
    public static let kinds = [
        "roster-out", "three-party", "slips", "vouchers", "signatures", "confirmations",
        "agreement", "receipts", "bank", "imports", "collected-deposited", "payment-detail",
        "category-summary", "village-report", "refund-list", "suspense", "withdrawals",
        "audit-trail",
    ]

    /// A file of the package.
    public struct File: Sendable {
        /// Its name.
        public var name: String
        /// Its bytes.
        public var bytes: [UInt8]
    }

    /// Files in order of their names; the last is `SHA256SUMS`, in the form that `sha256sum -c`
    /// reads.
    public let files: [File]

    /// Makes every document of a unit in every format that it has.
    ///
    /// - Parameter books: Opens the books for one document; the request names the unit.
    /// - Throws: What a document throws.
    public init(books: (ReportKind) throws -> ReportBooks) throws {
        var files: [File] = []
        for id in Archive.kinds {
            guard let kind = ReportKind.named(id) else { continue }
            let books = try books(kind)
            for format in ReportFormat.allCases where format != .html || kind.layout != .exchange {
                let file = try kind.file(books, as: format)
                files.append(File(name: "\(id).\(format.rawValue)", bytes: file.bytes))
            }
        }
        files.sort { $0.name < $1.name }
        let sums = files.map { "\(Archive.digest($0.bytes))  \($0.name)\n" }.joined()
        files.append(File(name: "SHA256SUMS", bytes: Array(sums.utf8)))
        self.files = files
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map {
            $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16)
        }
        .joined()
    }
}

extension ReportBooks {
    /// The same books without a day.
    func withoutDay() throws -> ReportBooks {
        var request = request
        request.asOf = nil
        return try ReportBooks(reader, pack: pack, request: request, log: log, names: names)
    }

    /// The same books, identity numbers masked.
    func masked() throws -> ReportBooks {
        try ReportBooks(reader, pack: pack, request: request, log: log, names: names?.masked)
    }

    /// The same books, asked for one document of an archive: a kind without days takes no day, a
    /// trail is about the unit, and only persons are named.
    public func forArchive(of kind: ReportKind, about: String? = nil) throws -> ReportBooks {
        var request = request
        if !kind.hasDays { request.asOf = nil }
        request.about = kind.needsSubject ? about ?? request.unit : ""
        return try ReportBooks(
            reader,
            pack: pack,
            request: request,
            log: log,
            names: kind.isPersonal ? names : nil
        )
    }
}

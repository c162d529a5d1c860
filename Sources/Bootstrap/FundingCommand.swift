import Documents
import Events
import Foundation

/// `zhengjiao funding`: applications for what funders owe.
public struct FundingCommand {
    private let documents: DocumentArguments

    /// Creates the command.
    public init(_ documents: DocumentArguments) { self.documents = documents }

    /// Writes the application document, and the record of it for operations-producer.
    ///
    /// - Parameters:
    ///   - by: `OFFICE/ROLE`.
    ///   - out: File of the document.
    ///   - record: File of the record; nil = beside the document, ending in `.jsonl`.
    public func apply(
        funder: String,
        purpose: String,
        number: String,
        by: String,
        signatories: [String],
        on: CivilDate?,
        out: String,
        record: String?
    ) throws {
        let parts = by.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw ConfigurationProblem("--by \(by): OFFICE/ROLE expected, as 县民政局/clerk.")
        }
        let request = FundingApplication.Request(
            funder: funder,
            purpose: purpose,
            number: number,
            office: parts[0],
            role: parts[1],
            signatories: signatories,
            on: on
        )
        let format = try documents.format(of: out)
        let application = try documents.read(ReportRequest(), for: format) {
            try FundingApplication($0, request)
        }
        let beside = URL(fileURLWithPath: out).deletingPathExtension()
            .appendingPathExtension("jsonl").path
        let line = record ?? beside
        if line == out {
            throw ConfigurationProblem("--out \(out): the record would take its place (--record).")
        }
        try documents.write(application.report.file(format), to: out)
        try TableOutput.write(application.record, to: line)
        print("\(application.amount) yuan for \(application.heads) persons")
        print("send with: operations-producer --scheme … \(line)")
    }
}

import Events
import Policy

/// Sets money paid back against what is due back, fact by fact: a payment back fits whole or not at
/// all, and what does not fit is told and posted to nothing.
///
/// - Source: 001 二（一）, 五（二）: the rebate of 先征后返 is paid by the office that the notice
///   names; policies.md F-068: never above what is due, each fen once.
struct RefundSettlement {
    /// A payment back.
    struct Line {
        var paidAt: Int64
        var identity: UInt64
        var fen: Int64
        var office: String

        /// The order in which payments back are settled, whatever the order of arrival.
        static func < (lhs: Line, rhs: Line) -> Bool {
            (lhs.paidAt, lhs.identity) < (rhs.paidAt, rhs.identity)
        }
    }

    /// Accepted, by office, sorted.
    private(set) var refunds: ContiguousArray<Share> = []
    /// What was noticed.
    private(set) var flags = AssessmentFlags()

    /// - Parameter lines: In any order.
    init(_ lines: [Line], of verdict: Verdict, under policy: CompiledPolicy) {
        let payer =
            verdict.category >= 0
            ? policy.categories[Int(verdict.category)].payingOffice : ""
        let rebate = verdict.isCovered ? max(0, verdict.upfrontFen - verdict.dueFen) : 0
        // Without a printed office both parts are one.
        var fromPayer = payer.isEmpty ? 0 : min(rebate, verdict.refundFen)
        var fromOthers = verdict.refundFen - fromPayer
        for line in lines.sorted(by: <) {
            let isPayer = fromPayer > 0 && line.office.hasSuffix(payer)
            if isPayer, line.fen <= fromPayer {
                fromPayer -= line.fen
                add(payer, line.fen)
            } else if line.fen <= fromOthers {
                fromOthers -= line.fen
                add(line.office, line.fen)
            } else {
                flags.insert(fault(line, verdict, isPayer: isPayer, fromPayer, payer))
            }
        }
        refunds.sort { $0.party < $1.party }
    }

    private func fault(
        _ line: Line,
        _ verdict: Verdict,
        isPayer: Bool,
        _ fromPayer: Int64,
        _ payer: String
    ) -> AssessmentFlags {
        if verdict.refundFen == 0 { return .refundWaiting }
        let isOther = !payer.isEmpty && !line.office.hasSuffix(payer)
        return isOther && line.fen <= fromPayer ? .refundWrongOffice : .refundExcess
    }

    private mutating func add(_ office: String, _ fen: Int64) {
        if let index = refunds.firstIndex(where: { $0.party == office }) {
            refunds[index].amount.fen += fen
        } else {
            refunds.append(Share(party: office, amount: Money(fen: fen)))
        }
    }
}

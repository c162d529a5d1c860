import Events
import NIOCore

/// An edition as browsers get it by server-sent events: one JSON object, its rows as texts that are
/// put into the page as they are.
enum RankingEvent {
    /// A comment, which browsers pass over.
    static let beat = NIOCore.ByteBuffer(string: ": beat\n\n")

    /// The event of an edition; its id is the offset, by which a browser says what it has.
    static func bytes(_ edition: RankingEdition) -> NIOCore.ByteBuffer {
        let ranking = edition.ranking
        var text = "id: \(edition.offset)\nevent: ranking\ndata: {"
        text += "\"period\":\(quoted(ranking.period)),\"edition\":\(ranking.edition),"
        text += "\"asOf\":\(quoted("\(ranking.asOf)")),"
        text += "\"positions\":\(quoted(RankingWords.positions(ranking))),"
        text += "\"seenMs\":\(edition.seenMs),\"total\":"
        text += fields(RankingWords.total(of: ranking.rows))
        text += ",\"rows\":["
        text += ranking.rows.map(fields).joined(separator: ",")
        text += "]}\n\n"
        return NIOCore.ByteBuffer(string: text)
    }

    private static func fields(_ row: RankingRow) -> String {
        let parts = [("unit", row.unit)] + RankingWords.cells(of: row)
        return "{" + parts.map { "\(quoted($0.0)):\(quoted($0.1))" }.joined(separator: ",") + "}"
    }

    /// A JSON string; a line end would end the event, so controls are escaped.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

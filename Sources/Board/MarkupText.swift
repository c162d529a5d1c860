import Mustache

/// How text stands in a page: nothing of it is markup, and nothing of it turns the text around.
///
/// The templates' own escaping goes by graphemes, so that `"` before a combining mark would pass;
/// this goes by scalars.
struct MarkupText: MustacheContentType {
    /// The name under which templates choose it.
    static let name = "BOARD"

    func escapeText(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let replacement = MarkupText.replacement(scalar) {
                shown.append(contentsOf: replacement.unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    private static func replacement(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "<": "&lt;"
        case ">": "&gt;"
        case "&": "&amp;"
        case "\"": "&quot;"
        case "'": "&#39;"
        case "`": "&#96;"
        case "\t", "\n", "\r": nil
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{61C}", "\u{200E}", "\u{200F}",
            "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FEFF}":
            "[U+\(String(scalar.value, radix: 16, uppercase: true))]"
        default: nil
        }
    }
}

import Events

/// Whether free text may be kept as it is.
public enum Personal {
    /// Whether a text holds an identity number of 18 characters that satisfies GB 11643-1999.
    public static func holdsIdentityNumber(_ text: String) -> Bool {
        holdsIdentityNumber(text, bornBefore: CivilDate(day: .max))
    }

    /// Whether a text holds an identity number of somebody born before a day.
    static func holdsIdentityNumber(_ text: String, bornBefore day: CivilDate) -> Bool {
        // Most texts are short and have their bytes side by side.
        if text.utf8.count < 18 { return false }
        var text = text
        return text.withUTF8 { Masked.holdsIdentityNumber($0, bornBefore: day) }
    }

    /// A value by its form, as rejections show it: `370481********123X`, `张*`.
    public static func masked(_ bytes: some Collection<UInt8>) -> String { Masked.text(bytes) }
}

/// The name under which an office's file is kept.
///
/// What a browser sends is never used as a path: only the ending is taken from it.
public enum UploadName {
    /// The endings that are read, in small letters.
    public static let endings = ["csv", "xlsx"]

    /// The ending of a file's name where it is one that is read; nil otherwise.
    public static func ending(of name: String) -> String? {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let ending = name[name.index(after: dot)...].lowercased()
        return endings.contains(ending) ? ending : nil
    }
}

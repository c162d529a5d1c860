import Foundation

/// Files that come with the programs: packs and the topic catalogue.
public enum SharedFiles {
    /// Where a file or folder is: under the working directory, else in `share/zhengjiao` beside the
    /// folder of the running program, as a package installs it.
    ///
    /// What is in neither place is named under the working directory, for the error to tell.
    public static func url(_ name: String) -> URL {
        let here = URL(fileURLWithPath: name)
        if FileManager.default.fileExists(atPath: here.path) { return here }
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let shared = program.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("share/zhengjiao").appendingPathComponent(name)
        return FileManager.default.fileExists(atPath: shared.path) ? shared : here
    }
}

import ArgumentParser
import Events
import Foundation

/// The key files of the seasons.
///
/// `--keys` or `ZHENGJIAO_KEYS`: the file of a season, or a folder in which each season has its own,
/// `SCHEME.json`.
public struct KeyArguments: ParsableArguments {
    @Option(
        help: "The season's key file, or the folder of SCHEME.json. Environment: ZHENGJIAO_KEYS."
    )
    var keys: String?

    /// Creates empty arguments.
    public init() {}

    /// The file's URL.
    ///
    /// - Parameter scheme: Whose keys are asked for, where a folder is given.
    func url(of scheme: String? = nil) throws -> URL {
        let url = URL(fileURLWithPath: try Setting.required("keys", keys))
        guard KeyArguments.isFolder(url) else { return url }
        guard let scheme else {
            throw ConfigurationProblem(
                "--keys \(url.lastPathComponent): is a folder; name the season's file in it."
            )
        }
        return url.appendingPathComponent("\(scheme).json")
    }

    /// Reads the keys of a season.
    public func load(of scheme: String) throws -> SeasonKeys {
        try KeyArguments.read(try url(of: scheme))
    }

    /// Reads the keys of every season that has some; a file serves whatever season asks.
    ///
    /// - Returns: Finds the keys of a scheme, also of one whose file came later.
    /// - Throws: ``ConfigurationProblem`` when a file cannot be read, or a folder has none.
    public func finder() throws -> (_ scheme: String) -> SeasonKeys? {
        let place = URL(fileURLWithPath: try Setting.required("keys", keys))
        guard KeyArguments.isFolder(place) else {
            let keys = try KeyArguments.read(place)
            return { _ in keys }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
            .filter { $0.hasSuffix(".json") }
        for name in names { _ = try KeyArguments.read(place.appendingPathComponent(name)) }
        guard !names.isEmpty else {
            throw ConfigurationProblem(
                "--keys \(place.lastPathComponent): the folder has no SCHEME.json. Make one with "
                    + "zhengjiao keys create --keys \(place.lastPathComponent)/SCHEME.json."
            )
        }
        return { scheme in
            // The word comes from a message: it names a file of the folder, or none.
            guard scheme.utf8.allSatisfy(KeyArguments.isOfAnId) else { return nil }
            return try? SeasonKeys(contentsOf: place.appendingPathComponent("\(scheme).json"))
        }
    }

    /// Whether a byte may stand in the id of a scheme.
    static func isOfAnId(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// Reads a key file.
    static func read(_ url: URL) throws -> SeasonKeys {
        do {
            return try SeasonKeys(contentsOf: url)
        } catch let problem as KeyFileProblem {
            throw problem
        } catch {
            throw ConfigurationProblem(
                "--keys \(url.lastPathComponent): cannot be read or is not a key file of "
                    + "zhengjiao. Make one with zhengjiao keys create."
            )
        }
    }
}

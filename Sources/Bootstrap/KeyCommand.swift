import Events
import Foundation

extension KeyArguments {
    /// Writes a new key file.
    public func create() throws { try SeasonKeys.create(at: try url()) }

    /// Prints the ids of the keys.
    public func list() throws {
        for line in try file().listing { print(line) }
    }

    /// Wraps the data keys anew.
    public func rotate(addsDataKey: Bool) throws {
        var file = try file()
        try file.rotate(addsDataKey: addsDataKey)
        for line in file.listing { print(line) }
    }

    /// The key file as its keeper sees it.
    ///
    /// - Parameter scheme: Whose file is meant, where a folder is given.
    func file(of scheme: String? = nil) throws -> SeasonKeyFile {
        let url = try url(of: scheme)
        _ = try KeyArguments.read(url)
        return try SeasonKeyFile(contentsOf: url)
    }
}

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
    func file() throws -> SeasonKeyFile {
        _ = try load()
        return try SeasonKeyFile(contentsOf: try url())
    }
}

import Foundation
import Policy

extension PolicyCommand {
    /// Makes the folder of a new season or place from a pack that is there, and tells every place
    /// that is to be filled in from the new notice.
    ///
    /// - Parameters:
    ///   - scheme: Id of the new scheme, the name of its folder.
    ///   - old: A scheme id.
    ///   - folder: Where the new folder is made; not among packs in use, for a pack that is open
    ///     keeps a worker from starting.
    public func draft(_ scheme: String, from old: String, in folder: String) throws {
        let source = self.folder.appendingPathComponent(old)
        _ = try PolicyLibrary(directory: self.folder, scheme: old)
        guard !scheme.isEmpty, scheme.utf8.allSatisfy(KeyArguments.isOfAnId) else {
            throw ConfigurationProblem(
                "--scheme \(scheme): small letters, digits and hyphens make an id, as in \(old)."
            )
        }
        let target = URL(fileURLWithPath: folder).appendingPathComponent(scheme)
        guard !FileManager.default.fileExists(atPath: target.path) else {
            throw ConfigurationProblem("--out \(target.path): exists already; nothing is changed.")
        }
        let draft = PackDraft(from: try PolicyPack.texts(in: source), scheme: scheme)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        for (name, text) in draft.texts {
            try text.write(
                to: target.appendingPathComponent(name),
                atomically: true,
                encoding: .utf8
            )
        }
        let places = PackDraft.openPlaces(in: draft.texts)
        for place in places { print(place) }
        print(
            """
            \(target.path): \(places.count) lines to fill in where \(PackDraft.open) stands; \
            compare every other line with the new notice too
            next: zhengjiao policy check --policies \(folder)
                  zhengjiao policy diff \(old) \(target.path)/
                  move it to the other packs, zhengjiao policy activate --scheme \(scheme) --log URL
            """
        )
    }
}

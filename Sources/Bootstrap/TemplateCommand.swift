import Intake

/// `zhengjiao template`: an empty workbook for a bureau's list.
public struct TemplateCommand {
    private let policies: PolicyArguments
    private let scheme: String

    /// Creates the command.
    public init(policies: PolicyArguments, scheme: String) {
        (self.policies, self.scheme) = (policies, scheme)
    }

    /// Writes the workbook.
    ///
    /// - Throws: ``ConfigurationProblem`` for a bureau or category that the pack does not know, or a
    ///   file that cannot be written.
    public func write(bureau: String, category: String, to path: String) throws {
        let pack = try PolicyLibrary(directory: policies.folder, scheme: scheme).pack(scheme)
        do throws(FileRefusal) {
            try ListTemplate(pack: pack, bureau: bureau, category: category).write(to: path)
        } catch {
            throw ConfigurationProblem(error.sentence)
        }
    }
}

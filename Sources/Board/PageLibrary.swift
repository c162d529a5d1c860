import Mustache

/// The pages' templates, parsed once.
struct PageLibrary: Sendable {
    private let library: MustacheLibrary

    /// Parses templates.
    ///
    /// - Parameter templates: Texts by name.
    /// - Throws: When one is not a template: a fault of the program, found at its start.
    init(_ templates: [String: String]) throws {
        MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
        var library = MustacheLibrary()
        for (name, text) in templates {
            // Each template chooses the board's escaping itself, partials too.
            try library.register("{{% CONTENT_TYPE:\(MarkupText.name)}}\(text)", named: name)
        }
        self.library = library
    }

    /// Fills a template in.
    ///
    /// - Throws: ``UnknownPage`` when there is none of that name: a fault of the program.
    func render(_ name: String, _ model: [String: Any]) throws -> String {
        guard let text = library.render(model, withTemplate: name) else { throw UnknownPage() }
        return text
    }
}

/// A page that no section has brought.
struct UnknownPage: Error {}

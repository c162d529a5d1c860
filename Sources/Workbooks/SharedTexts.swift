/// The texts that the cells of a workbook share, in one block of memory of bounded size.
///
/// Runs of rich text are joined; phonetic hints beside them are left out.
final class SharedTexts: XmlSink {
    private(set) var problem: WorkbookProblem?
    private let limits: WorkbookLimits
    private let store = TextStore()
    private var ends: [Int] = []
    private var isInText = false
    private var phoneticDepth = 0

    /// Creates an empty table.
    init(limits: WorkbookLimits) { self.limits = limits }

    /// Number of texts.
    var count: Int { ends.count }

    /// A text; nil when there is none of that number.
    func text(_ index: Int) -> XmlBytes? {
        guard index >= 0, index < ends.count else { return nil }
        return store.bytes((index == 0 ? 0 : ends[index - 1])..<ends[index])
    }

    func open(_ name: XmlBytes, _ attributes: XmlAttributes, depth: Int) {
        if name.isName("rPh") { phoneticDepth = depth }
        isInText = name.isName("t") && phoneticDepth == 0
    }

    func close(_ name: XmlBytes, depth: Int) {
        isInText = false
        if depth == phoneticDepth { phoneticDepth = 0 }
        guard depth == 2, name.isName("si") else { return }
        store.resolveEscapes(from: ends.last ?? 0)
        ends.append(store.count)
        if ends.count > limits.stringCount { refuse() }
    }

    func text(_ bytes: XmlBytes) {
        guard isInText else { return }
        store.append(bytes)
        if store.count > limits.stringBytes { refuse() }
        // Any number of cells may name the same text.
        if store.count - (ends.last ?? 0) > limits.cellBytes {
            problem = WorkbookProblem(
                .tooLarge,
                "a shared text of more than \(limits.cellBytes) bytes"
            )
        }
    }

    private func refuse() {
        problem = WorkbookProblem(
            .stringsTooLarge,
            "more than \(limits.stringBytes >> 20) MiB or \(limits.stringCount) shared texts"
        )
    }
}

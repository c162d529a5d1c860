import Board
import Uploads

/// The parts of the board, in the order of its navigation.
enum BoardSections {
    static func make(
        _ sources: BoardSources,
        uploads: [String: UploadDesk]
    ) throws -> [any BoardSection] {
        uploads.isEmpty ? [] : [UploadSection(desks: uploads)]
    }
}

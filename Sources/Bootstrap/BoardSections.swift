import Board

/// The parts of the board, in the order of its navigation.
enum BoardSections {
    static func make(_ sources: BoardSources) throws -> [any BoardSection] { [] }
}

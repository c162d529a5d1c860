/// Finds the name that somebody may have meant.
enum Spelling {
    /// The nearest name, if it is near: at most one letter in three is wrong, and at least one is
    /// allowed.
    static func nearest(to text: String, among names: [String]) -> String? {
        let written = Array(text.lowercased())
        var best: (name: String, distance: Int)?
        for name in names {
            let allowed = max(1, max(written.count, name.count) / 3)
            // What is too long is far, however long it takes to say how far.
            guard abs(written.count - name.count) <= allowed else { continue }
            let distance = distance(written, Array(name.lowercased()))
            if distance <= allowed, distance < best?.distance ?? .max { best = (name, distance) }
        }
        return best?.name
    }

    /// Letters to insert, remove, replace or swap with their neighbour (optimal string alignment).
    private static func distance(_ from: [Character], _ to: [Character]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...to.count)
        for (row, letter) in from.enumerated() {
            var current = [row + 1]
            for (column, other) in to.enumerated() {
                let replaced = previous[column] + (letter == other ? 0 : 1)
                var least = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == to[column - 1], from[row - 1] == other {
                    least = min(least, beforePrevious[column - 1] + 1)
                }
                current.append(least)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous.last ?? 0
    }
}

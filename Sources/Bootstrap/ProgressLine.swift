import Foundation
import Synchronization

/// Progress on standard error: a bar that redraws itself on a terminal, plain lines every ten
/// seconds otherwise.
///
/// Nothing is shown for what takes less than two seconds.
public final class ProgressLine: Sendable {
    private struct State {
        var label = ""
        var started = DispatchTime.now().uptimeNanoseconds
        var shown: UInt64 = 0
        var isDrawn = false
    }

    private let state = Mutex(State())
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let isQuiet: Bool

    /// Creates a line.
    ///
    /// - Parameter isQuiet: Shows nothing at all.
    public init(isQuiet: Bool = false) { self.isQuiet = isQuiet }

    /// Begins a piece of work.
    public func begin(_ label: String) {
        finish()
        state.withLock {
            $0.label = label
            $0.started = DispatchTime.now().uptimeNanoseconds
            $0.shown = 0
        }
    }

    /// Shows how far the work is.
    ///
    /// - Parameters:
    ///   - perMille: Done, 0…1000; nil where the end is not known.
    ///   - count: Rows done.
    ///   - unit: What is counted (`rows`).
    public func update(perMille: Int64?, count: Int64, unit: String) {
        if isQuiet { return }
        state.withLock { state in
            let now = DispatchTime.now().uptimeNanoseconds
            let elapsedMs = Int64((now - state.started) / 1_000_000)
            let pauseNs: UInt64 = isTerminal ? 200_000_000 : 10_000_000_000
            guard elapsedMs >= 2_000, now - state.shown >= pauseNs else { return }
            state.shown = now
            let rate = count * 1_000 / max(elapsedMs, 1)
            var text = "\(state.label): \(Grouped.text(count)) \(unit), \(Grouped.text(rate))/s"
            if let perMille, perMille > 0 {
                let leftS = elapsedMs * (1_000 - min(perMille, 1_000)) / perMille / 1_000
                let bar = isTerminal ? "\(ProgressLine.bar(perMille)) " : ""
                text = "\(bar)\(perMille / 10)% \(text), \(leftS) s left"
            }
            write(text, state: &state)
        }
    }

    /// Ends the line.
    public func finish() {
        state.withLock { state in
            if isTerminal, state.isDrawn { StandardError.write("\r\u{1B}[K") }
            state.isDrawn = false
        }
    }

    private func write(_ text: String, state: inout State) {
        if isTerminal {
            StandardError.write("\r\u{1B}[K\(text)")
            state.isDrawn = true
        } else {
            StandardError.write("\(text)\n")
        }
    }

    private static func bar(_ perMille: Int64) -> String {
        let full = Int(min(perMille, 1_000) / 50)
        return "[" + String(repeating: "█", count: full)
            + String(repeating: "·", count: 20 - full) + "]"
    }
}

/// Numbers as people read them: `1,320,801`.
public enum Grouped {
    /// A number with a comma after each three digits.
    public static func text(_ value: Int64) -> String {
        let digits = Array(String(value.magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "-\(text)" : text
    }
}

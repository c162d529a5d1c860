import Foundation
import Simulator

/// `make simulate`: seeds of the simulator at length.
@main
enum FaultCampaign {
    static func main() {
        let options: Options
        do {
            options = try Options(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(64)
        }
        let campaign = Campaign(
            seeds: options.seeds,
            isTraced: options.isTraced,
            stopsAtFailure: options.stopsAtFailure,
            lanes: options.lanes
        )
        campaign.run { results in
            print(results.report)
            for failure in results.failures { print(failure) }
            exit(results.failures.isEmpty ? 0 : 1)
        }
        dispatchMain()
    }
}

/// What the command line says.
private struct Options {
    var isTraced = false
    var stopsAtFailure = false
    var lanes = 2
    private var count: UInt64 = 10_000
    private var first: UInt64 = 1

    var seeds: [UInt64] { Array(first..<first + count) }

    init(_ arguments: [String]) throws(Misuse) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--trace": isTraced = true
            case "--stop-at-failure": stopsAtFailure = true
            case "--seeds": count = try Options.number(&rest, after: name)
            case "--first": first = try Options.number(&rest, after: name)
            case "--lanes": lanes = Int(try Options.number(&rest, after: name))
            case "--seed":
                first = try Options.number(&rest, after: name)
                count = 1
            default: throw Misuse("\(name) is no option")
            }
        }
    }

    private static func number(
        _ rest: inout ArraySlice<String>,
        after name: String
    ) throws(Misuse) -> UInt64 {
        let text = rest.popFirst() ?? ""
        guard let number = UInt64(text), number > 0, number < 1_000_000_000_000 else {
            throw Misuse("\(name) needs a number from 1 on, not '\(text)'")
        }
        return number
    }
}

/// An option that cannot be taken.
private struct Misuse: Error, CustomStringConvertible {
    let description: String

    init(_ reason: String) {
        description =
            "\(reason). Options: --seeds N, --first N, --seed N, --lanes N, --trace, "
            + "--stop-at-failure."
    }
}

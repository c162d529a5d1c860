import ArgumentParser
import Ledger

extension LedgerCommand {
    /// Seals all journals that wait, while workers go on.
    ///
    /// Given again it does nothing; several at once, and workers beside it, seal each block once.
    public func seal() throws {
        try explaining {
            let store = try Adapters.ledger(url)
            let line = ProgressLine()
            line.begin("sealing")
            var (journals, seals): (Int64, Int) = (0, 0)
            let refusals = try Sealer(store).sealAll {
                seals += 1
                journals += $0.through - $0.first + 1
                line.update(perMille: nil, count: journals, unit: "journals")
            }
            line.finish()
            for end in try store.read({ try $0.sealEnds() }) {
                print("partition \(end.partition): \(end.number) seals, through \(end.through)")
            }
            print("sealed \(journals) journals with \(seals) seals")
            try store.close()
            for reason in refusals {
                StandardError.write("not sealed: \(reason). Run zhengjiao audit.\n")
            }
            if !refusals.isEmpty { throw ExitCode(1) }
        }
    }
}

import Events
import Ledger
import Overview
import Testing

struct MomentTests {
    @Test func `F-113 a moment states its position in order of partitions`() {
        let moment = Moment(
            positions: [
                JournalPosition(partition: 1, sequence: 7),
                JournalPosition(partition: 0, sequence: 9),
            ],
            day: nil
        )
        #expect(moment.positionText == "0:9;1:7")
    }
}

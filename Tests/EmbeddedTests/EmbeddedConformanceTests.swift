import Embedded
import LogConformance
import Testing

/// The embedded log keeps every promise of the port.
@Suite(.serialized)
struct EmbeddedConformanceTests {
    @Test(arguments: LogConformance.Exercise.allCases, [1, 4])
    func `F-134 the embedded log keeps what the port promises`(
        exercise: LogConformance.Exercise,
        partitions: Int
    ) throws {
        let fresh = try FreshLog()
        let conformance = LogConformance(
            wakeUpMs: 300,
            breakCommits: { isBroken in
                try fresh.execute(
                    isBroken
                        ? """
                        CREATE TRIGGER failing BEFORE INSERT ON recordBatch
                        BEGIN SELECT RAISE(ABORT, 'injected'); END
                        """ : "DROP TRIGGER failing"
                )
            },
            makeLog: { try fresh.open(partitions: partitions) }
        )
        try conformance.run(exercise)
    }
}

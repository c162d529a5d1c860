import Foundation
import Testing

@testable import Uploads

/// Workers that are shells: what they answer, and how they end.
struct ProcessRunnerTests {
    private static let task = UploadTask(
        file: "/nowhere",
        shownName: "a.csv",
        copy: nil,
        order: UploadOrder(kind: .list, list: "a", bureau: "b", snapshot: "2022-10-08"),
        unit: "",
        isCheck: true,
        shownVerdicts: 5
    )

    private func run(_ script: String, stallSeconds: Int32 = 60) -> UploadOutcome {
        var limits = UploadLimits()
        limits.stallSeconds = stallSeconds
        return ProcessRunner(program: "/bin/sh", arguments: ["-c", script])
            .run(Self.task, limits: limits, isCancelled: { false }, progress: { _ in })
    }

    @Test func `a worker's outcome comes back`() {
        let outcome = run(
            #"read task; case "$task" in *'"list":"a"'*) ok=7;; *) ok=0;; esac; "#
                + #"echo '{"progress":{"rows":1,"refused":0,"perMille":5}}'; "#
                + #"echo '{"outcome":{"rows":9,"good":'$ok',"rejected":{},"verdicts":[],"notes":[],"#
                + #""refusal":"","refusalChinese":"","refusalDetail":"","failure":""}}'"#
        )
        #expect(outcome.rows == 9 && outcome.good == 7 && outcome.failure.isEmpty)
    }

    @Test func `a worker that crashes, hangs or does not start ends its own task only`() {
        #expect(run("kill -SEGV $$").failure.contains("信号11"))
        #expect(run("exit 3").failure.contains("退出码3"))
        #expect(run("exec sleep 600", stallSeconds: 1).failure.contains("没有进展"))
        let absent = ProcessRunner(program: "/nowhere/at/all", arguments: [])
            .run(Self.task, limits: UploadLimits(), isCancelled: { false }, progress: { _ in })
        #expect(!absent.failure.isEmpty)
    }

    @Test func `a worker is stopped when asked to`() {
        let outcome = ProcessRunner(program: "/bin/sh", arguments: ["-c", "exec sleep 600"])
            .run(Self.task, limits: UploadLimits(), isCancelled: { true }, progress: { _ in })
        #expect(outcome.failure == "已按要求停止")
    }
}

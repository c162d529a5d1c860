"""What is measured while payments stream in: latency, and the time from a kill to the first event."""

import signal
import subprocess
import threading
import time

from .parts import micros
from .process import Failed, total
from .world import STAGES, World

# Rate and seconds: open loop; the last one is more than two cores can take.
SCHEDULE = ((1_000, 15), (2_000, 15), (10_000, 15), (50_000, 6))
GOALS = {("exactly-once", 2_000): ("most", 250), ("effectively-once", 10_000): ("most", 250)}
QUANTILES = ("p50", "p99", "p999", "max")
KILL_RATE = 2_000
KILL_AFTER = 6
KILL_SECONDS = 24


class Stream:
    """`payment-latency` under way; its lines are taken as they come."""

    def __init__(self, world, schedule):
        bench = world.bench
        first = world.payers
        world.payers += sum(rate * seconds for rate, seconds in schedule)
        self.rows = []
        self.onBegin = lambda rate: None
        self.onRow = lambda row: None
        self.child = subprocess.Popen(
            [f"{bench.tools}/payment-latency", world.log, bench.keys, f"{bench.here}/../Policies", str(first)]
            + [f"{rate}:{seconds}" for rate, seconds in schedule],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self):
        """Follows it to its end."""
        try:
            return self._follow()
        finally:
            if self.child.poll() is None:
                self.child.kill()

    def _follow(self):
        for line in self.child.stdout:
            words = line.rstrip("\n").split("\t")
            if words[0] == "begin":
                self.onBegin(int(words[1]))
            else:
                row = dict(zip(("rate", "seconds", "due", "counted", "sustained") + QUANTILES, words))
                self.rows.append(row)
                self.onRow(row)
        error = self.child.stderr.read()
        if self.child.wait():
            raise Failed(f"payment-latency: {error[-2000:]}")
        return self.rows


def cpu_of(workers):
    """CPU seconds of workers that run."""
    return sum(total(worker.look(), "process_cpu_seconds_total") for worker in workers)


def latency(bench, report):
    """From the due time of a payment to the first ranking that counts it, in both modes."""
    for mode in ("exactly-once", "effectively-once"):
        report.head(f"Payment → rankings.published, {mode}, open loop, from the schedule; ms")
        world = World(bench, f"latency-{mode.split('-')[0]}", mode=mode)
        workers = [world.worker(stage) for stage in STAGES]
        try:
            for worker in workers:
                worker.await_ready()
            follow(world, workers, report, mode)
        finally:
            for worker in workers:
                worker.stop()
        world.close()


def follow(world, workers, report, mode):
    """Goes through the schedule."""
    stream = Stream(world, SCHEDULE)
    begun = {}

    def begin(rate):
        begun["cpu"] = cpu_of(workers)

    def end(row):
        name = f"latency.{mode}.{row['rate']}"
        due, counted = int(row["due"]), int(row["counted"])
        if counted < due:
            report.add(f"{name}.missing", due - counted, "payments", ("most", 0))
        report.add(f"{name}.sustained", int(row["sustained"]), "payments/s",
                   beside="counted while the schedule ran")
        report.add(f"{name}.cpu", micros(cpu_of(workers) - begun["cpu"], due), "µs/payment")
        for quantile in QUANTILES:
            if row[quantile] == "-":
                continue
            goal = GOALS.get((mode, int(row["rate"]))) if quantile == "p99" else None
            report.add(f"{name}.{quantile}", float(row[quantile]), "ms", goal)

    stream.onBegin, stream.onRow = begin, end
    stream.run()


def takeover(bench, report):
    """Two workers of each stage; one is killed while payments stream in."""
    report.head(f"Kill -9 at {KILL_RATE} payments/s until the heir's first batch; s")
    world = World(bench, "takeover")
    first = {stage: world.worker(stage) for stage in STAGES}
    second = {}
    try:
        for worker in first.values():
            worker.await_ready()
        for stage in STAGES:
            second[stage] = world.worker(stage)
            second[stage].await_ready()
        time.sleep(6)
        kill_each(world, report, first, second)
    finally:
        for worker in [*first.values(), *second.values()]:
            worker.stop()
    world.close()


def kill_each(world, report, first, second):
    """One stage after another; who was killed is replaced before the next."""
    for stage in STAGES:
        victim, heir = owner_and_heir(first[stage], second[stage])
        stream = Stream(world, [(KILL_RATE, KILL_SECONDS)])
        stream.onBegin = lambda rate: threading.Timer(
            KILL_AFTER, victim.stop, [signal.SIGKILL]).start()
        row = stream.run()[0]
        if victim.wall is None:
            raise Failed(f"{stage}: the worker was not killed in the time of the schedule")
        figures = heir.look()
        for part in ("oldest_record", "restore", "first_batch"):
            report.add(f"takeover.{stage}.{part}",
                       total(figures, "worker_takeover_seconds", part=part), "s")
        report.add(f"takeover.{stage}.max", float(row["max"]) / 1000, "s",
                   beside="greatest latency of a payment")
        if int(row["counted"]) < int(row["due"]):
            report.add(f"takeover.{stage}.missing", int(row["due"]) - int(row["counted"]),
                       "payments", ("most", 0))
        first[stage], second[stage] = heir, world.worker(stage)
        second[stage].await_ready()
        time.sleep(5)


def owner_and_heir(one, other):
    """Who owns partitions is killed; of two owners the first."""
    if total(one.look(), "worker_partitions_owned") > 0:
        return one, other
    return other, one

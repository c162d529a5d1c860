"""What is measured: stages alone, the whole chain, embedded, restore."""

import re
import subprocess
import time

from .process import Failed, Program
from .world import STAGES, World

# The same work on Kafka Streams 4.1 on 2 cores, µs CPU an event: whole run, JIT warm; GB.
STREAMS = {
    "validate": (19.2, 8.9, 0.46), "classify": (25.5, 12.8, 0.79),
    "ledger": (9.0, 3.1, 0.37), "ranking": (16.5, 6.8, 0.31),
}
INPUTS = {
    "validate": "payments.received", "classify": "facts.validated",
    "ledger": "assessments.classified", "ranking": "ledger.posted",
}
MILLION = 1_000_000
# With fewer residents buffers that fill and the start of programs are most of what is measured.
DRAWN_ON_FROM = 400_000


def micros(seconds, events):
    """µs an event."""
    return seconds * MILLION / max(1, events)


def beat(stage):
    """Less CPU than Kafka Streams over its whole run, as ours is; its warm figure beside it."""
    whole, warm, _ = STREAMS[stage]
    return ("most", whole), f"Kafka Streams {whole}, warm {warm}"


def stages(bench, report, residents):
    """Each stage alone over Kafka, a bare relay on the same topics, plain COPY."""
    report.head(f"Each stage alone over Kafka, {residents} residents, exactly-once")
    world = World(bench, "stages")
    start = time.monotonic()
    cpu = world.fill(residents)
    wall = time.monotonic() - start
    alone = {}
    for stage in STAGES:
        before = bench.database.cpu()
        worker = world.drain([stage])[stage]
        alone[stage] = worker
        stage_figures(report, f"alone.{stage}", worker, bench.database.cpu() - before)
    facts = alone["validate"].events
    report.add("alone.producers.cpu", micros(cpu, facts), "µs/row")
    report.add("alone.producers.rate", facts / wall, "rows/s")
    relays = relay(bench, report, world)
    for stage in STAGES[:3]:
        own = micros(alone[stage].cpu, alone[stage].events)
        report.add(f"ratio.{stage}.relay", own / relays[stage], "× bare relay")
    copy(bench, report, world, alone["ledger"])
    world.close()


def stage_figures(report, name, worker, database_cpu=0.0):
    """Rate, CPU and phases of a worker that has drained its input."""
    events = worker.events
    own = micros(worker.cpu, events)
    report.add(f"{name}.events", events, "events")
    report.add(f"{name}.rate", worker.rate, "events/s")
    if events > 1000:
        report.add(f"{name}.cpu", own, "µs/event", *beat(worker.stage))
        for phase, value in worker.phases().items():
            report.add(f"{name}.cpu.{phase}", value, "µs/event")
    else:
        report.add(f"{name}.cpu.total", worker.cpu * 1000, "ms")
    limit = STREAMS[worker.stage][2] * 1000
    report.add(f"{name}.memory", worker.peak / 1e6, "MB", ("most", limit), f"Kafka Streams {limit:.0f}")
    if worker.stage == "ledger" and database_cpu:
        report.add(f"{name}.cpu.postgresql", micros(database_cpu, events), "µs/event")


def relay(bench, report, world):
    """A program that only hands records on, in transactions: µs a record by stage."""
    program = f"{bench.folder}/relay"
    subprocess.run(["cc", "-O2", "-o", program, f"{bench.here}/relay.c", "-lrdkafka"], check=True)
    found = {}
    for stage in STAGES[:3]:
        # What comes out goes to `rejections`, which nobody reads.
        done = Program([program, bench.kafka, world.prefix + INPUTS[stage],
                        world.prefix + "rejections", str(bench.partitions)]).wait()
        events = int(done.text.split()[0])
        found[stage] = micros(done.cpu, events)
        report.add(f"relay.{stage}.cpu", found[stage], "µs/event", beside=INPUTS[stage])
        report.add(f"relay.{stage}.rate", events / done.wall, "events/s")
    return found


def copy(bench, report, world, ledger):
    """Plain COPY of the same journals into a table with the same keys and checks."""
    database, name = bench.database, world.table
    journals = int(database.ask(name, "SELECT count(*) FROM zhengjiao.journal"))
    rows = f"{bench.folder}/rows"
    with open(rows, "wb") as file:
        subprocess.run(["psql", "-X", "-q", "-d", database.url(name), "-c",
                        "COPY (SELECT * FROM zhengjiao.journal) TO STDOUT (FORMAT binary)"],
                       stdout=file, check=True)
    database.ask(name, "CREATE TABLE public.keyed (LIKE zhengjiao.journal INCLUDING ALL)")
    before = database.cpu()
    done = Program(["psql", "-X", "-q", "-d", database.url(name), "-c",
                    f"\\copy public.keyed FROM '{rows}' (FORMAT binary)"]).wait()
    time.sleep(0.3)
    server = database.cpu() - before
    database.ask(name, "DROP TABLE public.keyed")
    report.add("copy.rate", journals / done.wall, "journals/s")
    report.add("copy.cpu", micros(done.cpu + server, journals), "µs/journal", beside="with the server's")
    report.add("ratio.ledger.copy", ledger.rate * done.wall / journals, "× COPY's rate")


def restores(report, world, residents):
    """State of classify and ranking, from the log and from snapshots."""
    report.head(f"State brought back, {residents} residents")
    folder = f"{world.place}/snapshots"
    for stage in ("classify", "ranking"):
        cold = world.drain([stage])[stage]
        seconds = cold.said("restore_seconds")
        report.add(f"restore.{stage}.log", seconds * MILLION / residents, "s/million")
        if stage == "classify":
            report.add("restore.classify.people", residents / max(cold.cpu, 1e-3),
                       "people/s/core", ("least", 1_000_000), beside="CPU of the whole process")
        report.add(f"restore.{stage}.records", cold.said("replayed_records"), "records")
        keep = ("--snapshots", folder, "--snapshot-every", "1")
        world.drain([stage], keep)
        warm = world.drain([stage], keep)[stage]
        report.add(f"restore.{stage}.snapshots_used", warm.said("used_snapshots"), "partitions")
        seconds = warm.said("restore_seconds")
        report.add(f"restore.{stage}.snapshot.measured", seconds, "s")
        if residents < DRAWN_ON_FROM:
            continue
        goal = ("most", 1.0) if stage == "classify" else None
        report.add(f"restore.{stage}.snapshot", seconds * 1.3 * MILLION / residents,
                   "s/1.3 million", goal, beside="drawn on by residents")


def cost(bench, report, residents):
    """The whole chain at N, 2N and 4N residents: CPU and memory; then restores of the last."""
    report.head("All four workers at once over Kafka, transactions on, ledger in PostgreSQL")
    found = []
    for times in (1, 2, 4):
        world = World(bench, f"chain-{times}")
        world.fill(residents * times)
        before = bench.database.cpu()
        workers = world.drain()
        server = bench.database.cpu() - before
        facts = workers["validate"].events
        cpu = sum(worker.cpu for worker in workers.values())
        wall = max(w.end for w in workers.values()) - min(
            w.owned_at or w.start for w in workers.values())
        peak = sum(worker.peak for worker in workers.values()) / 1e6
        found.append((residents * times, cpu, peak))
        name = f"chain.{times}N"
        report.add(f"{name}.residents", residents * times, "residents")
        report.add(f"{name}.events", facts, "input events")
        report.add(f"{name}.rate", facts / wall, "events/s")
        report.add(f"{name}.cpu", micros(cpu, facts), "µs/event", ("most", 12),
                   "Kafka Streams, all at once, 95 (warm 44)")
        report.add(f"{name}.cpu.postgresql", micros(server, facts), "µs/event")
        for stage, worker in workers.items():
            report.add(f"{name}.{stage}.cpu", micros(worker.cpu, facts), "µs/event")
            report.add(f"{name}.{stage}.memory", worker.peak / 1e6, "MB",
                       beside=f"Kafka Streams {STREAMS[stage][2] * 1000:.0f} at 200,000")
        report.add(f"{name}.memory", peak, "MB")
        report.add(f"{name}.database", world.database_bytes() / facts, "bytes/event")
        if times < 4:
            world.close()
    scaling(report, found)
    restores(report, world, residents * 4)
    world.close()


def scaling(report, found):
    """How CPU and memory grow with the residents."""
    first, second, last = found
    report.add("chain.4N.over.N", last[1] / first[1], "× CPU of N", ("most", 4.2))
    if last[0] < DRAWN_ON_FROM:
        return
    slope = (last[2] - second[2]) / (last[0] - second[0])
    report.add("chain.memory.per.resident", slope * 1e6, "bytes")
    report.add("chain.memory.at.1000000", last[2] + slope * (MILLION - last[0]), "MB",
               ("most", 450), "from 2N and 4N; Kafka Streams 1,930")


def cores(bench, report):
    """The cores without log and store, and of that what decoding and encoding alone take."""
    report.head("The cores alone: a roster line and a payment for each of 100,000 residents")
    command = [f"{bench.tools}/hot-paths", "100000", f"{bench.here}/../Policies"]
    done = Program(command).wait()
    for line in done.text.splitlines():
        name, value = line.split()
        if name.endswith("_ns"):
            report.add(f"core.{name[:-3]}", int(value) / 1000, "µs/event")
        elif name == "classify_bytes_per_resident":
            report.add("core.classify.state", int(value), "bytes/person", ("most", 120))


def embedded(bench, report, residents):
    """Each stage alone on the embedded log and ledger, and the cores without a log."""
    report.head(f"Embedded (one SQLite log, SQLite ledger), {residents} residents")
    world = World(bench, "embedded", over_kafka=False)
    start = time.monotonic()
    cpu = world.fill(residents)
    wall = time.monotonic() - start
    whole, facts = 0.0, 0
    for stage in STAGES:
        worker = world.drain([stage])[stage]
        facts = facts or worker.events
        whole += worker.cpu
        stage_figures(report, f"embedded.{stage}", worker)
    report.add("embedded.producers.cpu", micros(cpu, facts), "µs/row")
    report.add("embedded.producers.rate", facts / wall, "rows/s")
    report.add("embedded.chain.cpu", micros(whole, facts), "µs/event", ("most", 25))
    for name in ("log", "ledger"):
        report.add(f"embedded.{name}.bytes", world.file_bytes(name) / facts, "bytes/event")
    world.close()


def assessments(bench, report, residents):
    """The core alone: one person after another, and everybody anew after a superseded list."""
    report.head("The core of classify alone")
    for line in bench.call("zhengjiao", "bench", "assess").splitlines()[1:]:
        scheme, rate, nanoseconds, *_ = line.split("\t")
        report.add(f"assess.{scheme}", int(rate), "persons/s", ("least", 500_000),
                   f"{nanoseconds} ns each")
    text = bench.call("zhengjiao", "bench", "sweep", "--residents", str(residents))
    found = re.search(r"assessments/s (\d+)", text)
    if not found:
        raise Failed(f"zhengjiao bench sweep did not tell its rate: {text}")
    report.add("sweep.rate", int(found.group(1)), "assessments/s", beside="outputs dropped")

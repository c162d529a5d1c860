"""What a region needs, from what an event costs: writes the tables of Docs/scale.md.

Usage: cd Benchmarks && python3 -m harness.scale ../Docs/scale.md
"""

import math
import sys

# Measured on 2 cores (results/*.tsv names the figure in brackets). To update: change these, run.
MEASURED = {
    "events": (1.95, "events a resident and season [chain.4N.events ÷ residents]"),
    "payments": (0.79, "payments a resident and season, in the simulated season"),
    "workers": (12.9, "µs CPU an event, four workers, full batches [chain.4N.cpu]"),
    "trickle": (0.32, "cores of four workers while payments come singly, exactly-once "
                      "[latency.exactly-once.1000.cpu ÷ 1,000]"),
    "database": (4.2, "µs CPU an event, PostgreSQL [chain.4N.cpu.postgresql]"),
    "broker": (11.4, "µs CPU an event, one broker, all topics, one copy, producers' share too"),
    "state": (120, "bytes of classify's state a resident [hot-paths, snapshots]"),
    "base": (100, "MB of a worker without state, fetch buffers full [chain.1N.….memory]"),
    "log": (290, "bytes an event in the log, all topics, compressed, one copy"),
    "journal": (319, "bytes an event in PostgreSQL with indexes [chain.4N.database]"),
    "cold": (9.1, "s to restore a million residents from the log [restore.classify.log]"),
    "warm": (1.2, "s to restore a million residents from a snapshot, beside 0.5 s for the group and the positions [restore.classify.snapshot]"),
    "stream": (50_000, "events/s of the chain on two cores with broker and PostgreSQL on them [chain.4N.rate]"),
}
# Chosen; a season's notice prints none of them.
ASSUMED = {
    "days": (76, "days of a season: 2022年10月17日—12月31日 (滕州 二（四）)"),
    "hours": (14, "hours of a day on which people pay"),
    "lastDay": (0.10, "share of a season's payments that comes on its last day"),
    "lastHour": (0.20, "share of that day's payments in its busiest hour"),
    "bulkHours": (8, "hours in which rosters and lists are loaded (one working day)"),
    "load": (0.5, "share of a core that is planned for; the rest is for catching up"),
    "partition": (165_000, "residents of a partition: a restore, a sweep over all of them"),
    "cell": (5_000_000, "residents of a cell: one log prefix, one database, one set of workers"),
    "worker": (2_000_000, "residents of one classify worker"),
    "copies": (3, "copies of the log (brokers of a cluster)"),
    "standby": (2, "copies of the database (primary and one standby)"),
    "replicas": (4_000, "partition replicas of a broker"),
}
REGIONS = (
    ("county (滕州)", 1_320_000), ("prefecture", 4_400_000), ("province", 65_000_000),
    ("nation", 960_000_000),
)
TOPICS = 6  # partitioned by person


def measured(name):
    return MEASURED[name][0]


def assumed(name):
    return ASSUMED[name][0]


def need(residents):
    """What a region of so many residents needs."""
    cells = math.ceil(residents / assumed("cell"))
    people = residents / cells
    partitions = max(4, 1 << math.ceil(math.log2(people / assumed("partition"))))
    payments = measured("payments") * residents
    bulk = (measured("events") - measured("payments")) * residents / assumed("bulkHours") / 3600
    peak = payments * assumed("lastDay") * assumed("lastHour") / 3600
    busiest = max(bulk, peak)
    perEvent = measured("workers") + measured("database") + measured("broker")
    classify = max(2, math.ceil(people / assumed("worker")))
    replicas = cells * partitions * TOPICS * assumed("copies")
    brokers = max(3, math.ceil(replicas / assumed("replicas")))
    events = measured("events") * residents
    return {
        "residents": f"{residents:,}",
        "cells (log prefix + database + workers)": f"{cells:,}",
        "partitions of a cell": f"{partitions}",
        "payments/s, average of the paying hours": rate(
            payments / assumed("days") / assumed("hours") / 3600),
        "payments/s, busiest hour of the last day": rate(peak),
        "events/s while rosters and lists are loaded": rate(bulk),
        "cores for the workers then": cores(busiest * measured("workers")),
        "cores for PostgreSQL then": cores(busiest * measured("database")),
        "cores for the brokers then": cores(busiest * measured("broker") * assumed("copies") / 2),
        "cores for the workers while payments trickle": number(cells * measured("trickle")),
        "workers of a cell (validate, classify, ledger, ranking)": f"2 + {classify} + 2 + 2",
        "memory of the workers, GB": number(
            cells * ((6 + classify) * measured("base") / 1000
                     + people * measured("state") / 1e9)),
        "brokers": f"{brokers:,}",
        "databases (shards)": f"{cells:,}",
        "log on disk, all copies, TB": number(
            events * measured("log") * assumed("copies") / 1e12),
        "databases on disk, all copies, TB": number(
            events * measured("journal") * assumed("standby") / 1e12),
        "a classify worker's restore from snapshot, s": number(
            0.5 + people / classify / 1e6 * measured("warm")),
        "the same from the log, s": number(people / classify / 1e6 * measured("cold")),
        "replay of a cell's season on 2 cores, min": number(
            people * measured("events") / measured("stream") / 60),
        "CPU of a season, all of it, core-hours": number(events * perEvent / 1e6 / 3600),
    }


def rate(value):
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"


def cores(microseconds):
    value = microseconds / 1e6 / assumed("load")
    return f"{value:.2g}"


def constants():
    """Both lists as Markdown."""
    lines = ["| measured | value | what |", "|---|---|---|"]
    lines += [f"| `{name}` | {value:,} | {words} |" for name, (value, words) in MEASURED.items()]
    lines += ["", "| assumed | value | what |", "|---|---|---|"]
    lines += [f"| `{name}` | {value:,} | {words} |" for name, (value, words) in ASSUMED.items()]
    return lines


def table():
    """One column a region."""
    columns = [need(residents) for _, residents in REGIONS]
    lines = ["| | " + " | ".join(name for name, _ in REGIONS) + " |", "|---|" + "--:|" * len(columns)]
    return lines + [
        f"| {row} | " + " | ".join(column[row] for column in columns) + " |" for row in columns[0]]


def replace(text, name, lines):
    """Puts lines between `<!-- NAME -->` and `<!-- end -->`."""
    start = text.index(f"<!-- {name} -->") + len(f"<!-- {name} -->")
    end = text.index("<!-- end -->", start)
    return text[:start] + "\n" + "\n".join(lines) + "\n" + text[end:]


def main(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = replace(text, "constants", constants())
    text = replace(text, "regions", table())
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1])

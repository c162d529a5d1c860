"""A season on a log and a ledger of its own, and the workers on it."""

import csv
import glob
import os
import re
import shutil
import subprocess
import threading
import uuid

from .process import Failed, Program, Worker

SCHEME = "tengzhou-2023"
STAGES = ("validate", "classify", "ledger", "ranking")
CLOSE = ["--close-day", "2023-12-31"]


class Bench:
    """What all measurements of a run share: programs, folder, broker, database."""

    def __init__(self, programs, folder, kafka, database, partitions):
        self.programs = os.path.abspath(programs)
        self.folder = folder
        self.kafka = kafka
        self.database = database
        self.partitions = partitions
        # One name for all topics of this run, so that they can be found and removed.
        self.prefix = f"bench{uuid.uuid4().hex[:8]}"
        self.keys = f"{folder}/keys.json"
        self.call("zhengjiao", "keys", "create", "--keys", self.keys)

    def program(self, name):
        """The path of a program."""
        return f"{self.programs}/{name}"

    def call(self, name, *arguments):
        """Runs a program that is not measured; what it says."""
        command = [self.program(name), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(f"{name} {arguments[0]}: {done.stderr[-2000:]}{done.stdout[-500:]}")
        return done.stdout

    def season(self, residents):
        """The folder of a simulated season; made once."""
        place = f"{self.folder}/in-{residents}"
        if not os.path.isdir(place):
            self.call("zhengjiao", "simulate", "--scheme", SCHEME, "--residents", str(residents),
                      "--out", place)
        return place


class World:
    """One log and one ledger."""

    def __init__(self, bench, name, over_kafka=True, mode="exactly-once"):
        self.bench = bench
        self.name = name
        self.place = f"{bench.folder}/{name}"
        self.payers = 0  # Made-up residents who have paid.
        os.mkdir(self.place)
        self.over_kafka = over_kafka
        if over_kafka:
            self.prefix = f"{bench.prefix}.{name}."
            self.log = f"kafka://{bench.kafka}?prefix={self.prefix}&mode={mode}"
            self.ledger = bench.database.make(self.table)
            bench.call("zhengjiao", "ledger", "migrate", "--ledger", self.ledger)
            bench.call("zhengjiao", "topics", "apply", "--log", self.log,
                       "--partitions", str(bench.partitions))
        else:
            self.log = f"sqlite://{self.place}/log"
            self.ledger = f"sqlite://{self.place}/ledger"
        bench.call("zhengjiao", "policy", "activate", "--scheme", SCHEME, "--log", self.log)

    @property
    def table(self):
        """The name of its database."""
        return f"bench_{self.name.replace('-', '_')}"

    def fill(self, residents):
        """Runs the producers over a whole season, one after another, and closes its days.

        Returns CPU seconds, and rows of payments."""
        season = self.bench.season(residents)
        common = ["--log", self.log, "--keys", self.bench.keys, "--scheme", SCHEME]
        cpu = 0.0
        bureaus = set()
        with open(f"{season}/lists/index.csv", encoding="utf-8") as index:
            for row in csv.DictReader(index):
                bureaus.add(row["bureau"])
                cpu += self._produce("subsidy-list-producer", common + [
                    "--kind", row["kind"], "--list-id", row["list_id"], "--bureau", row["bureau"],
                    "--category", row["category"], "--snapshot-date", row["snapshot_date"],
                    "--supersedes", row["supersedes"] or "", f"{season}/lists/{row['file']}"])
        cpu += self._produce("operations-producer", common + CLOSE + [f"{season}/operations.jsonl"])
        cpu += self._produce("payment-producer", common + CLOSE + [f"{season}/payments.csv"])
        for bureau in sorted(bureaus - {"medical-insurance"}):
            self._produce("subsidy-list-producer", common + CLOSE + ["--bureau", bureau])
        return cpu

    def _produce(self, name, arguments):
        # Rows that are to be refused make the exit status 1.
        done = Program([self.bench.program(name), *arguments]).wait(may_fail=True)
        if done.child.returncode not in (0, 1):
            raise Failed(f"{name}: {done.text[-2000:]}")
        return done.cpu

    def worker(self, stage, *more):
        """Starts a worker of a stage."""
        own = {"validate": ["--keys", self.bench.keys], "ledger": ["--ledger", self.ledger]}
        return Worker([self.bench.program(f"{stage}-worker"), "--log", self.log,
                       *own.get(stage, []), *more], stage)

    def drain(self, stages=STAGES, more=()):
        """Runs workers of some stages at once until nothing is left to do."""
        workers = [self.worker(stage, "--until-drained", *more) for stage in stages]
        problems = []

        def end(worker):
            try:
                worker.wait()
            except Failed as problem:
                problems.append(problem)

        threads = [threading.Thread(target=end, args=[worker]) for worker in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems:
            raise problems[0]
        return {worker.stage: worker for worker in workers}

    def audit(self):
        """Proves the books; the digests of outcome and journal."""
        text = self.bench.call("zhengjiao", "audit", "--ledger", self.ledger, "--log", self.log)
        return re.findall(r"^(?:outcome|journal)\b.*$", text, re.MULTILINE)

    def database_bytes(self):
        """What its database takes."""
        return int(self.bench.database.ask(self.table, f"SELECT pg_database_size('{self.table}')"))

    def file_bytes(self, start):
        """What the files of the embedded log or ledger take, by the beginning of their names."""
        return sum(
            os.path.getsize(path)
            for path in glob.glob(f"{self.place}/{start}*") + glob.glob(f"{self.place}/{start}*/**")
            if os.path.isfile(path)
        )

    def close(self):
        """Drops the database and the files; topics go at the end of the run."""
        if self.over_kafka:
            self.bench.database.drop(self.table)
        shutil.rmtree(self.place)

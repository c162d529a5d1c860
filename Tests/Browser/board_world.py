"""A small simulated season with every worker and the board running over a temporary folder."""

import csv
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("ZHENGJIAO_PROGRAMS", ROOT / ".build/debug"))
SCHEME = "tengzhou-2023"
RESIDENTS = 600
WORKERS = ["validate-worker", "classify-worker", "ledger-worker", "ranking-worker"]
# Account, role and what it acts for.
ACCOUNTS = [
    ("minzheng", "bureau", ["--office", "civilAffairs"]),
    ("weijian", "bureau", ["--office", "health"]),
    ("yibao", "medicalInsurance", []),
    ("duban", "supervision", []),
]


class World:
    """Starts everything on entering and stops what it started on leaving."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="board-"))
        self.processes = []
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self):
        season = self.folder / "in"
        self.run("zhengjiao", "simulate", "--scheme", SCHEME, "--residents", RESIDENTS,
                 "--seed", 7, "--out", season)
        self.keys = ["--keys", self.folder / "keys.json"]
        self.run("zhengjiao", "keys", "create", *self.keys)
        self.log = ["--log", f"sqlite:///{self.folder}/log.sqlite"]
        self.ledger = ["--ledger", f"sqlite:///{self.folder}/ledger.sqlite"]
        self.policies = ["--policies", ROOT / "Policies"]
        self.run("zhengjiao", "run", "--scheme", SCHEME, "--in", season, *self.log, *self.ledger,
                 *self.keys, *self.policies)
        with open(season / "roster.csv", encoding="utf-8") as file:
            self.roster = list(csv.DictReader(file))
        self.listed = set()
        for path in (season / "lists").glob("*.csv"):
            with open(path, encoding="utf-8") as file:
                self.listed |= {row.get("身份证号") or row.get("identity_number", "")
                                for row in csv.DictReader(file)}
        with open(season / "payments.csv", encoding="utf-8") as file:
            self.paid = {row["identity_number"] for row in csv.DictReader(file)}
        self.town = self.roster[0]["单位"].split("/")[0]
        for worker in WORKERS:
            arguments = [*self.log, *self.policies]
            if worker == "ledger-worker":
                arguments += self.ledger
            if worker == "validate-worker":
                arguments += self.keys
            self.start(worker, *arguments)
        self._start_board()

    def _start_board(self):
        self.data = ["--data", self.folder / "board"]
        self.password = secrets.token_urlsafe(24)
        secret = self.folder / "password"
        secret.write_text(self.password + "\n")
        for name, role, rest in ACCOUNTS + [("zhen", "town", ["--unit", self.town])]:
            self.run("zhengjiao", "accounts", "add", name, "--role", role, "--scheme", SCHEME,
                     *rest, "--password-file", secret, *self.data, *self.policies)
        output = self.start("board-server", "--listen", "127.0.0.1:0", *self.data, *self.log,
                            *self.ledger, *self.keys, *self.policies, "--scheme", SCHEME)
        self.address = "http://127.0.0.1:" + self.await_text(output, r"listening on .*:(\d+)")

    def run(self, program, *arguments):
        """Runs a program that must succeed."""
        done = subprocess.run([PROGRAMS / program, *map(str, arguments)], cwd=ROOT,
                              capture_output=True, text=True, timeout=600)
        if done.returncode != 0:
            raise AssertionError(f"{program} {arguments[0]}: {done.stderr}{done.stdout[-2000:]}")
        return done.stdout

    def start(self, program, *arguments):
        """Starts a program and returns the file that it writes to."""
        output = self.folder / f"{program}.out"
        with open(output, "wb") as file:
            self.processes.append(subprocess.Popen(
                [PROGRAMS / program, *map(str, arguments)], cwd=ROOT, stdout=file, stderr=file))
        return output

    def await_text(self, file, pattern, seconds=60):
        """Waits until a program has written something."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, file.read_text(errors="replace"))
            if found:
                return found.group(1)
            time.sleep(0.1)
        raise AssertionError(f"{file.name} never wrote {pattern}: {file.read_text()[-2000:]}")

    def free_people(self, count, town=None):
        """People of the roster who stand on no list and have paid nothing."""
        free = [row for row in self.roster
                if row["身份证号"] and row["身份证号"] not in self.listed | self.paid
                and (town is None or row["单位"].split("/")[0] == town)]
        return free[:count]

"""Programs that are measured: their CPU, memory, metrics and what they say at their end."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request

PHASES = ("gather", "process", "produce", "commit")
SAMPLE_SECONDS = 0.25


class Failed(Exception):
    """A program that was to be measured has failed."""


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


def metrics(port):
    """The metrics of a worker: name with labels → value; empty when it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as answer:
            text = answer.read().decode()
    except OSError:
        return {}
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            found[name] = float(value)
    return found


def total(figures, name, **labels):
    """The sum of a family's series that bear the labels."""
    wanted = [f'{key}="{value}"' for key, value in labels.items()]
    return sum(
        value
        for series, value in figures.items()
        if series.split("{")[0] == name and all(label in series for label in wanted)
    )


class Program:
    """A program under way. `wait` gives it time to end, and then its cost is known."""

    running = set()

    def __init__(self, arguments):
        self.name = os.path.basename(arguments[0])
        self.told = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self.start = time.monotonic()
        self.child = subprocess.Popen(arguments, stdout=self.told, stderr=subprocess.STDOUT)
        Program.running.add(self)
        self.wall = self.cpu = self.peak = None

    @property
    def text(self):
        """What it has said."""
        self.told.seek(0)
        return self.told.read()

    def wait(self, may_fail=False):
        """Waits for its end: wall and CPU in seconds, peak of its memory in bytes."""
        _, status, usage = os.wait4(self.child.pid, 0)
        self.child.returncode = os.waitstatus_to_exitcode(status)
        Program.running.discard(self)
        self.end = time.monotonic()
        self.wall = self.end - self.start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss * 1024
        if self.child.returncode and not may_fail:
            raise Failed(f"{self.name}: exit status {self.child.returncode}\n{self.text[-2000:]}")
        return self

    def stop(self, how=signal.SIGTERM):
        """Ends it."""
        if self.wall is None:
            os.kill(self.child.pid, how)  # Not by Popen, which would take its end from `wait`.
            self.wait(may_fail=how == signal.SIGKILL)


def end_all():
    """Ends what is still under way when the measurement itself is ended."""
    for program in list(Program.running):
        program.stop(signal.SIGKILL)


class Worker(Program):
    """A stage's worker; its metrics are looked at now and then."""

    def __init__(self, arguments, stage):
        self.port = free_port()
        self.stage = stage
        self.figures = {}
        self.owned_at = None
        super().__init__(arguments + ["--metrics", f"127.0.0.1:{self.port}"])
        threading.Thread(target=self._sample, daemon=True).start()

    def _sample(self):
        while self.wall is None:
            figures = metrics(self.port)
            if figures:
                self.figures = figures
            if self.owned_at is None and total(figures, "worker_partitions_owned") > 0:
                self.owned_at = time.monotonic()
            time.sleep(SAMPLE_SECONDS)

    def look(self):
        """Its metrics now."""
        return metrics(self.port) or self.figures

    def await_ready(self, seconds=90):
        """Waits until its group has told it what it owns, be it nothing, and its state is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise Failed(f"{self.name} was not ready in {seconds} s\n{self.text[-2000:]}")

    def said(self, name):
        """A figure of its last line."""
        found = re.findall(rf"event=stopped.*\b{name}=([0-9.]+)", self.text)
        if not found:
            raise Failed(f"{self.name} did not say {name}\n{self.text[-2000:]}")
        return float(found[-1])

    @property
    def events(self):
        """Records that it has taken in."""
        return int(self.said("records"))

    @property
    def rate(self):
        """Events a second, from its partitions' coming to its end."""
        return self.events / max(1e-3, self.end - (self.owned_at or self.start))

    def phases(self):
        """CPU in µs an event of its thread by phase; the rest is its client's threads and its start."""
        taken = total(self.figures, "messaging_client_consumed_messages_total")
        if not taken:
            return {}
        spent = {
            phase: total(self.figures, "worker_cpu_seconds_total", phase=phase) * 1e6 / taken
            for phase in PHASES
        }
        spent["rest"] = max(0.0, self.cpu * 1e6 / self.events - sum(spent.values()))
        return spent

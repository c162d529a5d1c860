"""Figures, their goals, the table and the history."""

import datetime
import os
import platform
import re
import subprocess

COLUMNS = ("run", "figure", "value", "unit", "goal", "held", "beside")


def goal_text(goal):
    """≤ 12, ≥ 1000000."""
    return f"{'≤' if goal[0] == 'most' else '≥'} {goal[1]:g}"


class Report:
    """What was measured in one run."""

    def __init__(self, residents, versions, folder):
        self.now = datetime.datetime.now(datetime.timezone.utc)
        self.run = self.now.strftime("%Y-%m-%dT%H:%MZ")
        self.residents = residents
        self.folder = folder
        self.rows = []
        self.machine = machine() | versions

    def head(self, title):
        """A heading of the table."""
        print(f"\n{title}\n{'figure':<46}{'value':>12}  {'unit':<14}{'goal':<14}{'':<10}beside",
              flush=True)

    def add(self, figure, value, unit, goal=None, beside=""):
        """One figure; `goal` is ("most" or "least", limit)."""
        held = ""
        if goal:
            isHeld = value <= goal[1] if goal[0] == "most" else value >= goal[1]
            held = "held" if isHeld else "NOT HELD"
        text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.2f}"
        shown = goal_text(goal) if goal else ""
        print(f"{figure:<46}{text:>12}  {unit:<14}{shown:<14}{held:<10}{beside}".rstrip(), flush=True)
        self.rows.append((self.run, figure, f"{value:.6g}", unit, shown, held, beside))

    def write(self):
        """Appends the run to the file of its day; the file."""
        os.makedirs(self.folder, exist_ok=True)
        path = f"{self.folder}/{self.now:%Y-%m-%d}.tsv"
        isNew = not os.path.exists(path)
        about = " ".join(f"{name}={value}" for name, value in self.machine.items())
        with open(path, "a", encoding="utf-8") as file:
            if isNew:
                file.write("\t".join(COLUMNS) + "\n")
            file.write(f"# {self.run} residents={self.residents} {about}\n")
            for row in self.rows:
                file.write("\t".join(row) + "\n")
        return path


def read(folder):
    """The history: rows as dictionaries, and by run what its machine was."""
    rows, runs = [], {}
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".tsv"):
            continue
        with open(f"{folder}/{name}", encoding="utf-8") as file:
            for line in file:
                line = line.rstrip("\n")
                if line.startswith("# "):
                    run, about = line[2:].split(" ", 1)
                    runs[run] = about
                elif line and not line.startswith("run\t"):
                    rows.append(dict(zip(COLUMNS, line.split("\t"))))
    return rows, runs


def machine():
    """The kind of machine: cores, memory, versions; nothing that names it."""
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    with open("/proc/meminfo", encoding="ascii") as file:
        memory = int(file.readline().split()[1]) // (1 << 20)
    return {
        "revision": answer(["git", "rev-parse", "--short", "HEAD"], r"\w+"),
        "cores": os.cpu_count(),
        "cpu": re.sub(r"\W+", "-", model.group(1)).strip("-") if model else platform.machine(),
        "memory": f"{memory}GiB",
        "load": f"{os.getloadavg()[0]:.1f}",  # Before the run: what else was under way.
        "system": platform.system() + "-" + ".".join(platform.release().split(".")[:2]),
        "swift": answer(["swift", "--version"], r"Swift version (\S+)"),
        "librdkafka": answer(["pkg-config", "--modversion", "rdkafka"], r"\S+"),
    }


def answer(command, pattern):
    """What a program says of itself; `unknown` where it is not there."""
    try:
        text = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return "unknown"
    found = re.search(pattern, text)
    return found.group(found.lastindex or 0) if found else "unknown"

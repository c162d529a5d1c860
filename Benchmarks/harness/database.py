"""A PostgreSQL started for the measurement, and its CPU."""

import glob
import os
import shutil
import subprocess
import tempfile

SETTINGS = "-c listen_addresses= -c shared_buffers=512MB -c max_wal_size=4GB -c checkpoint_timeout=15min"
TICKS = os.sysconf("SC_CLK_TCK")


def version_of(path):
    """13 of /usr/lib/postgresql/13/bin."""
    return int(path.split("/")[-2])


class Database:
    """A server of its own in a temporary folder, reached through a socket there."""

    def __init__(self):
        self.programs = max(glob.glob("/usr/lib/postgresql/*/bin"), key=version_of)
        self.folder = tempfile.mkdtemp()
        self.owner = []
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
            self.owner = ["runuser", "-u", "postgres", "--"]
        data = f"{self.folder}/data"
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        options = f"{SETTINGS} -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{self.folder}/log", "start")

    def _run(self, program, *arguments):
        subprocess.run(
            self.owner + [f"{self.programs}/{program}", *arguments],
            check=True, cwd="/", stdout=subprocess.DEVNULL,
        )

    @property
    def version(self):
        """As it says itself."""
        return self.ask("postgres", "SHOW server_version").split()[0]

    def url(self, name):
        """The URL of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def ask(self, name, statement):
        """Runs statements; the answer's text."""
        command = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", self.url(name), "-c"]
        return subprocess.run(
            command + [statement], check=True, capture_output=True, text=True
        ).stdout.strip()

    def make(self, name):
        """Makes a database; its URL."""
        self.ask("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, name):
        """Drops a database."""
        self.ask("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def cpu(self):
        """CPU in seconds so far: of sessions that have ended, and of those that live."""
        with open(f"{self.folder}/data/postmaster.pid", encoding="ascii") as file:
            main = int(file.readline())
        ticks = sum(stat(main)[11:15])
        for child in children(main):
            try:
                ticks += sum(stat(child)[11:13])
            except FileNotFoundError:
                # It has ended meanwhile, and is counted with its parent.
                continue
        return ticks / TICKS

    def close(self):
        """Stops the server and forgets its data."""
        try:
            self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


def stat(process):
    """The numbers of /proc/PID/stat after the name, from the state on."""
    with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
        words = file.read().rsplit(") ", 1)[1].split()
    return [0] + [int(word) for word in words[1:]]


def children(process):
    """The processes that a process has started."""
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]

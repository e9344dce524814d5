"""What a process uses, as Linux tells it; zero where nobody tells."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PROC = Path("/proc")


def fields_of(pid: int) -> list[str]:
    """The fields of /proc/PID/stat that follow the name, which may hold anything."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def seconds_of(pid: int) -> float:
    """Processor time of a process and all of its threads so far."""
    fields = fields_of(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def family_seconds(parent: int) -> float:
    """Processor time of a process and its children, as PostgreSQL's are."""
    pids = [int(path.name) for path in PROC.glob("[0-9]*")]
    children = [pid for pid in pids if fields_of(pid)[1:2] == [str(parent)]]
    return sum(seconds_of(pid) for pid in (parent, *children))


def parent_of(pid: int) -> int:
    fields = fields_of(pid)
    return int(fields[1]) if fields else 0


def resident_bytes(pid: int) -> int:
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


def busy_seconds() -> float:
    """Processor time of everything on this machine that was not idle."""
    try:
        fields = [int(field) for field in (PROC / "stat").read_text().split("\n")[0].split()[1:9]]
    except OSError:
        return 0.0
    return (sum(fields) - fields[3] - fields[4]) / TICKS


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor seconds so far: a server's, PostgreSQL's, this client's, everybody's; and real."""

    server: float
    database: float
    client: float
    everybody: float
    lasted: float

    @classmethod
    def until_now(cls, servers: Iterable[int], postmaster: int) -> "Spent":
        """Of these processes, and that PostgreSQL."""
        return cls(
            sum(seconds_of(pid) for pid in servers),
            family_seconds(postmaster) if postmaster else 0.0,
            time.process_time(),
            busy_seconds(),
            time.perf_counter(),
        )

    def since(self, before: "Spent") -> "Spent":
        names = self.__slots__
        return Spent(*(getattr(self, name) - getattr(before, name) for name in names))

    @property
    def client_share(self) -> float:
        """Of one core."""
        return self.client / self.lasted

    @property
    def others(self) -> float:
        """Cores that none of us kept busy."""
        return max(self.everybody - self.server - self.database - self.client, 0) / self.lasted

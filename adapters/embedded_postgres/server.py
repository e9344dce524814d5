"""Starting, sharing and stopping one PostgreSQL."""

import fcntl
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import IO
from urllib.parse import quote

from adapters.embedded_postgres.locks import attempts, lock_file, locked, try_lock
from adapters.embedded_postgres.place import (
    NAME,
    SYSTEM_PATH,
    PostgresUnavailable,
    give,
    home_of,
    is_root,
    owner_of,
    programs,
)

PROGRAM_SECONDS = 75.0

# A socket's path has room for 103 bytes; a comma or a space would need quoting in three places.
PLAIN_AND_SHORT = re.compile(r"[A-Za-z0-9_./-]{1,88}")

# Sorting comes from PostgreSQL itself, alike everywhere; LC_CTYPE tells search what a letter is.
LOCALE = (
    *("--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
    *("--locale", "C", "--lc-ctype", "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"),
)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    # Parallel queries share /dev/shm, of which a container may have only 64 MB.
    "max_parallel_workers_per_gather": "0",
    # Errors quote rows, and so people; whoever sent the statement is told anyway.
    "log_min_messages": "log",
    "log_checkpoints": "off",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """PostgreSQL in a folder of its own, shared by every process that starts it there.

    `durable=False`, for tests, does not wait for the disk: a power cut can ruin the data. Whoever
    comes first decides for all.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.home = self.folder
        self.durable = durable
        self.in_use: IO[bytes] | None = None

    def start(self) -> str:
        """Start it, or join whoever uses it; `postgres://…`, the address of its socket.

        Blocks: about a second from nothing, minutes at most. Raises PostgresUnavailable.
        """
        try:
            self.home, self.programs = home_of(self.folder), programs()
            with locked(self.home / "turn.lock"):
                self.ensure_running()
                self.in_use = lock_file(self.home / "users.lock")
                fcntl.flock(self.in_use, fcntl.LOCK_SH)
        except (OSError, subprocess.SubprocessError) as error:
            raise PostgresUnavailable(f"PostgreSQL cannot run in {self.folder}: {error}") from error
        return f"postgres://{NAME}@/{NAME}?host={quote(str(self.socket.resolve()))}"

    def stop(self) -> None:
        """Leave it; the last to leave stops it. Nothing happens if it was not started here."""
        if self.in_use is None or not self.home.exists():
            return
        with locked(self.home / "turn.lock"), lock_file(self.home / "users.lock") as users:
            self.in_use.close()
            self.in_use = None
            if try_lock(users) and self.is_alive():
                self.run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60")
                with locked(self.home / "alive.lock"):
                    self.remove_socket_folder()

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket(self) -> Path:
        return self.home / "socket"

    def is_alive(self) -> bool:
        """Whether any process of this PostgreSQL is left, answering or not."""
        with lock_file(self.home / "alive.lock") as alive:
            return not try_lock(alive)

    def ensure_running(self) -> None:
        with lock_file(self.home / "alive.lock") as alive:
            for _ in attempts():
                if try_lock(alive):
                    return self.launch(alive)
                if self.accepts_connections():
                    return
        raise PostgresUnavailable("PostgreSQL runs, but does not answer", last_lines(self.log))

    def accepts_connections(self) -> bool:
        ask = [str(self.programs / "pg_isready"), "-h", str(self.socket.resolve()), "-t", "3"]
        return subprocess.run(ask, capture_output=True, timeout=10).returncode == 0

    def launch(self, alive: IO[bytes]) -> None:
        """Start PostgreSQL, which inherits our lock on `alive`; nothing of it is left running."""
        if self.log.exists():
            self.log.replace(self.home / "log.1")
        self.initialise()
        self.make_socket_folder()
        # Left by a crash: the process number inside may be somebody else's by now.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        start = ("start", "-D", self.data, "-l", self.log, "-o", self.options(), "-w", "-t", "60")
        self.run("pg_ctl", *start, inherits=[alive.fileno()])

    def options(self) -> str:
        settings = SETTINGS | {"unix_socket_directories": str(self.socket.resolve())}
        chosen = settings if self.durable else settings | NOT_DURABLE
        return shlex.join(f"--{name}={value}" for name, value in chosen.items())

    def initialise(self) -> None:
        """Make the database if there is none; refuse another major version's."""
        if self.data.exists():
            return self.check_version()
        for unfinished in self.home.glob("new-*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        new = give(Path(tempfile.mkdtemp(prefix="new-", dir=self.home)), *owner_of(self.home))
        trust = ("--auth-local", "trust", "--auth-host", "reject", "--username", NAME)
        alone = ("--single", "-D", new, "-c", "exit_on_error=on", "postgres")
        self.run("initdb", "-D", new, *trust, *LOCALE)
        self.run("postgres", *alone, say=f"CREATE DATABASE {NAME}")
        new.rename(self.data)
        flush(self.home)

    def check_version(self) -> None:
        marker, ours = self.data / "PG_VERSION", version("embedded-postgres").split(".")[0]
        theirs = marker.read_text().strip() if marker.exists() else "(unknown)"
        if theirs != ours:
            raise PostgresUnavailable(
                f"{self.data} was written by PostgreSQL {theirs}, and this is {ours}: dump it with"
                f" pg_dump {theirs}, move the folder away, and load the dump into the new one"
            )

    def make_socket_folder(self) -> None:
        """Anew for every start: a copy of the home must not listen where the original does."""
        self.remove_socket_folder()
        if PLAIN_AND_SHORT.fullmatch(str(self.socket)):
            self.socket.mkdir(mode=0o700)
        else:
            self.socket.symlink_to(tempfile.mkdtemp(prefix=f"{NAME}-", dir="/tmp"))
        give(self.socket.resolve(), *owner_of(self.home))

    def remove_socket_folder(self) -> None:
        if self.socket.is_symlink():
            with suppress(OSError):
                self.socket.resolve().rmdir()
            self.socket.unlink()
        shutil.rmtree(self.socket, ignore_errors=True)

    def run(
        self, program: str, *arguments: str | Path, say: str = "", inherits: Sequence[int] = ()
    ) -> None:
        """Run one of PostgreSQL's programs, as the owner of its home if we are root."""
        user, group = owner_of(self.home) if is_root() else (None, None)
        try:
            subprocess.run(
                [str(self.programs / program), *map(str, arguments)],
                cwd=self.home,
                env={"PATH": SYSTEM_PATH, "LC_ALL": "C", "TZ": "UTC"},
                user=user,
                group=group,
                extra_groups=[] if is_root() else None,
                umask=0o077,
                input=say.encode(),
                pass_fds=inherits,
                capture_output=True,
                check=True,
                timeout=PROGRAM_SECONDS,
            )
        except subprocess.CalledProcessError as error:
            said = last_lines(self.log) or quoted(error.stderr)
            raise PostgresUnavailable(f"PostgreSQL's {program} failed", said) from error


def last_lines(log: Path) -> str:
    return quoted(log.read_bytes()) if log.exists() else ""


def quoted(text: bytes) -> str:
    """The last eight lines, each on a line of its own below the sentence it explains."""
    return "".join(f"\n  {line}" for line in text.decode(errors="replace").splitlines()[-8:])


def flush(folder: Path) -> None:
    """Make a rename in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)

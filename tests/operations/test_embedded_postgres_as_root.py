import os
import pwd
from pathlib import Path

import pytest

from adapters.embedded_postgres import EmbeddedPostgres, PostgresUnavailable, place
from tests.operations.postgres import START_AND_WAIT, line_from, process, query, remove

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")

AS_NOBODY = """
import os, pwd
from adapters.embedded_postgres import server

readable, nobody = server.programs(), pwd.getpwnam("nobody")
server.programs = lambda: readable
os.setgroups([])
os.setgid(nobody.pw_gid)
os.setuid(nobody.pw_uid)
"""


def test_anybody_else_runs_it_as_themselves(folder: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)

    with process(folder, AS_NOBODY + START_AND_WAIT) as running:
        url = line_from(running)

        assert query(url, "SELECT 1") == 1
        assert (folder / "data").owner() == "nobody"
        running.communicate()
    assert not EmbeddedPostgres(folder).is_alive()


def test_root_runs_it_as_the_owner_of_its_folder(embedded: EmbeddedPostgres, folder: Path) -> None:
    embedded.start()

    assert folder.owner() == "mentorgraph"
    assert (folder / "data").owner() == "mentorgraph"


def test_root_opens_no_closed_folder_for_it(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    embedded = EmbeddedPostgres(closed / "postgres", durable=False)

    url = embedded.start()

    assert query(url, "SELECT 1") == 1
    assert (closed.owner(), closed.stat().st_mode & 0o777) == ("root", 0o700)
    assert (closed / "postgres" / "place").readlink() == embedded.home
    embedded.stop()
    remove(embedded.home)


def test_root_without_useradd_learns_what_to_do(
    embedded: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "NAME", "mentorgraph-missing")
    monkeypatch.setattr(place, "SYSTEM_PATH", "/nowhere")

    with pytest.raises(PostgresUnavailable, match=r"add a system user .*; or set DATABASE_URL"):
        embedded.start()

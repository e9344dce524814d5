import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.embedded_postgres import EmbeddedPostgres, PostgresUnavailable, locks, server
from tests.operations.postgres import (
    ROOT,
    START_AND_WAIT,
    line_from,
    number_of,
    process,
    query,
    wait_until,
)

WORDS = "SELECT to_tsvector('simple', '“Über” uns')::text"


def test_from_nothing_it_answers_and_tells_letters_from_quotes(embedded: EmbeddedPostgres) -> None:
    url = embedded.start()

    assert query(url, WORDS) == "'uns':2 'über':1"


def test_a_server_waits_for_the_disk(folder: Path) -> None:
    embedded = EmbeddedPostgres(folder)

    url = embedded.start()

    assert query(url, "SHOW fsync") == "on"
    assert query(url, "SHOW synchronous_commit") == "on"
    assert query(url, "SHOW full_page_writes") == "on"
    embedded.stop()


def test_nothing_listens_on_the_network(embedded: EmbeddedPostgres) -> None:
    url = embedded.start()

    assert query(url, "SHOW listen_addresses") == ""
    assert (embedded.home / "socket").stat().st_mode & 0o777 == 0o700
    assert (embedded.home / "data").stat().st_mode & 0o777 == 0o700


def test_a_restart_keeps_the_data(embedded: EmbeddedPostgres) -> None:
    query(embedded.start(), "CREATE TABLE kept AS SELECT 42 AS answer")
    embedded.stop()

    url = embedded.start()

    assert query(url, "SELECT answer FROM kept") == 42


def test_the_last_to_leave_stops_it(embedded: EmbeddedPostgres, folder: Path) -> None:
    second = EmbeddedPostgres(folder)
    first_url, second_url = embedded.start(), second.start()

    embedded.stop()

    assert first_url == second_url
    assert query(second_url, "SELECT 1") == 1
    second.stop()
    assert not second.is_alive()


def test_first_starts_at_the_same_time_share_one_server(folder: Path) -> None:
    both = [EmbeddedPostgres(folder, durable=False), EmbeddedPostgres(folder, durable=False)]

    with ThreadPoolExecutor() as pool:
        first, second = pool.map(EmbeddedPostgres.start, both)

    started = "SELECT pg_postmaster_start_time()"
    assert query(first, started) == query(second, started)
    for embedded in both:
        embedded.stop()
    assert not both[0].is_alive()


def test_it_outlives_a_killed_user_and_the_next_one_joins_it(
    embedded: EmbeddedPostgres, folder: Path
) -> None:
    with process(folder) as running:
        query(line_from(running), "CREATE TABLE kept AS SELECT 42 AS answer")
        before = number_of(folder)

    url = embedded.start()

    assert number_of(folder) == before
    assert query(url, "SELECT answer FROM kept") == 42
    embedded.stop()
    assert not embedded.is_alive()


def test_after_a_crash_it_starts_though_another_process_has_its_number(folder: Path) -> None:
    crashed, restarted = EmbeddedPostgres(folder), EmbeddedPostgres(folder)
    query(crashed.start(), "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(number_of(folder), signal.SIGKILL)
    owner = folder.stat().st_uid if os.geteuid() == 0 else None
    with subprocess.Popen(["sleep", "60"], user=owner) as other:
        (folder / "data" / "postmaster.pid").write_text(f"{other.pid}\n{folder}/data\n")

        url = restarted.start()

        assert query(url, "SELECT answer FROM kept") == 42
        other.kill()
    crashed.stop()
    restarted.stop()


def test_a_first_start_killed_half_way_is_begun_again(
    embedded: EmbeddedPostgres, folder: Path
) -> None:
    with process(folder):
        wait_until(lambda: list(folder.glob("new-*/PG_VERSION")))

    url = embedded.start()

    assert query(url, "SELECT 1") == 1


def test_data_of_another_major_version_is_left_alone(
    embedded: EmbeddedPostgres, folder: Path
) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "PG_VERSION").write_text("17\n")

    with pytest.raises(PostgresUnavailable, match=r"was written by PostgreSQL 17, and this is 18"):
        embedded.start()


def test_a_path_too_long_for_a_socket_listens_elsewhere(folder: Path) -> None:
    embedded = EmbeddedPostgres(folder / ("a, b " * 30), durable=False)
    folder.chmod(0o755)

    url = embedded.start()

    assert query(url, "SELECT 1") == 1
    assert (embedded.home / "socket").stat().st_mode & 0o777 == 0o700
    embedded.stop()


def test_a_failed_start_shows_what_postgres_said(embedded: EmbeddedPostgres, folder: Path) -> None:
    embedded.start()
    embedded.stop()
    with (folder / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write("nonsense = 1\n")

    with pytest.raises(PostgresUnavailable, match=r"set DATABASE_URL [^\n]*\n(.*\n)*.*nonsense"):
        embedded.start()


def test_a_program_that_hangs_is_given_up(
    embedded: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PROGRAM_SECONDS", 0.01)

    with pytest.raises(PostgresUnavailable, match=r"initdb.* timed out"):
        embedded.start()


def test_a_start_does_not_wait_for_ever_for_another(
    embedded: EmbeddedPostgres, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "PATIENCE_SECONDS", 0.1)

    with (
        locks.locked(folder / "turn.lock"),
        pytest.raises(PostgresUnavailable, match="another process holds"),
    ):
        embedded.start()


def test_without_the_package_it_names_the_way_round(folder: Path) -> None:
    command = [sys.executable, "-S", "-c", START_AND_WAIT, str(folder)]

    tried = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)

    assert tried.returncode == 1
    assert tried.stderr.splitlines()[-1].endswith(
        "The package embedded-postgres is not installed or not made for this system;"
        " or set DATABASE_URL to a PostgreSQL that runs already"
    )

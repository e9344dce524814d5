"""What a server is given at its start, and what several of them share."""

import os
import subprocess
import sys

import httpx
import pytest

from tests.processes import ROOT, Process, redis_process, server_processes

QUERY = {"query": "{ rateLimit { limit remaining cost } }"}


def started_with(**env: str) -> subprocess.CompletedProcess[str]:
    """A server that does not get as far as to serve."""
    return subprocess.run(
        [sys.executable, "server.py"],
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_document_that_is_no_good_stops_the_start_with_its_name(tmp_path):
    (tmp_path / "viewer.graphql").write_text("{ viewr { email } }")

    ended = started_with(DOCUMENTS_FOLDER=str(tmp_path))

    [line] = ended.stderr.splitlines()
    assert ended.returncode == 1
    assert line.startswith(f"mentorgraph: DOCUMENTS_FOLDER: {tmp_path / 'viewer.graphql'}: ")
    assert "Cannot query field 'viewr'" in line


@pytest.mark.parametrize("folder", ["", "/nothing/here"])
def test_only_trusted_documents_need_some(folder):
    ended = started_with(ONLY_TRUSTED_DOCUMENTS="true", DOCUMENTS_FOLDER=folder)

    assert ended.returncode == 1
    assert "DOCUMENTS_FOLDER" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def left(server: Process) -> dict[str, int]:
    answer = httpx.post(f"{server.url}/graphql", json=QUERY)
    left: dict[str, int] = answer.json()["data"]["rateLimit"]
    return left


def test_what_one_server_took_is_gone_at_the_other(database_url, tmp_path):
    slow = {"RATE_LIMIT_ANONYMOUS": "1000", "RATE_LIMIT_ANONYMOUS_PER_SECOND": "1"}
    with (
        redis_process(tmp_path) as redis,
        server_processes(2, database_url, BUS_URL=redis.url, **slow) as servers,
    ):
        here, there = (left(server) for server in servers)
        # On a machine that is busy Redis may answer too late: then each counts alone.
        while not here["limit"] == there["limit"] == 1000:
            here, there = (left(server) for server in servers)

    assert there["remaining"] <= here["remaining"] - there["cost"] + 1

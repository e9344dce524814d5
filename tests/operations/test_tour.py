import os
import subprocess
import sys
from typing import Any

import pytest

from models import database
from settings import get_settings
from tests.processes import ROOT, server_process
from tests.tour import talking
from tests.tour.__main__ import STEPS
from tests.tour.story import Story


@pytest.fixture
async def fresh_database(database_url, worker_id):
    """An empty database of its own, for the demonstration program to be loaded into."""
    name = f"mentorgraph_tour_{worker_id}"
    connection = await database.direct_connection(database_url)
    await connection.execute(f'CREATE DATABASE "{name}"')
    yield database.with_name(database_url, name)
    await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await connection.close()


def tour(url, data_folder):
    environment = os.environ | {"DATA_FOLDER": str(data_folder)}
    command = [sys.executable, "-m", "tests.tour", url]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


async def test_the_tour_is_walked_to_its_end(fresh_database, tmp_path):
    env: dict[str, Any] = {"DEMONSTRATION": "true", "WORKER": "true", "DATA_FOLDER": str(tmp_path)}
    with server_process(fresh_database, **env) as server:
        walked = tour(server.url, tmp_path)

    assert walked.stdout.strip().endswith("All is as it should be."), walked.stdout + walked.stderr
    assert walked.returncode == 0


async def test_a_server_killed_in_the_middle_of_the_tour_goes_on_with_nothing_lost(
    fresh_database, tmp_path, monkeypatch
):
    monkeypatch.setenv("DATA_FOLDER", str(tmp_path))
    get_settings.cache_clear()
    env: dict[str, Any] = {"DEMONSTRATION": "true", "WORKER": "true"}
    half = STEPS.index(talking.talk) + 1

    with server_process(fresh_database, **env) as server:
        story = Story(server.url)
        for each in STEPS[:half]:
            await each(story)
        server.kill()
    with server_process(fresh_database, port=int(server.url.rpartition(":")[2]), **env):
        found = [await each(story) for each in STEPS[half:]]
    monkeypatch.undo()
    get_settings.cache_clear()

    assert found[0] == "messages 2 to 6, once each"
    assert len(found) == len(STEPS) - half


def test_the_tour_fails_where_there_is_no_server(tmp_path):
    walked = tour("http://127.0.0.1:1", tmp_path)

    assert walked.returncode == 1
    assert "FAILED" in walked.stdout

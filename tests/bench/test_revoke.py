"""What `scripts/bench revoke` measures, a few times; how long it may take, the bench says."""

import pytest

from bench.revoke import BUSES, Row, measured, told
from bench.rows import seed
from models.sql import fetch


@pytest.fixture(scope="module")
async def world(database_url, server, emptying):
    await fetch(emptying)
    return await seed(database_url)


@pytest.mark.parametrize("bus", BUSES)
async def test_each_socket_closes_whose_session_is_revoked_on_another_server(world, bus, capsys):
    seconds = await measured(bus, world, trials=3)

    told([Row(bus, seconds)])
    assert f"| {bus} | 3 | " in capsys.readouterr().out


@pytest.mark.parametrize(("longest", "code", "word"), [(1.9, 0, "PASS"), (2.1, 1, "FAIL")])
def test_the_bench_fails_where_a_single_socket_stays_open_too_long(capsys, longest, code, word):
    rows = [Row("redis", [0.01] * 199 + [longest])]

    assert told(rows) == code

    figures = capsys.readouterr().out
    assert f"| redis | 200 | 10 | 10 | {longest * 1_000:.0f} |\n{word}" in figures

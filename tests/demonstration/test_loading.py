"""When the demonstration program is loaded, and when it is not."""

import asyncio

import pytest
from asyncpg.exceptions import QueryCanceledError

from jobs import demonstration
from jobs.demonstration import loading, shapes
from models import Organization, User, database
from settings import get_settings
from tests.cast import given_user

MARIT = """
[marit]
name = "Marit"
headline = "Coordinates"
bio = ""
languages = ["nb"]
time_zone = "Europe/Oslo"
free = []
joined = 9
"""

LUMEN = """
[[organization]]
name = "Lumen"
slug = "lumen"
owner = "marit"
founded = 8
programs = []
"""


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A demonstration of one person, to be loaded in no time."""
    (tmp_path / "people.toml").write_text(MARIT)
    (tmp_path / "programs.toml").write_text(LUMEN)
    (tmp_path / "gatherings.toml").write_text("gatherings = []")
    monkeypatch.setattr(shapes, "FOLDER", tmp_path)
    return tmp_path


@pytest.fixture
def production(monkeypatch):
    monkeypatch.setenv("ENVIRONMENT", "production")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


async def test_among_people_nothing_is_loaded(empty, files):
    await given_user("Ada")

    assert await demonstration.load() is False

    assert [user.name for user in await User.all()] == ["Ada"]


async def test_in_production_nothing_is_loaded_for_its_password_is_public(empty, files, production):
    assert await demonstration.load() is False

    assert await User.all().count() == 0


async def test_a_loading_that_breaks_off_leaves_nothing_and_can_be_begun_again(empty, files):
    (files / "programs.toml").write_text(LUMEN + LUMEN.replace('"marit"', '"nobody"'))

    with pytest.raises(KeyError, match="nobody"):
        await demonstration.load()

    assert (await User.all().count(), await Organization.all().count()) == (0, 0)
    (files / "programs.toml").write_text(LUMEN)
    assert await demonstration.load() is True


async def test_of_servers_that_start_together_one_loads(empty, files):
    first, second = await asyncio.gather(demonstration.load(), demonstration.load())

    assert (first, second) == (True, True)
    assert [user.name for user in await User.all()] == ["Marit"]


@pytest.fixture
async def other(database_url):
    """A connection of some other server."""
    connection = await database.direct_connection(database_url)
    yield connection
    await connection.close()


async def test_nobody_waits_for_ever_for_another_to_load(empty, files, other, monkeypatch):
    monkeypatch.setattr(loading, "PATIENCE", "50ms")
    await other.execute("SELECT pg_advisory_lock($1)", loading.LOCK)

    with pytest.raises(QueryCanceledError):
        await demonstration.load()

    assert await User.all().count() == 0

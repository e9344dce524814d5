import os
from base64 import b64encode

import pytest

from actions import sealing
from adapters import secret_keys
from settings import Settings, get_settings
from tests.settings import settings_with

OLD, NEW = (b64encode(bytes([number] * 32)).decode() for number in (1, 2))


@pytest.fixture
def key(monkeypatch):
    """Sets SECRET_KEY, for whatever seals and opens."""

    def put(value, **changes):
        monkeypatch.setattr(secret_keys, "get_settings", settings_with(secret_key=value, **changes))

    put(OLD)
    return put


def test_what_was_sealed_opens_for_its_purpose(key):
    assert sealing.unseal("a seed of Ada", sealing.seal("a seed of Ada", b"seed")) == b"seed"


def test_what_was_sealed_for_one_opens_for_nobody_else(key):
    sealed = sealing.seal("a seed of Ada", b"seed")

    with pytest.raises(sealing.Unopenable):
        sealing.unseal("a seed of Bo", sealed)


@pytest.mark.parametrize("place", [0, 4, 20, -1])
def test_what_was_changed_does_not_open(key, place):
    sealed = bytearray(sealing.seal("seed", b"a seed of twenty byte"))
    sealed[place] ^= 1

    with pytest.raises(sealing.Unopenable):
        sealing.unseal("seed", bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"abcd", b"x" * 40])
def test_what_was_never_sealed_does_not_open(key, sealed):
    with pytest.raises(sealing.Unopenable):
        sealing.unseal("seed", sealed)


def test_the_same_is_sealed_differently_each_time_and_shows_nothing(key):
    sealed = {sealing.seal("seed", b"a seed") for _ in range(10)}

    assert len(sealed) == 10
    assert not any(b"a seed" in one for one in sealed)


def test_a_new_key_seals_and_the_old_one_opens_as_long_as_it_is_named(key):
    before = sealing.seal("seed", b"old")

    key(f"{NEW}, {OLD}")
    after = sealing.seal("seed", b"new")
    opened = sealing.unseal("seed", before)
    key(NEW)

    assert (opened, sealing.unseal("seed", after)) == (b"old", b"new")
    with pytest.raises(sealing.Unopenable):
        sealing.unseal("seed", before)


def test_where_nobody_set_a_key_one_is_made_and_kept(key, tmp_path):
    folder = tmp_path / "data"
    key(None, data_folder=folder)

    sealed = sealing.seal("seed", b"seed")
    secret_keys.key_of_development.cache_clear()

    assert sealing.unseal("seed", sealed) == b"seed"
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    assert os.stat(folder / "secret_key").st_mode & 0o077 == 0


def test_production_does_not_start_without_a_key(monkeypatch):
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.delenv("SECRET_KEY")
    get_settings.cache_clear()

    with pytest.raises(SystemExit, match=r"SECRET_KEY.*is needed in production"):
        get_settings()
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.mark.parametrize("value", ["secret", "c2hvcnQ=", f"{OLD},", f"{OLD},x", "é"])
def test_a_key_that_is_none_stops_the_start_and_is_not_told(monkeypatch, value):
    monkeypatch.setenv("SECRET_KEY", value)

    with pytest.raises(ValueError, match="must be 32 bytes in base64"):
        Settings()


def test_no_setting_that_is_printed_shows_the_key(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", OLD)

    assert OLD not in repr(Settings())

"""How a line looks, and who is heard."""

import json
import logging

import asyncpg
import pytest

from gateway.telemetry import logs
from gateway.telemetry.logs import Json, LinesHandler, Text
from gateway.telemetry.operation_log import operation_log
from tests.settings import settings_with


def record(message="Something", *args, level=logging.INFO, name="mentorgraph.x", **more):
    made = logging.LogRecord(name, level, "", 0, message, args, more.pop("error", None))
    made.__dict__.update(more)
    return made


def raised(error):
    try:
        raise error
    except Exception as caught:
        return type(caught), caught, caught.__traceback__


def test_a_line_is_one_json_object_with_its_fields_beside_the_message():
    line = Json(False).line(record("%s of them", 3, fields={"kind": "query"}, detail="secret"))

    told = json.loads(line)
    assert line.count(b"\n") == 1
    assert told.pop("time").endswith("Z")
    assert told == {
        "level": "info",
        "logger": "mentorgraph.x",
        "message": "3 of them",
        "kind": "query",
    }


def test_a_line_for_people_has_the_same_in_words():
    line = Text(False).line(record(fields={"kind": "query", "codes": ["A", "B"]}, detail="secret"))

    assert line == b"INFO mentorgraph.x: Something kind=query codes=A,B\n"


@pytest.mark.parametrize("form", [Json(False), Text(False)])
def test_no_message_makes_a_line_of_its_own(form):
    line = form.line(record("Task failed\n%s", '{"level":"error"}'))

    assert line.count(b"\n") == 1
    assert b"error" not in line


@pytest.mark.parametrize("form", [Json(False), Text(False)])
def test_an_exception_is_told_without_its_words_in_production(form):
    line = form.line(record(error=raised(ValueError("secret"))))

    assert b"builtins.ValueError" in line
    assert b"test_logs.py:" in line
    assert b"secret" not in line


@pytest.mark.parametrize("form", [Json(True), Text(True)])
def test_in_development_an_exception_is_told_with_its_words(form):
    line = form.line(record(error=raised(ValueError("of use")), detail="as well"))

    assert b"of use" in line
    assert b"as well" in line


def test_a_constraint_of_ours_is_told_by_its_name():
    error = asyncpg.UniqueViolationError("Key (email)=(ada@example.org) already exists")
    error.constraint_name, error.detail = "user_email_once", "Key (email)=(ada@example.org)"

    told = json.loads(Json(False).line(record(error=raised(error))))["error"][0]

    assert (told["sqlstate"], told["constraint_name"]) == ("23505", "user_email_once")
    assert "ada" not in str(told)


def test_exceptions_of_a_group_are_told_each():
    group = ExceptionGroup("several", [ValueError("a"), KeyError("b")])

    told = json.loads(Json(False).line(record(error=raised(group))))["error"]

    assert [one["type"] for one in told] == [
        "builtins.ExceptionGroup",
        "builtins.ValueError",
        "builtins.KeyError",
    ]


def test_what_cannot_be_put_into_a_line_is_not_printed_beside_it(capsys):
    class Unspeakable:
        def __str__(self):
            raise RuntimeError("secret")

    lines: list[bytes] = []
    LinesHandler(lines_into(lines), Json(False)).handle(record("%s", Unspeakable()))

    assert [json.loads(line)["level"] for line in lines] == ["error"]
    assert capsys.readouterr().err == ""


def lines_into(lines):
    class Put:
        put = staticmethod(lines.append)

    return Put()


@pytest.fixture
def configured(monkeypatch):
    """Configures the log, and undoes it."""
    root, ours, theirs = (logging.getLogger(name) for name in ("", "mentorgraph", "uvicorn.error"))
    levels = [(log, log.level) for log in (root, ours, theirs)]
    handlers = root.handlers[:]
    monkeypatch.setattr(logs, "operation_log", type(operation_log)())
    root.handlers[:] = []
    started = []

    def configure(**changes):
        started.append(logs.configure(settings_with(**changes)()))
        [handler] = root.handlers
        assert isinstance(handler, LinesHandler)
        return handler.form

    yield configure
    for lines in started:
        lines.close()
    root.handlers[:] = handlers
    for log, level in levels:
        log.setLevel(level)


@pytest.mark.parametrize(
    ("environment", "log_format", "form"),
    [
        ("production", None, Json),
        ("development", None, Text),
        ("production", "text", Text),
        ("development", "json", Json),
    ],
)
def test_production_speaks_json_and_development_words(configured, environment, log_format, form):
    chosen = configured(environment=environment, log_format=log_format)

    assert type(chosen) is form
    assert chosen.shows_text == (environment == "development")


def test_at_the_loudest_libraries_are_heard_from_warnings_on(configured):
    configured(log_level="debug")

    names = ["mentorgraph.gateway", "tortoise.db_client", "asyncio", "websockets.server"]
    levels = [logging.getLogger(name).getEffectiveLevel() for name in names]

    assert levels == [logging.DEBUG, logging.WARNING, logging.WARNING, logging.WARNING]
    assert not logging.getLogger("uvicorn.error").isEnabledFor(logging.WARNING)

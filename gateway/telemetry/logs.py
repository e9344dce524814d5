"""What this process says of itself: one line an event, on standard error, without secrets.

A record may carry `fields`, which stand beside the message, and `detail`, which is told in
development only. Libraries are heard from warnings on: below, they tell of queries with their
values, of frames and of addresses.
"""

import logging
from datetime import UTC, datetime
from typing import Any

import orjson

from gateway.telemetry.failures import described
from gateway.telemetry.lines import Lines
from gateway.telemetry.operation_log import operation_log
from settings import Settings

STANDARD_ERROR = 2
LONGEST_MESSAGE = 2_000
OURS = "mentorgraph"


def configure(settings: Settings) -> Lines:
    """Say everything by the settings from now on; what waits is in the lines given back."""
    lines = Lines(STANDARD_ERROR)
    lines.start()
    shows_text = not settings.is_production
    form = Json(shows_text) if settings.logs_are_json else Text(shows_text)
    logging.basicConfig(level=logging.WARNING, handlers=[LinesHandler(lines, form)], force=True)
    logging.getLogger(OURS).setLevel(settings.log_level.upper())
    # It warns of each request that is no HTTP: anybody could fill the log.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    operation_log.configure(settings)
    leave_out_what_no_line_says()
    return lines


def leave_out_what_no_line_says() -> None:
    """The names of the thread, the process and the task take half the time of a line."""
    for name in ("logThreads", "logProcesses", "logMultiprocessing", "logAsyncioTasks"):
        setattr(logging, name, False)


class Json:
    """One JSON object a line."""

    def __init__(self, shows_text: bool) -> None:
        self.shows_text = shows_text

    def line(self, record: logging.LogRecord) -> bytes:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
        }
        if fields := getattr(record, "fields", None):
            told.update(fields)
        if self.shows_text and (detail := getattr(record, "detail", None)):
            told["detail"] = detail
        if record.exc_info and record.exc_info[1]:
            told["error"] = described(record.exc_info[1], self.shows_text)
        return orjson.dumps(told, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


class Text:
    """A line that reads well; in development with the traceback below."""

    def __init__(self, shows_text: bool) -> None:
        self.shows_text = shows_text

    def line(self, record: logging.LogRecord) -> bytes:
        parts = [record.levelname, f"{record.name}:", message_of(record)]
        parts += [f"{name}={shown(value)}" for name, value in getattr(record, "fields", {}).items()]
        if self.shows_text and (detail := getattr(record, "detail", None)):
            parts.append(f"({detail})")
        line = " ".join(parts)
        if record.exc_info and record.exc_info[1]:
            line += self.error(record)
        return (line + "\n").encode(errors="replace")

    def error(self, record: logging.LogRecord) -> str:
        assert record.exc_info
        assert record.exc_info[1]
        if self.shows_text:
            return "\n" + logging.Formatter().formatException(record.exc_info)
        return f" error={orjson.dumps(described(record.exc_info[1], False)).decode()}"


def shown(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def message_of(record: logging.LogRecord) -> str:
    """Its first line: asyncio writes below it what a task was about to raise."""
    return record.getMessage().partition("\n")[0][:LONGEST_MESSAGE]


class LinesHandler(logging.Handler):
    def __init__(self, lines: Lines, form: Json | Text) -> None:
        super().__init__()
        self.lines = lines
        self.form = form

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.lines.put(self.form.line(record))
        except Exception:
            # The usual handler would print the values that could not be put into a line.
            self.lines.put(b'{"level":"error","message":"A line could not be written"}\n')

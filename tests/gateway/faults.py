"""Faults of ours, made on purpose."""

import logging

SECRET = "postgres://user:secret@host"


def broken(*arguments, **named):
    raise RuntimeError(SECRET)


def logged(caplog):
    """The one error in the log, which is then forgotten."""
    [record] = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    caplog.clear()
    return record

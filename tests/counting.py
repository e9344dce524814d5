"""Counts the statements that reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from logging import Handler, LogRecord, getLogger


@dataclass
class Count:
    statements: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.statements)


class Listener(Handler):
    def __init__(self, count: Count) -> None:
        super().__init__()
        self.count = count

    def emit(self, record: LogRecord) -> None:
        self.count.statements.append(record.getMessage())


@contextmanager
def counting() -> Iterator[Count]:
    """Every statement the ORM logs while the block runs."""
    count = Count()
    listener, log = Listener(count), getLogger("tortoise.db_client")
    level = log.level
    log.addHandler(listener)
    log.setLevel("DEBUG")
    try:
        yield count
    finally:
        log.setLevel(level)
        log.removeHandler(listener)

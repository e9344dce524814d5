"""Lines on their way to a file, written by a thread: nobody waits for whoever reads them."""

import atexit
import logging
import os
import threading
from collections import deque

from gateway.telemetry.counts import counts

log = logging.getLogger("mentorgraph.logs")

MOST_WAITING = 10_000
GATHER_SECONDS = 0.02
GOODBYE_SECONDS = 2.0


class Lines:
    """What comes while `MOST_WAITING` lines wait is dropped, and counted in `dropped`."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.waiting: deque[bytes] = deque()
        self.dropped = 0
        self.is_awake = threading.Event()
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.run, name="log lines", daemon=True)

    def start(self) -> None:
        self.thread.start()
        atexit.register(self.close)

    def put(self, line: bytes) -> None:
        if len(self.waiting) >= MOST_WAITING:
            self.dropped += 1
            counts.lines_dropped += 1
            return
        self.waiting.append(line)
        if not self.is_awake.is_set():
            self.is_awake.set()

    def run(self) -> None:
        told = 0
        while not (self.is_over.is_set() and not self.waiting):
            self.is_awake.wait()
            # A thread that wakes for each line takes more from the loop than the lines do.
            self.is_over.wait(GATHER_SECONDS)
            self.is_awake.clear()
            self.write()
            if self.dropped > told:
                log.warning("%d lines were dropped: nobody read them", self.dropped - told)
                told = self.dropped

    def write(self) -> None:
        """All that wait, in one piece; returns when somebody has read enough of it."""
        piece = b"".join(self.waiting.popleft() for _ in range(len(self.waiting)))
        try:
            while piece:
                piece = piece[os.write(self.descriptor, piece) :]
        except OSError:
            # Nobody is there to be told.
            return

    def close(self) -> None:
        """Have what waits written, if somebody reads it soon."""
        self.is_over.set()
        self.is_awake.set()
        self.thread.join(GOODBYE_SECONDS)

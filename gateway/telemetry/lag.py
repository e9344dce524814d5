"""How late the event loop is: whoever holds it holds up everybody."""

import asyncio
from time import monotonic

from gateway.telemetry.counts import counts

LOOK_SECONDS = 0.25
TOO_LATE_SECONDS = 1.0


class LoopLag:
    """Wakes four times a second and sees how late it was woken."""

    def __init__(self) -> None:
        self.last = 0.0
        self.due_at: float | None = None

    async def watch(self) -> None:
        """Until cancelled."""
        try:
            while True:
                # Not the loop's own time: uvloop reads the clock once a turn, before what is slow.
                self.due_at = monotonic() + LOOK_SECONDS
                await asyncio.sleep(LOOK_SECONDS)
                self.last = max(0.0, monotonic() - self.due_at)
                counts.lag.add(self.last)
        finally:
            self.last, self.due_at = 0.0, None

    def seconds(self) -> float:
        """How late it was the last time, or is by now if that is more; 0 where nobody watches."""
        late = monotonic() - self.due_at if self.due_at is not None else 0.0
        return max(self.last, late)

    def is_too_late(self) -> bool:
        return self.seconds() > TOO_LATE_SECONDS


loop_lag = LoopLag()

"""How long somebody may go on listening: as long as their token and their session last."""

from events import topics
from events.hub import hub
from events.log import was_set
from gateway.authentication import is_living, lifetime
from models import Session

ENDED = "The session or its token has ended; refresh it and connect again"


async def until_over(session: Session) -> None:
    """Returns when the access token ends or its session is ended, whichever is first."""
    with hub.listen(topics.session(session.id)) as signal:
        while await was_set(signal, lifetime(session)):
            signal.clear()
            # A signal is only a hint: everybody gets one when the bus comes back.
            if not await is_living(session):
                return

"""Who keeps the tokens of a session: the client, or its browser in cookies."""

from datetime import UTC, datetime, timedelta
from typing import Any

from actions import sessions as actions
from context import DEVICE, REFRESH, SESSION, Context, Jar
from errors import Invalid
from schema.sessions.signing_in import Tokens

NO_JAR = "Ask over HTTP: an answer on a socket has no browser keep cookies"
A_DEVICE_LASTS = timedelta(days=365)


def jar_for(context: Context, *, is_wanted: bool) -> Jar | None:
    """Where cookies go, if they are wanted; Invalid where there can be none."""
    if is_wanted and context.jar is None:
        raise Invalid("inCookies", NO_JAR)
    return context.jar if is_wanted else None


def caller_of(context: Context, device: str | None) -> actions.Caller:
    """With the token of the device, which its browser may keep, and the session it comes with."""
    kept = context.jar.sent.get(DEVICE) if context.jar else None
    return actions.Caller(context.address, context.agent, device or kept, context.session)


def shown(tokens: actions.Tokens, jar: Jar | None) -> dict[str, Any]:
    """The fields of a payload about what is kept: nothing, if the jar keeps it."""
    if jar is None:
        return {"tokens": of(tokens), "device_token": tokens.device}
    keep(tokens, jar)
    return {"tokens": None, "device_token": None}


def of(tokens: actions.Tokens) -> Tokens:
    return Tokens(
        access_token=tokens.access,
        access_token_expires_at=tokens.session.access_expires_at,
        refresh_token=tokens.refresh,
    )


def keep(tokens: actions.Tokens, jar: Jar) -> None:
    jar.keep(SESSION, tokens.access, seconds_until(tokens.session.access_expires_at))
    jar.keep(REFRESH, tokens.refresh, seconds_until(tokens.session.refresh_expires_at))
    if tokens.device:
        jar.keep(DEVICE, tokens.device, A_DEVICE_LASTS.total_seconds())


def seconds_until(moment: datetime) -> float:
    return (moment - datetime.now(UTC)).total_seconds()


def refresh_token_in(jar: Jar | None) -> str:
    """The one that the browser keeps; one that never lived, if there is none."""
    return jar.sent.get(REFRESH, "") if jar else ""


def forget(context: Context) -> None:
    """Have the browser keep nothing of the session; the device it stays known as."""
    if context.jar and context.jar.sent.keys() & {SESSION, REFRESH}:
        context.jar.forget(SESSION, REFRESH)

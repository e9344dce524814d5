"""Whether all servers answer a question alike; what is measured must be the same work."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from bench.rows import CONVERSATIONS, MESSAGES
from bench.servers import Server
from schema import ids

PATIENCE = 15


class Disagreement(Exception):
    """Two servers answer differently, or one not at all; says where."""


async def answer_of(server: Server, headers: dict[str, str], body: dict[str, Any]) -> Any:
    """The data of a server's answer, with ids and times in one form."""
    url = f"http://127.0.0.1:{server.port}/graphql"
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        response = await http.post(url, json=body, headers=headers)
    answer = response.json() if response.is_success else {}
    if "data" not in answer or "errors" in answer:
        raise Disagreement(
            f"{server.kind.title} answers {response.status_code}: {response.text[:400]}"
        )
    return normal(answer["data"])


def normal(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {key: normal(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [normal(inner) for inner in value]
    if key == "id":
        return uuid_of(value)
    return instant(value) if key == "sentAt" else value


def uuid_of(id: str) -> tuple[str, UUID]:
    """The type and the UUID of a TypeID, or of the peers' plainer form of one."""
    kind, _, rest = id.rpartition("_")
    return (kind, UUID(rest)) if "-" in rest else ids.split(id) or (id, UUID(int=0))


def instant(text: str) -> datetime:
    """To the millisecond, which is all that JavaScript keeps."""
    at = datetime.fromisoformat(text).astimezone(UTC)
    return at - timedelta(microseconds=at.microsecond % 1000)


def compare(first: Any, other: Any, path: str = "data") -> None:
    """Disagreement at the first place where they differ."""
    if isinstance(first, dict) and isinstance(other, dict) and first.keys() == other.keys():
        for key in first:
            compare(first[key], other[key], f"{path}.{key}")
    elif isinstance(first, list) and isinstance(other, list) and len(first) == len(other):
        for index, (one, two) in enumerate(zip(first, other, strict=True)):
            compare(one, two, f"{path}[{index}]")
    elif first != other:
        raise Disagreement(f"at {path}: {first!r:.200} and {other!r:.200}")


def check_size(question: str, data: Any) -> None:
    """All answering nothing would be agreement, too."""
    if question == "nested":
        conversations = data["viewer"]["conversations"]["nodes"]
        messages = [len(one["messages"]["nodes"]) for one in conversations]
        if messages != [MESSAGES] * CONVERSATIONS:
            raise Disagreement(f"of the messages of each conversation only {messages} are shown")
    elif not data["user"]:
        raise Disagreement("the user is not shown")

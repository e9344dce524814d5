"""People who upload files, send them, and look at those of others."""

from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import httpx

from models import Conversation, User
from schema import ids
from settings import get_settings
from tests.cast import given_pair, token_of
from tests.conversations.talking import say
from tests.documents import do
from tests.edge import Edge
from tests.pictures.drawing import drawn

FILE = "attachment { id status name mediaType byteCount width height url signedUrl }"
PNG, PDF = drawn("PNG"), b"%PDF-1.7\n1 0 obj\n"
TEXT = bytes(range(32, 127)) * 10
SIGNED = "query ($id: ID!) { node(id: $id) { ... on Attachment { signedUrl } } }"


async def proof(viewer: User | None) -> dict[str, str]:
    return {"authorization": f"Bearer {await token_of(viewer)}"} if viewer else {}


async def request(
    edge: Edge, viewer: User, where: Conversation, name: str = "a.png", size: int = len(PNG)
) -> Any:
    place = ids.encode("conversation", where.id)
    given = {"conversationId": place, "name": name, "byteCount": size}
    return await do(edge.ask, viewer, "requestUpload", f"{FILE} uploadUrl expiresAt", **given)


def path_of(address: str) -> str:
    """Whatever server it names."""
    return httpx.URL(address).raw_path.decode()


async def put(
    edge: Edge, viewer: User | None, address: str, raw: Any = PNG, **headers: str
) -> httpx.Response:
    sent = await proof(viewer) | headers
    return await edge.http.put(path_of(address), content=raw, headers=sent)


async def get(edge: Edge, viewer: User | None, address: str, **headers: str) -> httpx.Response:
    asked = {name.replace("_", "-"): value for name, value in headers.items()}
    return await edge.http.get(path_of(address), headers=await proof(viewer) | asked)


async def upload(
    edge: Edge, viewer: User, where: Conversation, raw: bytes = PNG, name: str = "a.png"
) -> Any:
    """The file, requested and uploaded, as it was requested."""
    asked = await request(edge, viewer, where, name, len(raw))
    answer = await put(edge, viewer, asked["uploadUrl"], raw)
    assert answer.status_code == 201, answer.text
    return asked["attachment"]


async def send(edge: Edge, viewer: User, where: Conversation, *files: Any, **given: Any) -> Any:
    """What came of a message with these files."""
    named = [file["id"] for file in files]
    return await say(edge.ask, viewer, where, attachmentIds=named, **given)


async def given_sent(
    edge: Edge, viewer: User, where: Conversation, raw: bytes = PNG, name: str = "a.png"
) -> Any:
    file = await upload(edge, viewer, where, raw, name)
    sent = await send(edge, viewer, where, file, clientId=file["id"])
    assert sent["__typename"] == "SendMessagePayload"
    return file


def id_in(file: Any) -> UUID:
    found = ids.split(file["id"])
    assert found
    return found[1]


def objects() -> set[str]:
    """What is in the store."""
    return {
        path.name for path in (get_settings().data_folder / "files").rglob("*") if path.is_file()
    }


def zipped(*names: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return file.getvalue()


async def given_file(edge: Edge, raw: bytes = TEXT, name: str = "a.txt") -> tuple[User, User, Any]:
    """Ada, Bo, and what Ada sent."""
    ada, bo, where = await given_pair()
    return ada, bo, await given_sent(edge, ada, where, raw, name)


async def signed(edge: Edge, viewer: User, file: Any) -> Any:
    return (await edge.ask(viewer, SIGNED, id=file["id"])).data["node"]["signedUrl"]

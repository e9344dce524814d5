"""Whom somebody has blocked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

import models
from models.loaders import Loaders
from schema.connections import Node
from schema.errors import Invalid, NotFound
from schema.fields import column, identity, related
from schema.users import User


@strawberry.type(description="Somebody you want nothing to do with; they are not told")
class Block(Node):
    row: strawberry.Private[models.Block]
    id: strawberry.ID = identity("block")
    blocked_at: datetime = column("created_at")
    user: User | None = related(
        Loaders.users,
        "blocked_id",
        description="Whom you blocked; null while no organization is yours and theirs",
    )


@strawberry.input
class BlockUserInput:
    user_id: strawberry.ID


@strawberry.type(description="The two of you neither write to each other nor see each other do so")
class BlockUserPayload:
    block: Block


BlockUserResult = Annotated[
    BlockUserPayload | NotFound | Invalid, strawberry.union("BlockUserResult")
]


@strawberry.input
class UnblockUserInput:
    user_id: strawberry.ID


@strawberry.type(description="You have not blocked them any more")
class UnblockUserPayload:
    user_id: strawberry.ID


UnblockUserResult = Annotated[UnblockUserPayload | Invalid, strawberry.union("UnblockUserResult")]

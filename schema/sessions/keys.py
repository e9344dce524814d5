"""Keys for programs of others."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import strawberry

import models
from models import Scope
from models.loaders import Loaders
from schema.connections import Node
from schema.errors import Conflict, Forbidden, Full, Invalid, NotFound
from schema.fields import column, identity, related
from schema.users import User

strawberry.enum(Scope, name="ApiScope", description="What an API key may read or do")


@strawberry.type(description="What a program of others asks with: as its maker, within its scopes")
class ApiKey(Node):
    row: strawberry.Private[models.ApiKey]
    id: strawberry.ID = identity("api_key")
    name: str = column()
    scopes: list[Scope] = column(read=lambda stored: [Scope(name) for name in stored])
    hint: str = column(description="The last four letters of it")
    created_at: datetime = column()
    expires_at: datetime = column()
    last_used_on: date | None = column(description="UTC; null until it is used")
    revoked_at: datetime | None = column(description="Null unless it was revoked")
    made_by: User = related(Loaders.users, "user_id", description="Whose rights it has")


@strawberry.input(description="What the key is for, and what it may")
class CreateApiKeyInput:
    organization_id: strawberry.ID
    name: str = strawberry.field(description="1 to 100 characters: where it will be used")
    scopes: list[Scope]
    expires_on: date = strawberry.field(description="Its last day, UTC; within a year")


@strawberry.type(description="Made; its text is shown this once")
class CreateApiKeyPayload:
    api_key: ApiKey
    key: str = strawberry.field(
        description="Send it with each request: `Authorization: Bearer …`; it is not shown again"
    )


@strawberry.input
class RevokeApiKeyInput:
    api_key_id: strawberry.ID


@strawberry.type(description="Revoked; it ends within a second")
class RevokeApiKeyPayload:
    api_key: ApiKey


CreateApiKeyResult = Annotated[
    CreateApiKeyPayload | NotFound | Forbidden | Invalid | Full,
    strawberry.union("CreateApiKeyResult"),
]
RevokeApiKeyResult = Annotated[
    RevokeApiKeyPayload | NotFound | Invalid | Conflict, strawberry.union("RevokeApiKeyResult")
]

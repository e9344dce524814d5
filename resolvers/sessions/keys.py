"""Making and revoking keys for programs of others."""

import strawberry

from actions.sessions import keys as actions
from schema import ids
from schema.guards import SignedIn
from schema.scalars import Info
from schema.sessions.keys import (
    ApiKey,
    CreateApiKeyInput,
    CreateApiKeyPayload,
    CreateApiKeyResult,
    RevokeApiKeyInput,
    RevokeApiKeyPayload,
    RevokeApiKeyResult,
)


@strawberry.type
class ApiKeyMutations:
    @strawberry.mutation(
        description="Make a key for a program of others; staff only", extensions=[SignedIn()]
    )
    async def create_api_key(self, info: Info, input: CreateApiKeyInput) -> CreateApiKeyResult:
        where = ids.decode("organization", "organizationId", input.organization_id)
        viewer = info.context.signed_in()
        row, text = await actions.create_api_key(
            viewer, where, input.name, input.scopes, input.expires_on
        )
        return CreateApiKeyPayload(api_key=ApiKey.of(row), key=text)

    @strawberry.mutation(description="End a key; staff only", extensions=[SignedIn()])
    async def revoke_api_key(self, info: Info, input: RevokeApiKeyInput) -> RevokeApiKeyResult:
        wanted = ids.decode("api_key", "apiKeyId", input.api_key_id)
        row = await actions.revoke_api_key(info.context.signed_in(), wanted)
        return RevokeApiKeyPayload(api_key=ApiKey.of(row))

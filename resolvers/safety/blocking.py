"""Keeping away from somebody."""

import strawberry

from actions import safety as actions
from schema import ids
from schema.guards import SignedIn
from schema.safety import (
    Block,
    BlockUserInput,
    BlockUserPayload,
    BlockUserResult,
    UnblockUserInput,
    UnblockUserPayload,
    UnblockUserResult,
)
from schema.scalars import Info


@strawberry.type
class BlockMutations:
    @strawberry.mutation(
        description="Neither write to somebody nor hear from them; they are not told",
        extensions=[SignedIn()],
    )
    async def block_user(self, info: Info, input: BlockUserInput) -> BlockUserResult:
        whom = ids.decode("user", "userId", input.user_id)
        row = await actions.block_user(info.context.signed_in(), whom)
        return BlockUserPayload(block=Block.of(row))

    @strawberry.mutation(
        description="Block somebody no longer; whom you had not blocked stays as they are",
        extensions=[SignedIn()],
    )
    async def unblock_user(self, info: Info, input: UnblockUserInput) -> UnblockUserResult:
        whom = ids.decode("user", "userId", input.user_id)
        await actions.unblock_user(info.context.signed_in(), whom)
        return UnblockUserPayload(user_id=input.user_id)

"""Keeping away from somebody."""

from schema.safety.blocking import (
    Block,
    BlockUserInput,
    BlockUserPayload,
    BlockUserResult,
    UnblockUserInput,
    UnblockUserPayload,
    UnblockUserResult,
)

__all__ = [
    "Block",
    "BlockUserInput",
    "BlockUserPayload",
    "BlockUserResult",
    "UnblockUserInput",
    "UnblockUserPayload",
    "UnblockUserResult",
]

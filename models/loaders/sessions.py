"""How they prove it."""

from functools import cached_property

from models.loaders.batches import Keyed, Loader, by_key, many
from models.sessions.deleting import DeletionRequest
from models.sessions.factors import RecoveryCode, Totp
from models.sources import table


class SessionLoaders(Keyed):
    @cached_property
    def deletion_of(self) -> Loader[DeletionRequest | None]:
        return by_key(table(DeletionRequest), "user_id")

    @cached_property
    def totp_of(self) -> Loader[Totp | None]:
        return by_key(table(Totp), "user_id")

    @cached_property
    def recovery_codes_of(self) -> Loader[list[RecoveryCode]]:
        return many(table(RecoveryCode), "user_id", order=("id",))

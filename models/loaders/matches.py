"""Pairs and what they signed."""

from functools import cached_property

from models.loaders.batches import Keyed, Loader, by_id, by_key, many
from models.matches import Match, Signature
from models.programs import Agreement
from models.sources import table


class MatchLoaders(Keyed):
    @cached_property
    def match_of_request(self) -> Loader[Match | None]:
        return by_key(table(Match), "request_id")

    @cached_property
    def matches(self) -> Loader[Match | None]:
        return by_id(Match)

    @cached_property
    def signatures_of(self) -> Loader[list[Signature]]:
        return many(table(Signature), "match_id", order=("id",))

    @cached_property
    def agreements(self) -> Loader[Agreement | None]:
        return by_id(Agreement)

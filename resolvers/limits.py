"""What is left to ask for."""

import strawberry

from schema.guards import Anyone
from schema.limits import RateLimit
from schema.scalars import Info


@strawberry.type
class LimitQueries:
    @strawberry.field(
        description="What you may still ask for; null if nothing limits it", extensions=[Anyone()]
    )
    def rate_limit(self, info: Info) -> RateLimit | None:
        return RateLimit.of(info.context.budget) if info.context.budget else None

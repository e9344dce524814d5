"""What somebody may still ask for."""

from datetime import UTC, datetime, timedelta

import strawberry

from context import Budget


@strawberry.type(description="How much you may ask for: points of cost that come back with time")
class RateLimit:
    limit: int = strawberry.field(description="The points you have when you asked nothing lately")
    remaining: int = strawberry.field(description="The points you have left after this request")
    reset_at: datetime = strawberry.field(description="When you have all again if you ask nothing")
    cost: int = strawberry.field(description="The points this request took")

    @classmethod
    def of(cls, budget: Budget) -> "RateLimit":
        full_at = datetime.now(UTC) + timedelta(seconds=budget.full_in)
        return cls(
            limit=budget.limit, remaining=budget.remaining, reset_at=full_at, cost=budget.cost
        )

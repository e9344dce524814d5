"""How a program is doing."""

import strawberry

from actions import analytics as actions
from schema import ids
from schema.analytics import ProgramAnalytics
from schema.costs import costing
from schema.guards import SignedIn
from schema.scalars import Info


@strawberry.type
class AnalyticsQueries:
    @strawberry.field(
        description="The numbers of a program you coordinate, for the last weeks, 1 to 104",
        extensions=[SignedIn()],
        metadata=costing(weeks=actions.MOST_WEEKS),
    )
    async def program_analytics(
        self, info: Info, program_id: strawberry.ID, weeks: int = 12
    ) -> ProgramAnalytics:
        wanted = ids.decode("program", "programId", program_id)
        report = await actions.open_report(info.context.signed_in(), wanted, weeks)
        return ProgramAnalytics.of(report.program, report.first_monday, report.last_monday)

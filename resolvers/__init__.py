"""How each root field is answered: Query, Mutation, Subscription, one file per domain."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers.analytics import AnalyticsQueries
from resolvers.attachments import AttachmentMutations
from resolvers.conversations import (
    ConversationMutations,
    ConversationQueries,
    ConversationSubscriptions,
    DraftMutations,
    FindingQueries,
    GatheringMutations,
    SignalMutations,
    SignalSubscriptions,
    TranslationMutations,
)
from resolvers.goals import GoalMutations, GoalQueries
from resolvers.limits import LimitQueries
from resolvers.matches import MatchMutations, MatchQueries
from resolvers.nodes import NodeQueries
from resolvers.programs import (
    ImportMutations,
    ImportSubscriptions,
    InvitationMutations,
    InvitationQueries,
    ProgramMutations,
    ProgramQueries,
    SettingsMutations,
    SettingsQueries,
    StaffMutations,
)
from resolvers.questions import QuestionMutations
from resolvers.resources import ResourceMutations, ResourceQueries
from resolvers.safety import BlockMutations, ReportMutations, ReportSubscriptions
from resolvers.sessions import (
    ApiKeyMutations,
    ChangingMutations,
    DeletingMutations,
    FactorMutations,
    RevokingMutations,
    SignInMutations,
)
from resolvers.skills import SkillQueries
from resolvers.users import UserMutations, UserQueries
from schema.errors import HANDLERS
from schema.inputs import quickly_built
from schema.matches import REASONS
from schema.scalars import Cursor, CursorScalar


@strawberry.type(description="What can be read")
class Query(
    NodeQueries,
    UserQueries,
    SkillQueries,
    ConversationQueries,
    FindingQueries,
    GoalQueries,
    ProgramQueries,
    InvitationQueries,
    SettingsQueries,
    MatchQueries,
    ResourceQueries,
    AnalyticsQueries,
    LimitQueries,
):
    pass


@strawberry.type(description="What can be done")
class Mutation(
    SignInMutations,
    RevokingMutations,
    ChangingMutations,
    DeletingMutations,
    FactorMutations,
    ApiKeyMutations,
    UserMutations,
    ConversationMutations,
    GatheringMutations,
    DraftMutations,
    SignalMutations,
    TranslationMutations,
    BlockMutations,
    ReportMutations,
    AttachmentMutations,
    GoalMutations,
    ProgramMutations,
    StaffMutations,
    InvitationMutations,
    ImportMutations,
    SettingsMutations,
    MatchMutations,
    ResourceMutations,
    QuestionMutations,
):
    pass


@strawberry.type(description="What can be heard live")
class Subscription(
    ConversationSubscriptions, SignalSubscriptions, ImportSubscriptions, ReportSubscriptions
):
    pass


schema = quickly_built(
    strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=REASONS,
        config=StrawberryConfig(scalar_map={Cursor: CursorScalar}),
        exception_handlers=HANDLERS,
    )
)

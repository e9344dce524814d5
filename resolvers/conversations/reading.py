"""Reading what was said."""

import strawberry

from models.sources import seen
from policies import conversations as policy
from schema import ids
from schema.conversations import Conversation
from schema.guards import SignedIn
from schema.scalars import Info


@strawberry.type
class ConversationQueries:
    @strawberry.field(
        description="A conversation; null if there is none, or you are not in it",
        extensions=[SignedIn()],
    )
    async def conversation(self, info: Info, id: strawberry.ID) -> Conversation | None:
        wanted = ids.decode("conversation", "id", id)
        row = await seen(policy.visible_to, info.context.signed_in()).get(wanted)
        return Conversation.of(row) if row else None

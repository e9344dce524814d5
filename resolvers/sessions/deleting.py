"""Deleting one's account, after some time to think."""

import strawberry

from actions import sessions as actions
from resolvers.sessions.proving import proof_of
from schema.guards import SignedIn
from schema.scalars import Info
from schema.sessions.deleting import (
    CancelDeletionPayload,
    CancelDeletionResult,
    RequestDeletionInput,
    RequestDeletionPayload,
    RequestDeletionResult,
)
from schema.viewer import Viewer


@strawberry.type
class DeletingMutations:
    @strawberry.mutation(
        description="Have your account deleted in 14 days; your other devices are signed out",
        extensions=[SignedIn(once=True)],
    )
    async def request_deletion(
        self, info: Info, input: RequestDeletionInput
    ) -> RequestDeletionResult:
        viewer, kept = info.context.signed_in(), info.context.session
        assert kept is not None
        request = await actions.request_deletion(viewer, kept, proof_of(input))
        return RequestDeletionPayload(viewer=Viewer.of(viewer), deletion_at=request.due_at)

    @strawberry.mutation(description="Keep your account after all", extensions=[SignedIn()])
    async def cancel_deletion(self, info: Info) -> CancelDeletionResult:
        viewer = info.context.signed_in()
        await actions.cancel_deletion(viewer)
        return CancelDeletionPayload(viewer=Viewer.of(viewer))

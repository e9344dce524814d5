"""Asking for a place to upload a file to."""

import strawberry

from actions import attachments as actions
from schema import ids
from schema.attachments import (
    Attachment,
    RequestUploadInput,
    RequestUploadPayload,
    RequestUploadResult,
    address_of,
)
from schema.guards import SignedIn
from schema.scalars import Info


@strawberry.type
class AttachmentMutations:
    @strawberry.mutation(
        description="Ask to upload a file; PUT its bytes, then send its id with a message",
        extensions=[SignedIn()],
    )
    async def request_upload(self, info: Info, input: RequestUploadInput) -> RequestUploadResult:
        where = ids.decode("conversation", "conversationId", input.conversation_id)
        new = actions.NewUpload(where, input.name, input.byte_count)
        row = await actions.request_upload(info.context.signed_in(), new)
        shown, address = Attachment.of(row), address_of(row.id)
        return RequestUploadPayload(attachment=shown, upload_url=address, expires_at=row.expires_at)

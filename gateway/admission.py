"""Whether this caller may run this operation now."""

from context import Context
from gateway.documents import Prepared, prepare
from gateway.operations import Operation
from settings import get_settings


async def admitted(operation: Operation, context: Context) -> Prepared:
    """The operation, ready to run for the viewer of this context; Rejected says why it is not."""
    settings = get_settings()
    return prepare(operation, settings.max_cost if context.viewer else settings.max_cost_anonymous)

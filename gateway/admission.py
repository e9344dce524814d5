"""Whether this caller may run this operation now."""

from context import Context
from gateway.documents import Prepared, prepared, valid
from gateway.operations import Operation
from gateway.trusted import automatic, found
from settings import get_settings


async def admitted(operation: Operation, context: Context) -> Prepared:
    """The operation, ready to run for the viewer of this context.

    Rejected if it is no good, or too large for them.
    """
    settings = get_settings()
    document = found(operation, settings) or valid(operation.query)
    if operation.hash and operation.query and settings.automatic_persisted_queries:
        automatic.keep(operation.hash, operation.query, document)
    most = settings.max_cost if context.viewer else settings.max_cost_anonymous
    return prepared(document, operation, most)

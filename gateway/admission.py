"""Whether this caller may run this operation now."""

from graphql import GraphQLError

from context import Context
from gateway.documents import Prepared, Rejected, prepared, valid
from gateway.operations import Operation
from gateway.trusted import automatic, found
from settings import Settings, get_settings


async def admitted(operation: Operation, context: Context) -> Prepared:
    """The operation, ready to run for the viewer of this context.

    Rejected if it is no good, too large for them, or asks what they are not told.
    """
    settings = get_settings()
    document = found(operation, settings) or valid(operation.query)
    if operation.hash and operation.query and settings.automatic_persisted_queries:
        automatic.keep(operation.hash, operation.query, document)
    most = settings.max_cost if context.viewer else settings.max_cost_anonymous
    ready = prepared(document, operation, most)
    if ready.asks_schema and not may_introspect(context, settings):
        raise Rejected("INTROSPECTION_NOT_ALLOWED", GraphQLError(instead_of_asking(settings)))
    return ready


def may_introspect(context: Context, settings: Settings) -> bool:
    who = settings.introspection or ("signed-in" if settings.is_production else "everyone")
    return who == "everyone" or (who == "signed-in" and context.viewer is not None)


def instead_of_asking(settings: Settings) -> str:
    if settings.publish_schema:
        return f"Read the schema at {settings.address}/schema.graphql; it is not told here"
    return "The schema is not told here; ask whoever runs this server for it"

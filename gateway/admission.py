"""Whether this caller may run this operation now."""

from functools import partial

from graphql import GraphQLError, OperationType

from context import Context
from gateway import scopes
from gateway.documents import Document, Prepared, Rejected, prepared, valid
from gateway.operations import Operation
from gateway.rates import rates
from gateway.trusted import automatic, found
from settings import Settings, get_settings

CHARACTERS_A_POINT = 2
"""Of a document that is not known: reading it takes as long as answering with so many fields."""
FREE_BYTES = 4_096
"""Of a request: hardly any is longer."""
BYTES_A_POINT = 256
"""Of what is longer: 8 KiB hold a thousand values, which take 2 ms of whoever looks at each."""


async def admitted(operation: Operation, context: Context) -> Prepared:
    """The operation, ready to run for the viewer of this context.

    Rejected if it is no good, or too large for them; Refused if they ask too often.
    """
    settings = get_settings()
    document = found(operation, settings) or await newly_read(operation, context)
    if operation.hash and operation.query and settings.automatic_persisted_queries:
        automatic.keep(operation.hash, operation.query)
    most = settings.max_cost if context.viewer else settings.max_cost_anonymous
    ready = prepared(document, operation, most)
    if ready.asks_schema and not may_introspect(context, settings):
        raise Rejected("INTROSPECTION_NOT_ALLOWED", GraphQLError(instead_of_asking(settings)))
    if context.key:
        scopes.check(ready, context.key)
    await rates.charge(context, ready.cost)
    if ready.kind is OperationType.SUBSCRIPTION:
        context.pay_again = partial(rates.wait_for, context, ready.cost)
    return ready


async def charge_for_length(length: int, context: Context) -> None:
    """Take points for the bytes of a request; Refused, before it is read, if they are not there."""
    if length > FREE_BYTES:
        await rates.charge(context, (length - FREE_BYTES) // BYTES_A_POINT)


async def newly_read(operation: Operation, context: Context) -> Document:
    await rates.charge(context, len(operation.query) // CHARACTERS_A_POINT)
    return valid(operation.query)


def may_introspect(context: Context, settings: Settings) -> bool:
    who = settings.introspection or ("signed-in" if settings.is_production else "everyone")
    return who == "everyone" or (who == "signed-in" and context.viewer is not None)


def instead_of_asking(settings: Settings) -> str:
    if settings.publish_schema:
        return f"Read the schema at {settings.address}/schema.graphql; it is not told here"
    return "The schema is not told here; ask whoever runs this server for it"

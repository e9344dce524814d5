"""Documents: read once each, kept for as long as they are used, and made ready to run."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)

from gateway.cost import Cost, Pricing
from gateway.operations import Operation
from gateway.reading import GRAPHQL, MOST_ERRORS, TOO_LARGE, Rejected, read, weight_of
from gateway.remembered import Remembered
from gateway.telemetry.counts import counts
from settings import get_settings

__all__ = ["GRAPHQL", "MOST_ERRORS", "Document", "Prepared", "Rejected", "prepare", "valid"]

MOST_REMEMBERED = 1_000
MOST_REMEMBERED_BYTES = 32 * 1024 * 1024

NAME_ONE = "Name one operation of the document in `operationName`"


@dataclass(eq=False, slots=True)
class Runnable:
    """One operation of a document, and what is known of it before it is asked for."""

    definition: OperationDefinitionNode
    cost: Cost
    asks_schema: bool


@dataclass(eq=False, slots=True)
class Plans:
    """What execution makes of a document, kept as long as it is; by the names of operations."""

    asked: set[str | None] = field(default_factory=set)
    """Those that were asked for at least once."""
    conditions: dict[str | None, tuple[str, ...]] = field(default_factory=dict)
    """The variables that decide what is skipped or included."""
    made: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    """Plans, by the name and the values of those variables; None where there cannot be one."""


@dataclass(eq=False, slots=True)
class Document:
    """A valid document; the same text is the same object for as long as it is remembered."""

    node: DocumentNode
    plans: Plans = field(default_factory=Plans)
    operations: dict[str | None, Runnable] = field(default_factory=dict)
    needs: dict[str | None, Any] = field(default_factory=dict)
    """The scopes that each operation needs, by its name, once a key has asked for it."""
    secrets: dict[str | None, str | None] = field(default_factory=dict)
    """Which field each operation asks with a secret, by its name, once it came by GET."""
    known_digest: str = ""

    @property
    def text(self) -> str:
        assert self.node.loc
        return self.node.loc.source.body

    @property
    def digest(self) -> str:
        """The SHA-256 of its text, in hexadecimal digits."""
        if not self.known_digest:
            self.known_digest = sha256(self.text.encode()).hexdigest()
        return self.known_digest

    def operation(self, name: str | None) -> Runnable:
        """The operation of this name, or the only one."""
        found = self.operations.get(name)
        if found is None:
            definition = get_operation_ast(self.node, name)
            if definition is None:
                raise Rejected("OPERATION_RESOLUTION_FAILURE", GraphQLError(NAME_ONE))
            found = self.operations[name] = self.runnable(definition)
        return found

    def runnable(self, definition: OperationDefinitionNode) -> Runnable:
        pricing = Pricing(GRAPHQL, self.node)
        cost = pricing.of(definition)
        return Runnable(definition, cost, pricing.asks_schema)


@dataclass(slots=True)
class Prepared:
    """A valid document, the one operation in it to run, and what to run it with."""

    document: Document
    definition: OperationDefinitionNode
    operation: Operation
    cost: int
    """The most fields its answer can hold."""
    most: int
    """The most it may hold."""
    asks_schema: bool = False

    @property
    def price(self) -> dict[str, int]:
        """As clients are told it."""
        return {"requested": self.cost, "limit": self.most}

    @property
    def kind(self) -> OperationType:
        return self.definition.operation


def prepare(operation: Operation) -> Prepared:
    """The operation of a text, ready to run for who may have most; Rejected if it is no good."""
    return prepared(valid(operation.query), operation, get_settings().max_cost)


def prepared(document: Document, operation: Operation, most: int) -> Prepared:
    """Ready to run; Rejected if the document has no such operation, or it costs too much."""
    runnable = document.operation(operation.name)
    cost = runnable.cost.of(operation.variables)
    if cost > most:
        reason = f"This can answer with more than {most:,} fields; ask for smaller pages"
        raise Rejected(TOO_LARGE, GraphQLError(reason, runnable.definition))
    return Prepared(document, runnable.definition, operation, cost, most, runnable.asks_schema)


remembered = Remembered[Document](MOST_REMEMBERED, MOST_REMEMBERED_BYTES)


def valid(query: str) -> Document:
    """A valid document. Only these are remembered."""
    document = remembered.get(query)
    if document is None:
        counts.documents_read += 1
        document = Document(read(query))
        remembered.keep(query, document, weight_of(document.node))
    return document

"""Documents: parsed and validated once each, within limits that let both end soon."""

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    KnownDirectivesRule,
    OperationDefinitionNode,
    OperationType,
    Token,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged

from gateway.cost import Cost, Pricing
from gateway.incremental import KnownDirectives
from gateway.introspection import mended
from gateway.measure import Limits, TooMuch, measure
from gateway.operations import Operation
from gateway.remembered import Remembered
from resolvers import schema
from schema.guards import guarded_once
from settings import get_settings

GRAPHQL = mended(schema._schema)
LIMITS = Limits(once=guarded_once(schema))

OTHERS = [rule for rule in specified_rules if rule is not KnownDirectivesRule]
RULES: list[type[ASTValidationRule]] = [KnownDirectives, *OTHERS]

# Units of work for comparing fields of one name with each other; so many take 20 ms. The limit is
# one for the process, which has no schema but ours.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = 10_000

MOST_TOKENS = 1_000
MOST_COMMENTS = 500
LONGEST_DOCUMENT = 16_384
MOST_ERRORS = 5

MOST_REMEMBERED = 1_000
MOST_REMEMBERED_BYTES = 32 * 1024 * 1024
TOKEN_BYTES = 600
"""What a parsed document takes in memory for each of its tokens, measured."""

TOO_ALIKE = "The same fields are asked for in too many places; ask for each in one"
NAME_ONE = "Name one operation of the document in `operationName`"


class Rejected(Exception):
    """The document cannot be executed; each of `errors` has a code and says where."""

    def __init__(self, code: str, *errors: GraphQLError) -> None:
        super().__init__(code)
        self.errors = errors
        for error in errors:
            error.extensions = {"code": code}


@dataclass(eq=False, slots=True)
class Document:
    """A valid document; the same text is the same object for as long as it is remembered."""

    node: DocumentNode
    plans: dict[Any, Any] = field(default_factory=dict)
    """What execution makes of it, kept as long as it is."""
    operations: dict[str | None, tuple[OperationDefinitionNode, Cost]] = field(default_factory=dict)

    def operation(self, name: str | None) -> tuple[OperationDefinitionNode, Cost]:
        """The operation of this name, or the only one, and what it costs."""
        found = self.operations.get(name)
        if found is None:
            definition = get_operation_ast(self.node, name)
            if definition is None:
                raise Rejected("OPERATION_RESOLUTION_FAILURE", GraphQLError(NAME_ONE))
            found = definition, Pricing(GRAPHQL, self.node).of(definition)
            self.operations[name] = found
        return found


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

    @property
    def price(self) -> dict[str, int]:
        """As clients are told it."""
        return {"requested": self.cost, "limit": self.most}

    @property
    def kind(self) -> OperationType:
        return self.definition.operation


def prepare(operation: Operation, most: int | None = None) -> Prepared:
    """The operation, ready to run; Rejected if its document, its name or its cost is no good."""
    document = valid(operation.query)
    definition, price = document.operation(operation.name)
    most = get_settings().max_cost if most is None else most
    cost = price.of(operation.variables)
    if cost > most:
        reason = f"This can answer with more than {most:,} fields; ask for smaller pages"
        raise Rejected("QUERY_TOO_LARGE", GraphQLError(reason, definition))
    return Prepared(document, definition, operation, cost, most)


remembered = Remembered[Document](MOST_REMEMBERED, MOST_REMEMBERED_BYTES)


def valid(query: str) -> Document:
    """A valid document. Only these are remembered."""
    document = remembered.get(query)
    if document is None:
        node = parsed(query)
        check(node)
        document = Document(node)
        remembered.keep(query, document, weight_of(node))
    return document


def parsed(query: str) -> DocumentNode:
    if len(query) > LONGEST_DOCUMENT:
        reason = f"Send documents of at most {LONGEST_DOCUMENT:,} characters"
        raise Rejected("QUERY_TOO_LARGE", GraphQLError(reason))
    try:
        return parse(query, max_lexical_tokens=MOST_TOKENS, max_comments=MOST_COMMENTS)
    except GraphQLError as error:
        raise Rejected(code_of(error), error) from None


def code_of(error: GraphQLError) -> str:
    is_long = isinstance(error, GraphQLSyntaxError) and "Document contains more" in error.message
    return "QUERY_TOO_LARGE" if is_long else "GRAPHQL_PARSE_FAILED"


def check(node: DocumentNode, limits: Limits = LIMITS) -> None:
    """Returns if the document is within the limits and valid."""
    try:
        measure(node, limits)
    except TooMuch as refusal:
        raise Rejected("QUERY_TOO_LARGE", refusal.error) from None
    hidden = get_settings().is_production
    errors = validate(GRAPHQL, node, RULES, MOST_ERRORS, hide_suggestions=hidden)
    if errors and errors[-1].message == "Validation aborted.":
        raise Rejected("QUERY_TOO_LARGE", GraphQLError(TOO_ALIKE))
    if errors:
        raise Rejected("GRAPHQL_VALIDATION_FAILED", *errors)


def weight_of(node: DocumentNode) -> int:
    """The bytes it takes in memory, roughly."""
    assert node.loc
    token: Token | None = node.loc.start_token
    tokens = 0
    while token:
        token, tokens = token.next, tokens + 1
    return 2 * len(node.loc.source.body) + TOKEN_BYTES * tokens

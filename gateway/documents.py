"""Documents: parsed and validated once each, within limits that let both end soon."""

from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)

from gateway.depth import ShallowRule
from gateway.operations import Operation
from gateway.size import LARGEST, Size
from resolvers import schema
from settings import get_settings

GRAPHQL = schema._schema
RULES = [*specified_rules, ShallowRule]

# Fields that repeat are compared each with each, so the worst document this long holds the loop for
# a fifth of a second, and one twice as long for four times that.
MOST_TOKENS = 1_000
MOST_COMMENTS = 500
LONGEST_DOCUMENT = 16_384
MOST_ERRORS = 5
MOST_REMEMBERED = 256


class Rejected(Exception):
    """The document cannot be executed; each of `errors` has a code and says where."""

    def __init__(self, code: str, *errors: GraphQLError) -> None:
        super().__init__(code)
        self.errors = errors
        for error in errors:
            error.extensions = {"code": code}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A valid document, the one operation in it to run, and what to run it with."""

    document: DocumentNode
    definition: OperationDefinitionNode
    operation: Operation

    @property
    def kind(self) -> OperationType:
        return self.definition.operation


def prepare(operation: Operation) -> Prepared:
    """The operation, ready to run; Rejected if its document or its name is no good."""
    document = valid(operation.query)
    definition = get_operation_ast(document, operation.name)
    if definition is None:
        reason = "Name one operation of the document in `operationName`"
        raise Rejected("OPERATION_RESOLUTION_FAILURE", GraphQLError(reason))
    if Size(GRAPHQL, document, operation.variables).of(definition) > LARGEST:
        reason = f"This can answer with more than {LARGEST:,} fields; ask for smaller pages"
        raise Rejected("QUERY_TOO_LARGE", GraphQLError(reason, definition))
    return Prepared(document, definition, operation)


@lru_cache(maxsize=MOST_REMEMBERED)
def valid(query: str) -> DocumentNode:
    """A valid document. Only these are remembered, for a raise is not."""
    document = parsed(query)
    hidden = get_settings().is_production
    errors = validate(GRAPHQL, document, RULES, MOST_ERRORS, hide_suggestions=hidden)
    if errors:
        raise Rejected("GRAPHQL_VALIDATION_FAILED", *errors)
    return document


def parsed(query: str) -> DocumentNode:
    try:
        return parse(
            query,
            max_lexical_tokens=MOST_TOKENS,
            max_comments=MOST_COMMENTS,
            max_source_length=LONGEST_DOCUMENT,
        )
    except GraphQLError as error:
        raise Rejected("GRAPHQL_PARSE_FAILED", error) from None

"""Reading a document: parsed, measured and validated, within limits that let all of it end soon."""

from dataclasses import dataclass

from graphql import (
    ASTValidationRule,
    DeferStreamDirectiveLabel,
    DeferStreamDirectiveOnRootField,
    DeferStreamDirectiveOnValidOperationsRule,
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    KnownDirectivesRule,
    StreamDirectiveOnListField,
    Token,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged as overlapping

from gateway.incremental import KnownDirectives
from gateway.introspection import mended
from gateway.measure import Limits, TooMuch, measure
from resolvers import schema
from schema.guards import guarded_once
from settings import get_settings

GRAPHQL = mended(schema._schema)
ONCE = guarded_once(schema)

IN_OUR_WORDS = {
    KnownDirectivesRule,
    DeferStreamDirectiveLabel,
    DeferStreamDirectiveOnRootField,
    DeferStreamDirectiveOnValidOperationsRule,
    StreamDirectiveOnListField,
}
"""Of directives that are refused wherever they stand; the last of these fails on a union."""

OTHERS = [rule for rule in specified_rules if rule not in IN_OUR_WORDS]
RULES: list[type[ASTValidationRule]] = [KnownDirectives, *OTHERS]

MOST_ERRORS = 5
TOKEN_BYTES = 600
"""What a document takes in memory for each of its tokens, measured."""

TOO_LARGE = "QUERY_TOO_LARGE"
TOO_ALIKE = "The same fields are asked for in too many places; ask for each in one"


class Rejected(Exception):
    """The document cannot be executed; each of `errors` has a code and says where."""

    def __init__(self, code: str, *errors: GraphQLError) -> None:
        super().__init__(code)
        self.errors = errors
        for error in errors:
            error.extensions = {"code": code}


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a document may take of us to read it."""

    characters: int
    tokens: int
    comments: int
    comparisons: int
    """Of fields of one name with each other, while validating: 10,000 take about 20 ms."""
    limits: Limits


ANYBODY = Allowance(16_384, 1_000, 500, 10_000, Limits(once=ONCE))
TRUSTED = Allowance(
    262_144,
    20_000,
    20_000,
    500_000,
    Limits(
        depth=30,
        nesting=100,
        fields=20_000,
        aliases=1_000,
        repeats=1_000,
        root_fields=100,
        mutations=20,
        operations=1_000,
        fragments=1_000,
        directives=1_000,
        directives_in_one_place=20,
        once=ONCE,
    ),
)
"""What we have written ourselves, and read before we serve anybody."""


def read(text: str, allowance: Allowance = ANYBODY) -> DocumentNode:
    """A valid document; Rejected says why it is none."""
    node = parsed(text, allowance)
    try:
        measure(node, allowance.limits)
    except TooMuch as refusal:
        raise Rejected(TOO_LARGE, refusal.error) from None
    # One for the process, read when validation starts.
    overlapping.MAX_COMPLEXITY_BUDGET = allowance.comparisons
    hidden = get_settings().is_production
    errors = validate(GRAPHQL, node, RULES, MOST_ERRORS, hide_suggestions=hidden)
    if errors and errors[-1].message == "Validation aborted.":
        raise Rejected(TOO_LARGE, GraphQLError(TOO_ALIKE))
    if errors:
        raise Rejected("GRAPHQL_VALIDATION_FAILED", *errors)
    return node


def parsed(text: str, allowance: Allowance = ANYBODY) -> DocumentNode:
    if len(text) > allowance.characters:
        reason = f"Send documents of at most {allowance.characters:,} characters"
        raise Rejected(TOO_LARGE, GraphQLError(reason))
    try:
        return parse(text, max_lexical_tokens=allowance.tokens, max_comments=allowance.comments)
    except GraphQLError as error:
        raise Rejected(code_of(error), error) from None


def code_of(error: GraphQLError) -> str:
    is_long = isinstance(error, GraphQLSyntaxError) and "Document contains more" in error.message
    return TOO_LARGE if is_long else "GRAPHQL_PARSE_FAILED"


def weight_of(node: DocumentNode) -> int:
    """The bytes it takes in memory, roughly."""
    assert node.loc
    token: Token | None = node.loc.start_token
    tokens = 0
    while token:
        token, tokens = token.next, tokens + 1
    return 2 * len(node.loc.source.body) + TOKEN_BYTES * tokens

"""Documents that nobody writes who only wants an answer: each as long as 64 KiB let it be."""

from dataclasses import dataclass

LONG = 65_000
LARGE = "QUERY_TOO_LARGE"
INVALID = "GRAPHQL_VALIDATION_FAILED"
UNREADABLE = "GRAPHQL_PARSE_FAILED"

TOO_LONG = "Send documents of at most 16,384 characters"
TOO_MANY_WORDS = "Document contains more than 1000 tokens"
TOO_MANY_COMMENTS = "Document contains more than 500 comments"
TOO_DEEP = "nested too deeply"
TOO_NESTED = "Write at most 50 selections and fragments in each other"
TOO_MANY_LEVELS = "Ask at most 20 levels deep"
TOO_ALIKE = "The same fields are asked for in too many places"
TOO_OFTEN = "Ask for a name at most 20 times in one place"
TOO_MANY_ALIASES = "Use at most 30 aliases"
TOO_MANY_FRAGMENTS = "Send at most 50 fragments in one document"


@dataclass(frozen=True, slots=True)
class Hostile:
    query: str
    code: str
    reason: str
    """What the first error's message says, among other things."""


def numbered(template: str, number: int) -> str:
    """The template once for each number from 0, which stands in place of `#`; `+` is the next."""
    return " ".join(template.replace("#", str(n)).replace("+", str(n + 1)) for n in range(number))


def nested(opening: str, middle: str, closing: str, depth: int) -> str:
    return opening * depth + middle + closing * depth


def in_user(selection: str) -> str:
    return f"{{ viewer {{ user {{ {selection} }} }} }} "


def side_by_side(number: int, body: str) -> str:
    """Fragments that are spread in one place and ask for the same."""
    spreads = numbered("...F#", number)
    return in_user(spreads) + numbered(f"fragment F# on User {{ {body} }}", number)


def chained(number: int, body: str) -> str:
    """Fragments that each spread the next one, as `...F+` in the body says."""
    steps = numbered(f"fragment F# on User {{ {body} }}", number)
    return f"{in_user('...F0')} {steps} fragment F{number} on User {{ id }}"


HOSTILE = {
    "5,000 levels": Hostile(nested("{ a ", "", " }", 5_000), LARGE, TOO_LONG),
    "1,600 levels": Hostile(nested("{ a ", "", " }", 1_600), UNREADABLE, TOO_DEEP),
    "160 levels": Hostile(nested("{ a ", "", " }", 160), LARGE, TOO_NESTED),
    "21 levels": Hostile(nested("{ a ", "", " }", 21), LARGE, TOO_MANY_LEVELS),
    "inline fragments in each other": Hostile(
        "{" + nested("... {", "__typename", "}", 160) + "}", LARGE, TOO_NESTED
    ),
    "fragments deeper than selections": Hostile(
        chained(20, "availability { ...F+ }"), LARGE, TOO_MANY_LEVELS
    ),
    "fragments in each other": Hostile(chained(49, "...F+"), LARGE, TOO_NESTED),
    "sixty doublings": Hostile(chained(60, "...F+ ...F+"), LARGE, TOO_MANY_FRAGMENTS),
    "forty doublings": Hostile(chained(40, "...F+ ...F+"), LARGE, "Ask for at most 1,000 fields"),
    "aliases that double": Hostile(
        chained(15, "a: availability { ...F+ } b: availability { ...F+ }"), LARGE, TOO_MANY_ALIASES
    ),
    "a fragment in itself": Hostile(
        in_user("...A") + "fragment A on User { ...A }", INVALID, "Cannot spread fragment 'A'"
    ),
    "fragments that all spread all": Hostile(
        in_user("...F0") + numbered("fragment F# on User { " + numbered("...F#", 20) + "}", 20),
        INVALID,
        "Cannot spread fragment",
    ),
    "a fragment there is not": Hostile("{ ...A }", INVALID, "Unknown fragment 'A'"),
    "450 fragments there are not": Hostile(
        in_user(numbered("...F#", 450)), INVALID, "Unknown fragment 'F0'"
    ),
    "fragments nobody spreads": Hostile(
        "{ __typename } " + numbered("fragment F# on Query { a }", 50),
        INVALID,
        "Cannot query field 'a'",
    ),
    "fragments of one name": Hostile(
        "{ ...F } " + numbered("fragment F on Query { viewer { email } }", 50),
        INVALID,
        "There can be only one fragment named 'F'",
    ),
    "a field 249 times": Hostile("{ viewer {" + "user { id } " * 240 + "} }", LARGE, TOO_OFTEN),
    "a field 20 times in each of 20": Hostile(
        "{ viewer {" + ("user {" + "availability { weekday } " * 10 + "} ") * 20 + "} }",
        LARGE,
        TOO_ALIKE,
    ),
    "fragments that ask for the same": Hostile(
        side_by_side(50, "id name availability { weekday }"), LARGE, TOO_ALIKE
    ),
    "many aliases": Hostile(in_user(numbered("a#: name", 300)), LARGE, TOO_MANY_ALIASES),
    "many fields there are not": Hostile(
        in_user(numbered("a#", 900)), INVALID, "Cannot query field 'a0'"
    ),
    "many root fields": Hostile(
        "{" + numbered("a#: __typename", 11) + "}", LARGE, "at most 10 fields at the root"
    ),
    "many mutations": Hostile(
        "mutation {" + numbered("a#: signOut { signedOutAt }", 5) + "}",
        LARGE,
        "at most 4 mutations",
    ),
    "many operations": Hostile(
        numbered("query A# { __typename }", 51), LARGE, "at most 50 operations"
    ),
    "many directives in one place": Hostile(
        "{ __typename " + "@a" * 450 + "}", LARGE, "at most 4 directives in one place"
    ),
    "many directives": Hostile(
        in_user("id @a " * 20 + "name @a"), LARGE, "at most 20 directives in one document"
    ),
    "directives on variables": Hostile(
        "query (" + numbered("$a#: Int @a @a @a", 7) + ") { __typename }",
        LARGE,
        "at most 20 directives in one document",
    ),
    "many arguments": Hostile(
        "{ node(" + numbered("a#: 1", 300) + ") { id } }", INVALID, "Unknown argument 'a0'"
    ),
    "an argument many times": Hostile(
        "{ node(" + "id: 1 " * 300 + ") { id } }", INVALID, "only one argument named 'id'"
    ),
    "many variables": Hostile(
        "query (" + numbered("$a#: Int", 240) + ") { __typename }", INVALID, "is never used"
    ),
    "variables there are not": Hostile(
        numbered("query A# { ...F }", 49)
        + "fragment F on Query { viewer {"
        + numbered("conversations(first: $a#) { nodes { id } }", 20)
        + "} }",
        INVALID,
        "Variable '$a0' is not defined by operation 'A0'",
    ),
    "types of lists of lists": Hostile(
        f"query ($a: {nested('[', 'Int', ']', 450)}) {{ __typename }}", UNREADABLE, TOO_DEEP
    ),
    "lists in lists": Hostile(
        f"{{ node(id: {nested('[', '', ']', 450)}) {{ id }} }}", UNREADABLE, TOO_DEEP
    ),
    "objects in objects": Hostile(
        f"{{ node(id: {nested('{a:', '1', '}', 150)}) {{ id }} }}", INVALID, "ID cannot represent"
    ),
    "a list of 950": Hostile(
        f"{{ node(id: [{'1 ' * 950}]) {{ id }} }}", INVALID, "ID cannot represent"
    ),
    "an object of 300": Hostile(
        f"mutation {{ signIn(input: {{ {numbered('a#: 1', 300)} }}) {{ __typename }} }}",
        INVALID,
        "to include required field 'email'",
    ),
    "16,000 digits": Hostile(
        f"{{ programs(first: {'9' * 16_000}) {{ nodes {{ id }} }} }}",
        INVALID,
        "Exceeds the limit (4300 digits)",
    ),
    "64,000 digits": Hostile(f"{{ a(b: {'9' * LONG}) }}", LARGE, TOO_LONG),
    "a long string": Hostile(f'{{ a(b: "{"x" * LONG}") }}', LARGE, TOO_LONG),
    "a string of escapes": Hostile(
        '{ node(first: "' + r"\n" * 8_000 + '") { id } }', INVALID, "Unknown argument 'first'"
    ),
    "a block of quotes": Hostile(
        '{ node(first: """' + r'\"""' * 3_900 + '""") { id } }', INVALID, "Unknown argument"
    ),
    "a long name": Hostile("{" + "x" * 16_000 + "}", INVALID, "Cannot query field 'xxx"),
    "an enum value like no other": Hostile(
        'mutation { setGoal(input: { matchId: "x", title: "x", measure: '
        + "N" * 16_000
        + " }) { __typename } }",
        INVALID,
        "Value 'NNN",
    ),
    "many comments": Hostile("#\n" * 501 + "{ __typename }", LARGE, TOO_MANY_COMMENTS),
    "nothing but blanks": Hostile(" " * LONG, LARGE, TOO_LONG),
    "many words": Hostile("{" + "a " * 8_000 + "}", LARGE, TOO_MANY_WORDS),
    "many types": Hostile(
        numbered("type A# { a: Int }", 120), INVALID, "The 'A0' definition is not executable"
    ),
    "noise": Hostile("\0" * 16_000, UNREADABLE, "Unexpected character: U+0000"),
    "no end of a string": Hostile('{ a(b: "' + "x" * 16_000, UNREADABLE, "Unterminated string"),
}

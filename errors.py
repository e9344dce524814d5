"""Everything a caller can do wrong.

    UserError
    ├── Unauthenticated   nobody is signed in, or the token has ended
    ├── Forbidden         you may see it, but not do this with it
    ├── NotFound          not there, or not yours: the two look the same
    ├── Invalid           a value that cannot be accepted; names the input field
    ├── InvalidDocument   several values of a document, each named by its path
    ├── Conflict          true a moment ago, or clashing with what is there already
    ├── Full              no place left
    ├── TooMany           slow down; says when to come back
    └── Unavailable       what it needs is not there, or does not answer

Raised by actions; the schema shows them as members of a result union, or as an error with `code`.
"""

from collections.abc import Sequence

GONE = "It was there a moment ago, and is gone or yours no longer; read again"


class UserError(Exception):
    code = "BAD_REQUEST"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unauthenticated(UserError):
    code = "UNAUTHENTICATED"


class Forbidden(UserError):
    code = "FORBIDDEN"


class NotFound(UserError):
    code = "NOT_FOUND"

    def __init__(self, reason: str = GONE) -> None:
        super().__init__(reason)


class Invalid(UserError):
    code = "BAD_USER_INPUT"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class InvalidDocument(UserError):
    code = "BAD_USER_INPUT"

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"Correct {len(problems)} in the document; each is named by its path")
        self.problems = problems
        """Paths and reasons."""


class Conflict(UserError):
    code = "CONFLICT"


class Full(UserError):
    code = "FULL"


class TooMany(UserError):
    code = "RATE_LIMITED"

    def __init__(self, reason: str, retry_after: int) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Unavailable(UserError):
    code = "UNAVAILABLE"

"""Every root field says who may call it; silence is never taken for "anyone"."""

import pytest

from resolvers import Mutation, Query, Subscription
from schema.guards import Anyone, SignedIn

ROOTS = (Query, Mutation, Subscription)

OPEN = {"register", "verify_email", "sign_in", "refresh", "viewer", "rate_limit", "sign_out"} | {
    *("request_password_reset", "reset_password", "confirm_email_change", "confirm_sign_in"),
}
"""What nobody needs to be signed in for. Adding to this list is a decision."""


def fields(root: type) -> list[tuple[str, list[type]]]:
    definition = root.__strawberry_definition__  # type: ignore[attr-defined]
    return [(f.python_name, [type(e) for e in f.extensions]) for f in definition.fields]


@pytest.mark.parametrize("root", ROOTS)
def test_every_root_field_has_exactly_one_guard(root: type) -> None:
    unguarded = [
        name
        for name, extensions in fields(root)
        if (SignedIn in extensions) + (Anyone in extensions) != 1
    ]

    assert unguarded == []


def test_what_is_open_to_anyone_is_a_short_list_and_known() -> None:
    found = {name for root in ROOTS for name, extensions in fields(root) if Anyone in extensions}

    assert found == OPEN

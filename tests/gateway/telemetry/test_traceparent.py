"""A caller's trace goes on here only if it is named exactly as the standard says."""

import pytest

from gateway.telemetry.traceparent import Parent, parent_of

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
GOOD = f"00-{TRACE}-{SPAN}-01"


def headers(*values):
    return [(b"host", b"x"), *((b"traceparent", value.encode()) for value in values)]


def test_a_header_in_the_form_of_version_00_names_trace_span_and_flags():
    assert parent_of(headers(GOOD)) == Parent(int(TRACE, 16), int(SPAN, 16), 1)


@pytest.mark.parametrize(
    "values",
    [
        [],
        [""],
        [GOOD, GOOD],
        [GOOD.upper()],
        [f" {GOOD}"],
        [f"{GOOD}\n"],
        [f"{GOOD}-more"],
        [GOOD.replace("00-", "01-", 1)],
        [f"00-{'0' * 32}-{SPAN}-01"],
        [f"00-{TRACE}-{'0' * 16}-01"],
        [f"00-{TRACE[1:]}-{SPAN}-01"],
        [f"00-{TRACE}-{SPAN}"],
        ["kanarek"],
    ],
)
def test_every_other_is_none(values):
    assert parent_of(headers(*values)) is None

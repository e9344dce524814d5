"""What every page of ours is sent with."""

from collections.abc import Mapping


def page_headers(policy: Mapping[str, str]) -> dict[str, str]:
    """Headers of a page that loads nothing but what its policy names, and is framed by nobody."""
    strict = {"base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'"}
    sources = "; ".join(f"{name} {value}" for name, value in {**policy, **strict}.items())
    return {
        "cache-control": "no-cache",
        "content-security-policy": sources,
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }

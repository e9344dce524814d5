"""Which of our media types a client likes best: https://www.rfc-editor.org/rfc/rfc9110#name-accept."""

PLAIN = "application/json"
GRAPHQL = "application/graphql-response+json"
PAGE = "text/html"


def preferred(accept: str) -> str | None:
    """GraphQL's own media type where it is named and not liked less; None if neither is taken."""
    weights = weights_of(accept)
    own, plain = weight(weights, GRAPHQL), weight(weights, PLAIN)
    if own > 0 and own >= plain and (GRAPHQL in weights or plain == 0):
        return GRAPHQL
    return PLAIN if plain > 0 else None


def prefers_page(accept: str) -> bool:
    """Whether it is a browser that wants to show something."""
    weights = weights_of(accept)
    return weight(weights, PAGE) > max(weight(weights, GRAPHQL), weight(weights, PLAIN))


def weights_of(accept: str) -> dict[str, float]:
    """Each media range of an Accept header with its weight; anything, if there is none."""
    ranges = (part.split(";") for part in accept.lower().split(",") if part.strip())
    return {name.strip(): quality(parameters) for name, *parameters in ranges} or {"*/*": 1.0}


def quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q" and value.strip().replace(".", "", 1).isdecimal():
            return float(value)
    return 1.0


def weight(weights: dict[str, float], media_type: str) -> float:
    """The weight of the most specific range that a media type falls in; 0 if it falls in none."""
    family = media_type.partition("/")[0]
    found = (weights.get(name) for name in (media_type, f"{family}/*", "*/*"))
    return next((value for value in found if value is not None), 0.0)

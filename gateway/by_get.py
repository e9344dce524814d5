"""What may be asked in an address, which browsers, proxies and logs keep."""

from graphql import OperationType

from gateway.documents import Prepared
from gateway.operations import Refused
from gateway.reading import GRAPHQL
from gateway.scopes import fields_of
from schema.access import SECRET, access_of

MUTATION = "Send mutations by POST"
KEPT = "Send {} by POST: logs and histories keep addresses, and what it asks with is a secret"


def check(prepared: Prepared) -> None:
    """Refused for what changes something, and for what is asked with a secret."""
    if prepared.kind is OperationType.MUTATION:
        raise not_by_get(MUTATION)
    if name := secret_of(prepared):
        raise not_by_get(KEPT.format(name))


def not_by_get(reason: str) -> Refused:
    return Refused(reason, 405, "OPERATION_NOT_ALLOWED", allow="POST")


def secret_of(prepared: Prepared) -> str | None:
    """A field that shows something to whoever has a secret; found once for each operation."""
    known, name = prepared.document.secrets, prepared.operation.name
    if name not in known:
        found = fields_of(GRAPHQL, prepared.document.node, prepared.definition)
        named = ((parent.name, node.name.value) for parent, node in found)
        known[name] = next((".".join(at) for at in named if access_of(*at) is SECRET), None)
    return known[name]

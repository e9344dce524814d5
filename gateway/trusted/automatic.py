"""Automatic persisted queries, as Apollo's clients ask for them: a hash, and once the text to it.

https://www.apollographql.com/docs/apollo-server/performance/apq
"""

from gateway.documents import MOST_REMEMBERED, MOST_REMEMBERED_BYTES, Document, remembered
from gateway.operations import Refused
from gateway.remembered import Remembered
from gateway.trusted.manifests import id_of

NOT_ITS_HASH = "`sha256Hash` is not the SHA-256 of `query`, in lower-case hexadecimal digits"

by_hash = Remembered[str](MOST_REMEMBERED, MOST_REMEMBERED_BYTES)
"""Texts of documents. What is forgotten, here or there, is asked for again, with its text."""


def get(hash: str) -> Document | None:
    text = by_hash.get(hash)
    return None if text is None else remembered.get(text)


def keep(hash: str, query: str) -> None:
    """Have the hash stand for a valid document from now on; Refused if it is not the text's."""
    if id_of(query) != hash:
        raise Refused(NOT_ITS_HASH)
    by_hash.keep(hash, query, 2 * len(query))

"""Trusted documents: known from files, asked for by their ids, read once at the start."""

from pathlib import Path

from graphql import GraphQLError

from gateway.documents import Document, remembered
from gateway.operations import Operation, Refused
from gateway.reading import TRUSTED, Rejected, read
from gateway.trusted import automatic
from gateway.trusted.manifests import BadManifest, Entry, entries_of, id_of
from settings import Settings

__all__ = ["BadManifest", "Trusted", "automatic", "found", "trusted"]

SHA256 = "sha256:"
NO_SUCH_DOCUMENT = "No document has this `documentId`; send one of those this server was given"
NOT_TRUSTED = "Only documents that this server was given are run; send the `documentId` of one"


class Trusted:
    """Documents by their ids, and by their texts. Nothing is added once the server runs."""

    def __init__(self) -> None:
        self.by_id: dict[str, Document] = {}
        self.by_text: dict[str, Document] = {}

    def load(self, folder: Path) -> None:
        """Read every document of a folder; BadManifest at the first that is no good."""
        for entry in entries_of(folder):
            document = self.by_text.get(entry.text) or read_entry(entry)
            self.by_text[entry.text] = document
            self.keep(entry, entry.id, document)
            self.keep(entry, id_of(entry.text), document)

    def keep(self, entry: Entry, id: str, document: Document) -> None:
        if self.by_id.setdefault(id.removeprefix(SHA256), document) is not document:
            raise BadManifest(entry.path, f"document {id}: another one has this id already")

    def get(self, id: str) -> Document | None:
        return self.by_id.get(id.removeprefix(SHA256))


def read_entry(entry: Entry) -> Document:
    try:
        return Document(read(entry.text, TRUSTED))
    except Rejected as rejected:
        reason = rejected.errors[0].message
        raise BadManifest(entry.path, f"document {entry.id}: {reason}") from None


trusted = Trusted()


def found(operation: Operation, settings: Settings) -> Document | None:
    """The document that is asked for by an id, a hash or its text, if it is known already.

    None where the text is there to be read; an id or hash without one is Refused or Rejected.
    """
    if operation.document_id is not None and (known := trusted.get(operation.document_id)):
        return known
    if operation.hash is not None and (known := by_hash(operation.hash, settings)):
        return known
    if not operation.query:
        raise unknown(operation, settings)
    if known := trusted.by_text.get(operation.query):
        return known
    if settings.only_trusted_documents:
        raise Rejected("DOCUMENT_NOT_TRUSTED", GraphQLError(NOT_TRUSTED))
    return remembered.get(operation.query)


def by_hash(hash: str, settings: Settings) -> Document | None:
    known = trusted.get(hash)
    if known is None and settings.automatic_persisted_queries:
        known = automatic.get(hash)
    return known


def unknown(operation: Operation, settings: Settings) -> Refused | Rejected:
    """What clients do next depends on these words: send the text to it, or no more hashes."""
    if operation.hash is None:
        return Refused(NO_SUCH_DOCUMENT, 400, "PERSISTED_QUERY_NOT_FOUND")
    if settings.automatic_persisted_queries:
        return Rejected("PERSISTED_QUERY_NOT_FOUND", GraphQLError("PersistedQueryNotFound"))
    return Rejected("PERSISTED_QUERY_NOT_SUPPORTED", GraphQLError("PersistedQueryNotSupported"))

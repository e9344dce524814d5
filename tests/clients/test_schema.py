"""The printed schema is one that the tools of frontends take as it is."""

import subprocess

import orjson

from schema import ids
from tests.cast import given_messages, given_pair, token_of
from tests.clients.programs import FOLDER, ROOT

RULES = [
    "defined-types-are-used",
    "deprecations-have-a-reason",
    "descriptions-are-capitalized",
    "enum-values-all-caps",
    "fields-are-camel-cased",
    "input-object-values-are-camel-cased",
    "relay-connection-arguments-spec",
    "relay-connection-types-spec",
    "relay-page-info-spec",
    "types-are-capitalized",
]
"""Its others: alphabetical order, and descriptions, of which tests/test_contract.py says where."""


def test_a_linter_has_nothing_to_say(node):
    linter = str(FOLDER / "node_modules" / ".bin" / "graphql-schema-linter")
    printed = str(ROOT / "schema" / "schema.graphql")
    command = [linter, "--format", "json", "--rules", ",".join(RULES), printed]

    said = subprocess.run(command, capture_output=True, text=True, timeout=30)

    assert orjson.loads(said.stdout) == {"errors": []}


async def test_relay_reads_a_conversation_backwards_page_by_page(run, edge, artifacts):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "abcde")
    where = ids.encode("conversation", conversation.id)
    task = {"url": f"{edge.url}/graphql", "conversation": where, "artifacts": artifacts}

    async with run("relay-pages", lambda: token_of(bo), **task) as program:
        pages = [await program.hear("page") for _ in range(3)]
        await program.end()

    assert pages == [["d", "e"], ["b", "c", "d", "e"], ["a", "b", "c", "d", "e"]]

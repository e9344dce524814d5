"""What secrets are made of, and what our code leaves alone: docs/security.md promises it."""

import ast
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path

from actions import tokens
from tests.test_architecture import LEVEL, ROOT, part_of, sources, tree_of

OURS = [path for path in sources() if part_of(path) in LEVEL]
UNSAFE = {"dill", "lxml", "marshal", "pickle", "shelve", "xml", "yaml"}


def imported(path: Path) -> Iterator[str]:
    """Dotted, with the names that are taken from a module."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importing(*names: str) -> set[str]:
    """Files that import one of these, or something of them."""
    return {
        str(path.relative_to(ROOT))
        for path in OURS
        if any(name.partition(".")[0] in names for name in imported(path))
    }


def taken_from(package: str) -> set[str]:
    """Names that are imported from it, or asked of it."""
    asked = {
        node.attr
        for path in OURS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == package
    }
    named = {name for path in OURS for name in imported(path) if name.startswith(f"{package}.")}
    return asked | {name.rpartition(".")[2] for name in named}


def test_chance_that_can_be_foreseen_makes_no_secret():
    delays = {"events/bus.py", "gateway/connections.py", "jobs/worker.py"}

    assert importing("random") == delays | {"jobs/demonstration/pairing.py"}


def test_a_token_is_256_bits_and_never_the_same():
    made = {tokens.new_token() for _ in range(1_000)}

    assert len(made) == 1_000
    assert {len(urlsafe_b64decode(f"{token}=")) * 8 for token in made} == {256}


def test_of_hashes_only_strong_ones_are_used():
    assert taken_from("hashlib") == {"sha256", "blake2b"}


def test_of_ciphers_only_aes_gcm_is_used():
    """SHA-1 is what RFC 6238 makes the codes of apps with."""
    assert taken_from("cryptography") == {"AESGCM", "InvalidTag", "TOTP", "SHA1"}


def test_nothing_reads_xml_pickles_or_yaml():
    assert importing(*UNSAFE) == set()


def test_code_is_compiled_in_one_place():
    """Of plans, which hold what the schema says, and of a client's only names, quoted."""
    places = {
        str(path.relative_to(ROOT))
        for path in OURS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Name) and node.id in {"eval", "exec", "compile", "__import__"}
    }

    assert places == {"gateway/plans/objects.py"}

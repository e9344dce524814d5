"""The files that trusted documents are read from, in the forms that tools write them."""

import json

import pytest

from gateway.trusted import BadManifest, Trusted
from gateway.trusted.manifests import id_of
from tests.gateway.hostile import in_user, numbered

VIEWER = "query Viewer { viewer { email } }"
TYPENAME = "{ __typename }"


def loaded(folder) -> Trusted:
    trusted = Trusted()
    trusted.load(folder)
    return trusted


@pytest.fixture
def write(tmp_path):
    """Writes a file of the folder: text as it is, anything else as JSON."""

    def write(name: str, content) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")

    return write


def test_the_manifest_of_graphql_codegen_is_read(tmp_path, write):
    write("persisted-documents.json", {id_of(VIEWER): VIEWER, id_of(TYPENAME): TYPENAME})

    trusted = loaded(tmp_path)

    assert trusted.get(id_of(VIEWER)) is trusted.get(f"sha256:{id_of(VIEWER)}")
    assert trusted.get(id_of(TYPENAME)) is trusted.by_text[TYPENAME]


def test_the_manifest_of_relay_is_read_and_its_ids_are_taken_as_they_are(tmp_path, write):
    write("relay.json", {"5d41402abc4b2a76b9719d911017c592": VIEWER})

    trusted = loaded(tmp_path)

    found = trusted.get("5d41402abc4b2a76b9719d911017c592")
    assert found is trusted.get(id_of(VIEWER)) is not None


def test_the_manifest_of_apollo_is_read(tmp_path, write):
    operation = {"id": "viewer-1", "name": "Viewer", "type": "query", "body": VIEWER}
    manifest = {"format": "apollo-persisted-query-manifest", "version": 1}
    write("apollo.json", {**manifest, "operations": [operation]})

    assert loaded(tmp_path).get("viewer-1") is not None


def test_files_of_graphql_are_known_by_their_hashes(tmp_path, write):
    write("deep/down/viewer.graphql", VIEWER)
    write("typename.gql", TYPENAME)
    write("README.md", "Nothing for us")

    trusted = loaded(tmp_path)

    assert {*trusted.by_text} == {VIEWER, TYPENAME}
    assert {*trusted.by_id} == {id_of(VIEWER), id_of(TYPENAME)}


def test_one_text_is_read_once_however_many_ids_it_has(tmp_path, write):
    write("a.json", {"one": VIEWER, "other": VIEWER})
    write("b.json", {"one": VIEWER})

    trusted = loaded(tmp_path)

    assert trusted.get("one") is trusted.get("other")


def test_what_we_wrote_ourselves_may_be_longer_than_what_strangers_send(tmp_path, write):
    long = in_user(numbered("a#: name", 500))

    write("long.graphql", long)

    assert loaded(tmp_path).get(id_of(long)) is not None


MANIFEST = {"format": "apollo-persisted-query-manifest", "version": 1}
BAD = {
    "no JSON": ("a.json", "{", "not JSON"),
    "a list": ("a.json", [VIEWER], "a manifest is an object"),
    "a text that is none": ("a.json", {"a": 5}, "document a: its text is a string"),
    "an empty id": ("a.json", {"": VIEWER}, "an id has 1 to 200 characters"),
    "a long id": ("a.json", {"a" * 201: VIEWER}, "an id has 1 to 200 characters"),
    "another version": ("a.json", {**MANIFEST, "version": 2, "operations": []}, "version 1"),
    "no operations": ("a.json", {**MANIFEST}, "version 1"),
    "an operation that is none": ("a.json", {**MANIFEST, "operations": [5]}, "`id` and `body`"),
    "no body": ("a.json", {**MANIFEST, "operations": [{"id": "a"}]}, "its text is a string"),
    "a syntax error": ("a.graphql", "{", "Syntax Error"),
    "an unknown field": ("a.json", {"a": "{ viewr }"}, "document a: Cannot query field 'viewr'"),
    "too deep": ("a.graphql", "{ a " * 31 + "}" * 31, "Ask at most 30 levels deep"),
}


@pytest.mark.parametrize(("name", "content", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_manifest_is_named_with_what_is_wrong(tmp_path, write, name, content, reason):
    write(name, content)

    with pytest.raises(BadManifest) as bad:
        loaded(tmp_path)

    assert str(bad.value).startswith(f"{tmp_path / name}: ")
    assert reason in str(bad.value)


def test_one_id_is_not_two_documents(tmp_path, write):
    write("a.json", {"one": VIEWER})
    write("b.json", {"one": TYPENAME})

    with pytest.raises(BadManifest, match="document one: another one has this id already"):
        loaded(tmp_path)


def test_a_folder_that_is_not_there_is_no_empty_folder(tmp_path):
    with pytest.raises(BadManifest, match="this is no folder"):
        loaded(tmp_path / "nothing")


def test_bytes_that_are_no_text_are_no_document(tmp_path):
    (tmp_path / "a.graphql").write_bytes(b"{ \xff }")

    with pytest.raises(BadManifest, match="utf-8"):
        loaded(tmp_path)

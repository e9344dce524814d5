"""Files on their way out: the right is asked each time, whoever says how who they are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.sessions.keys import create_api_key
from adapters import storage
from models import Attachment, Message, Organization, OrganizationRole, Scope, Staff
from schema import ids
from settings import get_settings
from tests.attachments.sending import (
    PNG,
    SIGNED,
    TEXT,
    get,
    given_file,
    id_in,
    path_of,
    proof,
)
from tests.cast import (
    given_match,
    given_mentee,
    given_mentor,
    given_organization,
    given_program,
    given_staff,
    given_user,
    token_of,
)
from tests.conversations.talking import change
from tests.permissive import all_policies, without


async def test_what_is_not_yours_and_what_is_not_there_look_the_same(edge):
    _, bo, file = await given_file(edge)
    eve, staff = await given_user("Eve"), await given_staff(await Organization.get(), "Abe")
    nowhere = ("/attachments/x", f"/attachments/{ids.encode('user', eve.id)}")
    missing = f"/attachments/{ids.encode('attachment', eve.id)}"

    others = [await get(edge, one, file["url"]) for one in (eve, staff)]
    nothing = [await get(edge, eve, path) for path in (*nowhere, missing)]

    assert {answer.status_code for answer in (*others, *nothing)} == {404}
    assert len({answer.content for answer in (*others, *nothing)}) == 1
    assert (await get(edge, bo, file["url"])).content == TEXT
    assert (await get(edge, None, file["url"])).status_code == 401


async def given_foreign():
    """Somebody of another organization, who writes with somebody there."""
    program = await given_program(await given_organization("Umbra"))
    mentor, mentee = await given_mentor(program, "Eve"), await given_mentee(program, "Yan")
    await given_match(mentor, mentee)
    return mentor.user


async def test_if_every_right_said_yes_a_foreign_organization_still_reads_nothing(edge):
    _, _, file = await given_file(edge)
    eve = await given_foreign()

    with without(*all_policies()):
        foreign = await get(edge, eve, file["url"])
        by_address = await edge.ask(eve, SIGNED, id=file["id"])
    without_rights = await get(edge, eve, file["url"])

    assert (foreign.status_code, foreign.content) == (404, without_rights.content)
    assert by_address.data == {"node": None}


async def test_without_the_right_somebody_of_the_same_organization_would_read_it(edge):
    """So it is this right that keeps them from it."""
    _, _, file = await given_file(edge)
    staff = await given_staff(await Organization.get(), "Abe")

    with without("attachments.visible_to"):
        answer = await get(edge, staff, file["url"])

    assert answer.status_code == 200


async def test_who_has_it_already_is_told_so_as_long_as_they_may_see_it(edge):
    ada, bo, file = await given_file(edge)
    tag = (await get(edge, bo, file["url"])).headers["etag"]

    known = await get(edge, bo, file["url"], if_none_match=tag)
    await change(edge.ask, ada, "retractMessage", await Message.get())
    gone = await get(edge, bo, file["url"], if_none_match=tag)

    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["cache-control"] == "private, no-cache"
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=900-", slice(900, 950)),
        ("bytes=-7", slice(943, 950)),
        ("bytes=940-99999", slice(940, 950)),
        ("bytes=-99999", slice(0, 950)),
    ],
)
async def test_a_part_is_given_to_who_asks_for_a_part(edge, asked, part):
    _, bo, file = await given_file(edge)

    answer = await get(edge, bo, file["url"], range=asked)

    assert answer.content == TEXT[part]
    assert answer.status_code == (200 if answer.content == TEXT else 206)
    whole = f"bytes {part.start}-{part.stop - 1}/950"
    assert answer.headers.get("content-range", whole) == whole


@pytest.mark.parametrize("asked", ["bytes=950-", "bytes=9-1", "bytes=-0"])
async def test_a_part_that_is_not_there_is_not_given(edge, asked):
    _, bo, file = await given_file(edge)

    answer = await get(edge, bo, file["url"], range=asked)

    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */950")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "lines=0-9", "bytes=a-b", "bytes=-"])
async def test_what_is_no_part_is_all_of_it(edge, asked):
    _, bo, file = await given_file(edge)

    answer = await get(edge, bo, file["url"], range=asked)

    assert (answer.status_code, answer.content) == (200, TEXT)


async def test_a_part_of_another_version_is_all_of_it(edge):
    _, bo, file = await given_file(edge)
    tag = (await get(edge, bo, file["url"])).headers["etag"]

    same = await get(edge, bo, file["url"], range="bytes=0-4", if_range=tag)
    other = await get(edge, bo, file["url"], range="bytes=0-4", if_range='"other"')

    assert (len(same.content), len(other.content)) == (5, 950)


async def test_head_tells_what_get_would(edge):
    _, bo, file = await given_file(edge)

    head = await edge.http.head(path_of(file["url"]), headers=await proof(bo))
    shown = await get(edge, bo, file["url"])

    names = ("content-length", "content-type", "etag", "content-disposition")
    assert (head.status_code, head.content) == (200, b"")
    assert [head.headers[name] for name in names] == [shown.headers[name] for name in names]


async def test_a_page_of_ours_reads_by_its_cookie_and_no_other_page_does(edge):
    ada, _, file = await given_file(edge, PNG, "a.png")
    cookie = {"cookie": f"__Host-sid={await token_of(ada)}"}

    answers = [
        await edge.http.get(path_of(file["url"]), headers={**cookie, "sec-fetch-site": site})
        for site in ("same-origin", "none", "cross-site")
    ]

    assert [answer.status_code for answer in answers] == [200, 401, 403]
    assert answers[0].headers["cross-origin-resource-policy"] == "same-origin"


async def test_a_file_is_read_by_a_key_with_the_scope_of_conversations(edge):
    ada, _, file = await given_file(edge)
    organization = await Organization.get()
    await Staff.create(organization=organization, user=ada, role=OrganizationRole.ADMIN)
    today = datetime.now(UTC).date()
    made = [
        (await create_api_key(ada, organization.id, "k", [scope], today))[1]
        for scope in (Scope.READ_CONVERSATIONS, Scope.READ_GOALS)
    ]

    heads = [{"authorization": f"Bearer {key}"} for key in made]
    answers = [await edge.http.get(path_of(file["url"]), headers=head) for head in heads]
    sent = await edge.http.put(path_of(file["url"]), content=TEXT, headers=heads[0])

    assert [answer.status_code for answer in [*answers, sent]] == [200, 403, 401]


async def test_files_that_cannot_be_reached_are_asked_for_later(edge, monkeypatch):
    _, bo, file = await given_file(edge)
    monkeypatch.setattr(storage, "store", lambda: storage.bucket("s3://nowhere/x"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    storage.bucket.cache_clear()

    answer = await get(edge, bo, file["url"])
    storage.bucket.cache_clear()

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"


async def test_bytes_that_are_gone_are_not_there(edge):
    _, bo, file = await given_file(edge)
    row = await Attachment.get(id=id_in(file))
    folder: Path = get_settings().data_folder / "files"
    (folder / str(row.organization_id) / str(row.object_id)).unlink()

    answer = await get(edge, bo, file["url"])

    assert answer.status_code == 404


async def test_a_name_is_told_so_that_no_header_breaks(edge):
    _, bo, file = await given_file(edge, TEXT, 'Grüße; "a"\'.txt')

    shown = await get(edge, bo, file["url"])

    told = "attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe%3B%20%22a%22%27.txt"
    assert shown.headers["content-disposition"] == told


async def test_reading_a_file_is_two_statements(edge, queries):
    _, bo, file = await given_file(edge)
    await get(edge, bo, file["url"])

    with queries() as count:
        await get(edge, bo, file["url"])

    assert count.total == 2

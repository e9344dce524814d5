"""Pictures over HTTP: who sends, who sees, and what is said to others."""

import pytest
from PIL import Image

from gateway import pictures
from models import Picture, User
from schema import ids
from tests.cast import given_mentee, given_mentor, given_pair, given_program, given_user, token_of
from tests.pictures.drawing import BLUE, drawn, opened, saved, with_camera_data

SEE = "query ($id: ID!) { user(id: $id) { picture small: picture(size: SMALL) } }"
REMOVE = "mutation { removePicture { user { picture } } }"


async def send(edge, viewer, raw=None, **headers):
    content = drawn() if raw is None else raw
    return await edge.http.put("/picture", content=content, headers=await proof(viewer) | headers)


async def get(edge, viewer, address, **headers):
    path = address.removeprefix("http://127.0.0.1:8000")
    return await edge.http.get(path, headers=await proof(viewer) | headers)


async def proof(viewer):
    return {"authorization": f"Bearer {await token_of(viewer)}"} if viewer else {}


def place(user, size="medium"):
    return f"/pictures/{ids.encode('user', user.id)}/{size}"


async def test_nobody_sends_or_removes_a_picture_without_signing_in(edge):
    ada = await given_user("Ada")

    sent, removed = await send(edge, None), await edge.ask(None, REMOVE)

    assert sent.status_code == 401
    assert sent.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert removed.codes == ["UNAUTHENTICATED"]
    assert (await User.get(id=ada.id)).picture_version is None


async def test_what_is_not_yours_and_what_is_not_there_look_the_same(edge):
    mentor, mentee, _ = await given_pair()
    eve = await given_user("Eve")
    await send(edge, mentor)

    foreign = await get(edge, eve, place(mentor))
    nowhere = (place(eve), "/pictures/user_1/small", place(eve, "x"))
    others = [await get(edge, eve, path) for path in nowhere]
    without = await get(edge, mentor, place(mentee))

    assert (await get(edge, mentee, place(mentor))).status_code == 200
    assert {answer.content for answer in (*others, without)} == {foreign.content}
    assert {answer.status_code for answer in (foreign, *others, without)} == {404}
    assert (await get(edge, None, place(mentor))).status_code == 401


async def test_a_picture_is_seen_where_the_person_says_by_those_who_see_them(edge):
    program = await given_program()
    ada, bo = await given_mentor(program, "Ada"), await given_mentee(program, "Bo")

    sent = await send(edge, ada.user)
    answer = await edge.ask(bo.user, SEE, id=ids.encode("user", ada.user_id))
    shown = await get(edge, bo.user, answer.data["user"]["small"])

    assert sent.json()["picture"]["small"] == answer.data["user"]["small"]
    assert sent.json()["picture"]["medium"] == answer.data["user"]["picture"]
    assert opened(shown.content).size == (64, 64)
    assert shown.headers["content-type"] == "image/webp"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "private, no-cache"


async def test_the_right_is_asked_again_of_who_has_it_already(edge):
    program = await given_program()
    ada, bo = await given_mentor(program, "Ada"), await given_mentee(program, "Bo")
    await send(edge, ada.user)
    tag = (await get(edge, bo.user, place(ada.user))).headers["etag"]

    known = await get(edge, bo.user, place(ada.user), **{"if-none-match": tag})
    await bo.delete()
    gone = await get(edge, bo.user, place(ada.user), **{"if-none-match": tag})

    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    assert gone.status_code == 404


async def test_another_picture_takes_the_place_of_the_one_before(edge):
    ada = await given_user("Ada")
    first = (await send(edge, ada)).json()["picture"]
    tag = (await get(edge, ada, place(ada))).headers["etag"]

    second = (await send(edge, ada, saved(Image.new("RGB", (70, 70), BLUE), "PNG"))).json()[
        "picture"
    ]
    changed = await get(edge, ada, place(ada), **{"if-none-match": tag})

    assert first["small"] != second["small"]
    assert changed.status_code == 200
    assert await Picture.filter(user_id=ada.id).count() == 3


async def test_whoever_removes_their_picture_has_none(edge):
    ada = await given_user("Ada")
    await send(edge, ada)

    removed = await edge.ask(ada, REMOVE)

    assert removed.data == {"removePicture": {"user": {"picture": None}}}
    assert (await get(edge, ada, place(ada))).status_code == 404
    assert await Picture.all().count() == 0


async def test_nothing_of_what_was_sent_beside_the_pixels_is_shown(edge):
    ada = await given_user("Ada")
    await send(edge, ada, with_camera_data())

    shown = await get(edge, ada, place(ada, "large"))

    assert opened(shown.content).size == (512, 512)
    assert b"anary" not in shown.content


@pytest.mark.parametrize("raw", [b"", b"no picture", drawn("PNG")[:-40]])
async def test_what_is_no_picture_is_refused_and_the_old_one_stays(edge, raw):
    ada = await given_user("Ada")
    before = (await send(edge, ada)).json()["picture"]["small"]

    answer = await send(edge, ada, raw)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert (await get(edge, ada, before)).status_code == 200


async def chunks(size):
    for _ in range(size // 65_536 + 1):
        yield b"\xff" * 65_536


@pytest.mark.parametrize("is_announced", [True, False])
async def test_more_than_ten_megabytes_are_not_taken(edge, monkeypatch, is_announced):
    ada, most = await given_user("Ada"), 200_000
    monkeypatch.setattr(pictures, "MOST_BYTES", most)

    answer = await send(edge, ada, b"\xff" * (most + 1) if is_announced else chunks(most))

    assert answer.status_code == 413
    assert await Picture.all().count() == 0


async def test_while_many_send_pictures_others_are_told_to_come_back(edge, monkeypatch):
    ada = await given_user("Ada")
    monkeypatch.setattr(pictures, "MOST_AT_ONCE", 0)

    answer = await send(edge, ada)

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}]
)
async def test_pages_of_elsewhere_neither_send_nor_see(edge, headers):
    ada = await given_user("Ada")

    sent = await send(edge, ada, **headers)
    seen = await get(edge, ada, place(ada), **headers)

    assert (sent.status_code, seen.status_code) == (403, 403)
    assert await Picture.all().count() == 0


async def test_a_page_of_ours_shows_a_picture_by_its_cookie_and_no_other_page_does(edge):
    ada = await given_user("Ada")
    await send(edge, ada)
    cookie = {"cookie": f"__Host-sid={await token_of(ada)}"}

    answers = [
        await edge.http.get(place(ada), headers={**cookie, "sec-fetch-site": site})
        for site in ("same-origin", "none", "cross-site")
    ]

    assert [answer.status_code for answer in answers] == [200, 401, 403]


async def test_a_cookie_and_a_token_are_one_proof_too_many(edge):
    ada = await given_user("Ada")

    answer = await get(edge, ada, place(ada), cookie="__Host-sid=abc")

    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_a_picture_is_sent_by_put_only(edge, method):
    answer = await edge.http.request(method, "/picture", headers=await proof(await given_user()))

    assert answer.status_code == 405


async def test_a_picture_is_two_statements(edge, queries):
    ada = await given_user("Ada")
    await send(edge, ada)

    with queries() as count:
        await get(edge, ada, place(ada))

    assert count.total == 2

"""Addresses that say who asks, for where no token can be sent."""

from datetime import UTC, datetime

import time_machine

from models import Message, Session
from schema import ids
from tests.attachments.sending import (
    PDF,
    PNG,
    TEXT,
    get,
    given_file,
    given_sent,
    path_of,
    signed,
)
from tests.conversations.talking import change


async def test_a_signed_address_shows_a_picture_on_any_page_to_who_may_see_it(edge):
    _, bo, file = await given_file(edge, PNG, "a.png")
    address = await signed(edge, bo, file)

    on_a_page = {"sec-fetch-site": "cross-site", "sec-fetch-dest": "image"}
    shown = await edge.http.get(path_of(address), headers=on_a_page)

    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert shown.headers["cross-origin-resource-policy"] == "cross-origin"
    assert shown.headers["content-disposition"].startswith("inline")
    assert await signed(edge, bo, file) == address


async def test_a_signed_address_ends_after_ten_minutes_at_most(edge):
    _, bo, file = await given_file(edge)
    address = await signed(edge, bo, file)

    answers = []
    for seconds in (290, 601):
        with time_machine.travel(datetime.now(UTC).timestamp() + seconds, tick=True):
            answers.append(await get(edge, None, address))

    assert [answer.status_code for answer in answers] == [200, 401]


async def test_a_signed_address_ends_with_the_session(edge):
    _, bo, file = await given_file(edge)
    address = await signed(edge, bo, file)
    await Session.filter(user_id=bo.id).update(ended_at=datetime.now(UTC))

    answer = await get(edge, None, address)

    assert answer.status_code == 401


async def test_a_signed_address_is_worth_no_more_than_the_right_of_whom_it_was_made_for(edge):
    ada, bo, file = await given_file(edge)
    address = await signed(edge, bo, file)
    await change(edge.ask, ada, "retractMessage", await Message.get())

    answer = await get(edge, None, address)

    assert answer.status_code == 404


async def test_a_signature_of_another_file_or_of_nobody_opens_nothing(edge):
    ada, bo, file = await given_file(edge)
    where = await (await Message.get()).conversation
    other = await given_sent(edge, ada, where, PDF, "b.pdf")
    _, _, signature = (await signed(edge, bo, file)).partition("?signature=")

    turned = signature[:-3] + ("A" if signature[-3] != "A" else "B") + signature[-2:]
    guesses = [turned, signature[:-4], "", "é", "x" * 72, signature[4:] + "AAAA"]
    answers = [await get(edge, None, f"{file['url']}?signature={each}") for each in guesses]
    of_other = await get(edge, None, f"{other['url']}?signature={signature}")
    missing = f"/attachments/{ids.encode('attachment', bo.id)}?signature={signature}"

    assert {answer.status_code for answer in [*answers, of_other]} == {401}
    assert (await get(edge, None, missing)).content == of_other.content


async def test_a_signed_address_takes_no_file_in_and_no_token(edge):
    ada, bo, file = await given_file(edge)
    address = path_of(await signed(edge, bo, file))

    sent = await edge.http.put(address, content=TEXT)
    both = await get(edge, ada, address)

    assert (sent.status_code, both.status_code) == (401, 400)

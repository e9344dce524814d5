"""Messages in another language, where somebody is set up to translate them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest

from actions.attempts import Limit
from actions.conversations import translating
from models import Message, Translation, User
from schema import ids
from settings import get_settings
from tests.cast import given_user
from tests.conversations import libretranslate
from tests.conversations.libretranslate import LibreTranslate
from tests.conversations.talking import change, given_said
from tests.documents import Ask, do

GERMAN = "Vielen Dank für deine Hilfe!"
ENGLISH = "VIELEN DANK FÜR DEINE HILFE!"

KEPT = """
query ($id: ID!) {
  node(id: $id) { ... on Message { translations { language sourceLanguage body } } }
}
"""


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`set_up(url)` makes it the translation server, as if just started."""

    def apply(url: str, key: str = "") -> None:
        monkeypatch.setenv("TRANSLATE_URL", url)
        monkeypatch.setenv("TRANSLATE_KEY", key)
        get_settings.cache_clear()
        translating.breaker_of.cache_clear()

    yield apply
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture
async def translator(set_up: Any) -> AsyncIterator[LibreTranslate]:
    async with libretranslate.running() as it:
        set_up(it.url, "a key")
        yield it


async def translate(ask: Ask, who: User, message: Message, to: str = "en") -> dict[str, Any]:
    fields = "translation { language sourceLanguage body }"
    wanted = ids.encode("message", message.id)
    return await do(ask, who, "translateMessage", fields, messageId=wanted, to=to)


async def test_a_stranger_has_nothing_translated(ask, translator):
    _, _, [message] = await given_said(GERMAN)

    answer = await translate(ask, await given_user("Eve"), message)

    assert answer["__typename"] == "NotFound"
    assert (translator.asked, await Translation.exists()) == ([], False)


async def test_where_nobody_translates_that_is_said(ask):
    ada, _, [message] = await given_said(GERMAN)

    answer = await translate(ask, ada, message)

    assert answer["__typename"] == "Unavailable"
    assert "no translation server" in answer["reason"]


async def test_a_message_is_translated_once_for_all_who_read_it(ask, translator):
    ada, bo, [message] = await given_said(GERMAN)

    once = await translate(ask, bo, message)
    again = await translate(ask, ada, message)
    kept = await ask(ada, KEPT, id=ids.encode("message", message.id))

    assert once["translation"] == {"language": "en", "sourceLanguage": "de", "body": ENGLISH}
    assert again == once
    assert kept.data["node"]["translations"] == [once["translation"]]
    asked = {"q": GERMAN, "source": "de", "target": "en", "format": "text", "api_key": "a key"}
    assert translator.asked == [asked]


async def test_of_a_short_message_the_server_finds_the_language_itself(ask, translator):
    ada, _, [message] = await given_said("ok")

    answer = await translate(ask, ada, message)

    assert translator.asked[0]["source"] == "auto"
    assert answer["translation"]["sourceLanguage"] == "fr"


@pytest.mark.parametrize("verb", ["editMessage", "retractMessage"])
async def test_a_message_that_changes_loses_its_translations(ask, translator, verb):
    ada, _, [message] = await given_said(GERMAN)
    await translate(ask, ada, message)
    given = {"body": "Danke"} if verb == "editMessage" else {}

    await change(ask, ada, verb, message, **given)

    assert not await Translation.exists()


@pytest.mark.parametrize("verb", ["editMessage", "retractMessage"])
async def test_what_changes_while_it_is_translated_keeps_no_translation(ask, translator, verb):
    ada, bo, [message] = await given_said(GERMAN)
    given = {"body": "Danke"} if verb == "editMessage" else {}

    translator.before = lambda: change(ask, ada, verb, message, **given)
    answer = await translate(ask, bo, message)

    assert answer["__typename"] == "Conflict"
    assert not await Translation.exists()


@pytest.mark.parametrize("to", ["", "english", "EN", "e'n", "en\x00", "x" * 200, "de"])
async def test_what_is_no_language_or_the_same_is_not_asked_for(ask, translator, to):
    ada, _, [message] = await given_said(GERMAN)

    answer = await translate(ask, ada, message, to)

    assert (answer["__typename"], answer["field"]) == ("Invalid", "to")
    assert translator.asked == []


async def test_a_language_that_the_server_does_not_know_is_invalid(ask, translator):
    ada, _, [message] = await given_said(GERMAN)
    translator.status = 400

    answers = [await translate(ask, ada, message, "xx") for _ in range(5)]

    assert {answer["__typename"] for answer in answers} == {"Invalid"}
    assert len(translator.asked) == 5


@pytest.mark.parametrize(
    "wrong",
    [
        *({"status": status} for status in (403, 429, 500, 503)),
        *({"said": said} for said in (b"", b"{", b"[]", b"null", b'"x"', b"{}", b"\xff")),
        *({"said": said} for said in (b'{"translatedText": 1}', b'{"translatedText": "\\u0000"}')),
        {"said": b'{"translatedText": "x", "detectedLanguage": []}'},
        {"said": b'{"translatedText": "' + b"x" * 200_000 + b'"}'},
    ],
    ids=lambda wrong: str(wrong)[:40],
)
async def test_whatever_else_it_says_is_no_fault_of_ours(ask, translator, wrong):
    ada, _, [message] = await given_said("ok")
    for name, value in wrong.items():
        setattr(translator, name, value)

    answer = await translate(ask, ada, message)

    assert answer["__typename"] == "Unavailable"
    assert not await Translation.exists()


async def test_it_is_not_followed_elsewhere(ask, translator):
    ada, _, [message] = await given_said(GERMAN)
    async with libretranslate.running() as elsewhere:
        translator.status, translator.headers = 307, f"location: {elsewhere.url}/translate\r\n"

        answer = await translate(ask, ada, message)

    assert answer["__typename"] == "Unavailable"
    assert elsewhere.asked == []


async def test_a_slow_one_is_given_up_and_then_left_alone(ask, translator, monkeypatch, caplog):
    ada, _, [message] = await given_said(GERMAN)
    monkeypatch.setattr("adapters.translation.SECONDS", 0.05)
    translator.is_silent = True

    answers = [await translate(ask, ada, message) for _ in range(4)]

    assert {answer["__typename"] for answer in answers} == {"Unavailable"}
    assert len(translator.asked) == 3
    assert GERMAN not in caplog.text


async def test_one_that_is_away_is_no_fault_of_ours(ask, set_up):
    ada, _, [message] = await given_said(GERMAN)
    set_up("http://127.0.0.1:9")

    assert (await translate(ask, ada, message))["__typename"] == "Unavailable"


async def test_four_are_asked_for_at_once(ask, translator):
    ada, _, messages = await given_said(*(f"ok {number}" for number in range(6)))
    most, go = [], asyncio.Event()

    async def wait() -> None:
        most.append(len(translator.asked))
        if len(translator.asked) == 4:
            go.set()
        await go.wait()

    translator.before = wait
    answers = await asyncio.gather(*(translate(ask, ada, message) for message in messages))

    assert [answer["__typename"] for answer in answers] == ["TranslateMessagePayload"] * 6
    assert most[:4] == [1, 2, 3, 4]


async def test_nobody_has_more_translated_than_others_leave_them(ask, translator, monkeypatch):
    limit = Limit("few", 1, timedelta(hours=1), "Enough")
    monkeypatch.setattr(translating, "OFTEN", limit)
    ada, bo, [first, second] = await given_said("ok", "Ok!")
    await translate(ask, ada, first)

    more = await translate(ask, ada, second)
    others = await translate(ask, bo, second)

    assert more["__typename"] == "TooMany"
    assert others["__typename"] == "TranslateMessagePayload"

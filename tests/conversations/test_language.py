"""Each message knows what language it is in, where that can be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.languages import KNOWN, language_of
from models import Conversation, Message
from schema import ids
from tests.cast import given_messages
from tests.conversations.talking import change, given_said

SAID = {
    "Vielen Dank für deine Hilfe!": "de",
    "Could we move our meeting to Friday?": "en",
    "¿Podemos mover nuestra reunión al viernes?": "es",
    "Merci beaucoup pour ton aide": "fr",
    "Czy możemy przenieść nasze spotkanie na piątek?": "pl",
    "Можем перенести встречу на пятницу?": "ru",
    "手伝ってくれてありがとうございます": "ja",
    "非常感谢你的帮助": "zh",
    "شكرا جزيلا على مساعدتك": "ar",
    "See https://example.org/ein/langer/deutscher/pfad before our next meeting": "en",
}
UNSURE = ["ok", "👍", "10:30", "haha", "https://example.org/a", "a@example.org", "C++", "x" * 8_000]

LANGUAGES = "query ($id: ID!) { conversation(id: $id) { messages { nodes { language } } } }"


@pytest.mark.parametrize(("text", "language"), SAID.items())
def test_a_sentence_tells_its_language(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize("text", UNSURE)
def test_where_it_cannot_be_told_nothing_is(text):
    assert language_of(text) is None


@given(st.text(max_size=400))
def test_whatever_is_written_is_in_a_known_language_or_in_none(text):
    assert language_of(text) in KNOWN | {None}


async def test_a_message_has_the_language_of_its_words_and_of_its_new_words(ask):
    ada, _, [message] = await given_said("Vielen Dank für deine Hilfe!")
    before = message.language
    await change(ask, ada, "editMessage", message, body="Thanks a lot for your help!")

    await message.refresh_from_db()

    assert (before, message.language) == ("de", "en")


async def test_what_was_taken_back_has_none(ask):
    ada, _, [message] = await given_said("Vielen Dank für deine Hilfe!")
    await change(ask, ada, "retractMessage", message)

    assert [one.language for one in await Message.all()] == [None]


async def test_members_see_it_and_null_where_it_is_short(ask):
    ada, bo, _ = await given_said("Merci beaucoup pour ton aide")
    where = await Conversation.get()
    await given_messages(bo, where, ["ok"])

    answer = await ask(ada, LANGUAGES, id=ids.encode("conversation", where.id))

    nodes = answer.data["conversation"]["messages"]["nodes"]
    assert [node["language"] for node in nodes] == ["fr", None]

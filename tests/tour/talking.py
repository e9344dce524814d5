"""Talking: a suggestion, a request, a conversation that loses nothing."""

import time

from tests.tour.people import expect
from tests.tour.story import Story

TALK = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    __typename
    ... on LogLine { cursor }
    ... on MessageSent { message { number body sender { name } } }
  }
}
"""


async def suggest(story: Story) -> str:
    """The mentee asks for suggestions, with their reasons"""
    answer = await story.mentee.ask(
        "query ($id: ID!) { suggestions(programId: $id, first: 3)"
        " { score mentor { id user { name } } reasons { __typename points most } } }",
        id=story.ids["program"],
    )
    best = answer["suggestions"][0]
    expect(best["mentor"]["id"] == story.ids["MENTOR"], "our mentor first", answer)
    points = sum(reason["points"] for reason in best["reasons"])
    expect(points == best["score"], f"points that add up to {best['score']}", best)
    return f"{best['mentor']['user']['name']} with {best['score']} points"


async def request(story: Story) -> str:
    """The mentee asks, the mentor accepts, and their conversation opens"""
    asked = await story.mentee.do(
        "requestMatch", "matchRequest { id }", mentorId=story.ids["MENTOR"], note="Teach me"
    )
    accepted = await story.mentor.do(
        "acceptMatchRequest",
        "match { id conversation { id cursor } }",
        matchRequestId=asked["matchRequest"]["id"],
    )
    match = accepted["match"]
    story.ids |= {"match": match["id"], "conversation": match["conversation"]["id"]}
    story.cursor = match["conversation"]["cursor"]
    return "the mentor's only place is taken"


async def talk(story: Story) -> str:
    """They talk both ways, live"""
    where = story.ids["conversation"]
    async with (
        story.mentor.listening(TALK, id=where, after=story.cursor) as to_mentor,
        story.mentee.listening(TALK, id=where, after=story.cursor) as to_mentee,
    ):
        begun = time.perf_counter()
        await story.say(story.mentor, "Welcome!")
        heard = (await anext(to_mentee))["conversationEvents"]
        took = (time.perf_counter() - begun) * 1000
        await story.say(story.mentee, "Glad to be here")
        answers = [(await anext(to_mentor))["conversationEvents"] for _ in range(2)]
    expect(heard["message"]["body"] == "Welcome!", "the mentor's words", heard)
    expect(answers[1]["message"]["sender"]["name"] == "Mio Mentee", "the mentee", answers)
    story.cursor = heard["cursor"]
    return f"sent and heard within {took:.0f} ms"


async def resume(story: Story) -> str:
    """The mentee's socket is gone meanwhile; a cursor resumes without a gap or a repeat"""
    for body in ("One", "Two", "Three"):
        await story.say(story.mentor, body)
    where = story.ids["conversation"]
    async with story.mentee.listening(TALK, id=where, after=story.cursor) as events:
        await story.say(story.mentor, "Four")
        heard = [(await anext(events))["conversationEvents"]["message"] for _ in range(5)]
    numbers = [message["number"] for message in heard]
    expect(numbers == [2, 3, 4, 5, 6], "messages 2 to 6, once each", heard)
    return "messages 2 to 6, once each"


async def retry(story: Story) -> str:
    """A message sent twice is said once"""
    first = await story.say(story.mentor, "Five", "the-same")
    again = await story.say(story.mentor, "Five", "the-same")
    expect(first == again, f"message {first['number']} again", again)
    return f"message {first['number']} both times"


async def read(story: Story) -> str:
    """The mentee reads on"""
    where = story.ids["conversation"]
    query = "query ($id: ID!) { conversation(id: $id) { unreadCount messageCount } }"
    before = (await story.mentee.ask(query, id=where))["conversation"]
    number = before["messageCount"]
    await story.mentee.do("markRead", "conversation { id }", conversationId=where, number=number)
    after = (await story.mentee.ask(query, id=where))["conversation"]
    expect((before["unreadCount"], after["unreadCount"]) == (5, 0), "5 unread, then none", after)
    return f"from {before['unreadCount']} unread to none"

"""Growing: goals, the library, the figures; and leaving."""

from tests.tour.people import closing_code, expect
from tests.tour.story import Story
from tests.tour.talking import TALK


async def goal(story: Story) -> str:
    """The mentee sets a goal, checks in and reaches a milestone"""
    made = await story.mentee.do(
        "setGoal",
        "goal { id milestones { id } }",
        matchId=story.ids["match"],
        title="Weave ten baskets",
        measure="NUMBER",
        unit="baskets",
        startValue=0,
        targetValue=10,
        milestones=[{"title": "The first one"}, {"title": "One that holds water"}],
    )
    story.ids["goal"] = made["goal"]["id"]
    await story.mentee.do(
        "checkIn", "checkIn { value }", goalId=story.ids["goal"], value=4, note="My hands hurt"
    )
    reached = await story.mentee.do(
        "reachMilestone",
        "milestone { title reachedAt }",
        milestoneId=made["goal"]["milestones"][0]["id"],
    )
    return f"{reached['milestone']['title']!r} is reached"


async def progress(story: Story) -> str:
    """The mentor sees the progress, the coordinator does not"""
    query = "query ($id: ID!) { goal(id: $id) { title progress currentValue } }"
    seen = (await story.mentor.ask(query, id=story.ids["goal"]))["goal"]
    hidden = (await story.coordinator.ask(query, id=story.ids["goal"]))["goal"]
    expect(seen["progress"] == 0.4, "a progress of 0.4", seen)
    expect(hidden is None, "nothing for the coordinator", hidden)
    return f"{seen['title']}: {seen['progress']:.0%}"


async def search(story: Story) -> str:
    """The mentee searches the library, with a typing mistake"""
    answer = await story.mentee.ask(
        "query ($query: String!) { searchResources(query: $query, first: 3) { totalCount"
        " nodes { title kind language } facets { kinds { value count } } isDegraded } }",
        query="pyhton",
    )
    found = answer["searchResources"]
    expect(found["nodes"], "resources on Python", found)
    expect("python" in str(found["nodes"]).lower(), "Python in a title", found["nodes"])
    return f"{found['totalCount']} found, first {found['nodes'][0]['title']!r}"


async def analytics(story: Story) -> str:
    """The coordinator reads the program's figures, the mentee may not"""
    query = (
        "query ($id: ID!) { programAnalytics(programId: $id, weeks: 4)"
        " { matches { status count } weeks { monday messages checkIns } } }"
    )
    seen = (await story.coordinator.ask(query, id=story.ids["program"]))["programAnalytics"]
    week = seen["weeks"][-1]
    expect(week["messages"] >= 7 and week["checkIns"] >= 1, "this week's activity", week)
    refused = await story.mentee.post(query, id=story.ids["program"])
    code = refused.json()["errors"][0]["extensions"]["code"]
    expect(code == "NOT_FOUND", "NOT_FOUND for the mentee", code)
    return f"{week['messages']} messages and {week['checkIns']} check-ins this week"


async def strangers(story: Story) -> str:
    """The coordinator cannot read what the pair says"""
    query = "query ($id: ID!) { node(id: $id) { __typename } }"
    seen = await story.coordinator.ask(query, id=story.ids["conversation"])
    expect(seen["node"] is None, "nothing", seen)
    return "for them there is no such conversation"


async def leave(story: Story) -> str:
    """The match ends and the conversation closes; signing out closes the mentee's socket"""
    ended, where = "match { status endedAt }", story.ids["conversation"]
    seen = await story.mentee.ask("query ($id: ID!) { conversation(id: $id) { cursor } }", id=where)
    after = seen["conversation"]["cursor"]
    async with story.mentee.listening(TALK, id=where, after=after) as events:
        await story.mentor.do("endMatch", ended, matchId=story.ids["match"], reason="All learnt")
        closed = (await anext(events))["conversationEvents"]
        expect(closed["__typename"] == "ConversationClosed", "ConversationClosed", closed)
        await story.mentee.ask("mutation { signOut { signedOutAt } }")
        code = await closing_code(events)
    expect(code == 4403, "the socket closed with 4403", code)
    gone = await story.mentee.post("{ viewer { email } }")
    expect(gone.status_code == 401, "401 for the ended session", gone.text)
    for person in (story.mentor, story.mentee, story.coordinator):
        await person.http.aclose()
    return "what was said stays readable"

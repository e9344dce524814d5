"""Arriving: register, verify, sign in, say who you are, join a program."""

import httpx

from jobs.demonstration import PASSWORD
from tests.tour.people import Person, expect, mailed_token
from tests.tour.story import Story

SECRET = "a tour is a walk with a plan"


async def ready(story: Story) -> str:
    """The server answers"""
    async with httpx.AsyncClient(base_url=story.url, timeout=10) as http:
        sdl = (await http.get("/schema.graphql")).text
        expect((await http.get("/readyz")).status_code == 200, "readiness", sdl[:80])
    return f"an SDL of {len(sdl.splitlines())} lines"


async def register(story: Story) -> str:
    """Two people register"""
    for person, name in ((story.mentor, "Mara Mentor"), (story.mentee, "Mio Mentee")):
        await person.do("register", "email", email=person.email, password=SECRET, name=name)
    return "mails are on their way"


async def verify(story: Story) -> str:
    """Both open the mailed link and sign in"""
    for person in (story.mentor, story.mentee):
        proof = {"token": await mailed_token(person), "password": SECRET}
        await person.do("verifyEmail", "user { name }", **proof)
        await person.sign_in(SECRET)
    await story.coordinator.sign_in(PASSWORD)
    return "and so does the coordinator"


async def refresh(story: Story) -> str:
    """The mentee renews the tokens"""
    fields = "tokens { accessToken refreshToken }"
    renewed = await story.mentee.do("refresh", fields, refreshToken=story.mentee.refresh_token)
    story.mentee.keep(renewed["tokens"])
    seen = await story.mentee.ask("{ viewer { email } }")
    expect(seen["viewer"]["email"] == story.mentee.email, story.mentee.email, seen)
    return "the new ones work"


async def profiles(story: Story) -> str:
    """Both say who they are"""
    mornings = [{"weekday": day, "startMinute": 480, "endMinute": 660} for day in range(5)]
    await story.mentor.do(
        "updateProfile",
        "user { skillsOffered { name } }",
        languages=[{"code": "en"}, {"code": "de"}],
        timeZone="Europe/Berlin",
        skillsOffered=[{"name": "Basket weaving"}, {"name": "Celestial navigation"}],
        availability=mornings,
    )
    wanted = await story.mentee.do(
        "updateProfile",
        "user { skillsWanted { name } }",
        languages=[{"code": "de"}, {"code": "en"}],
        timeZone="Europe/Lisbon",
        skillsWanted=[{"name": "basket  weaving"}, {"name": "Celestial Navigation"}],
        availability=mornings,
    )
    return f"the mentee wants {', '.join(one['name'] for one in wanted['user']['skillsWanted'])}"


async def enroll(story: Story) -> str:
    """Both apply to an open program, and the coordinator approves"""
    query = "{ programs { nodes { id name organization { id } viewerEnrollments { role } } } }"
    programs = (await story.coordinator.ask(query))["programs"]["nodes"]
    program = next(p for p in programs if {"role": "COORDINATOR"} in p["viewerEnrollments"])
    story.ids |= {"program": program["id"], "organization": program["organization"]["id"]}
    await join(story, story.mentor, "MENTOR", capacity=1)
    await join(story, story.mentee, "MENTEE")
    return f"now they take part in {program['name']}"


async def join(story: Story, person: Person, role: str, **more: int) -> None:
    fields, program = "enrollment { id status }", story.ids["program"]
    applied = await person.do("enroll", fields, programId=program, role=role, **more)
    story.ids[role] = applied["enrollment"]["id"]
    await story.coordinator.do("approveEnrollment", fields, enrollmentId=story.ids[role])

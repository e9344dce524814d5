"""A small world in which every field of the graph has something to say to somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from actions import matches, passwords, programs, questions, resources
from actions.pictures import set_picture
from actions.safety import (
    Complaint,
    block_user,
    report_message,
    report_user,
    resolve_report,
)
from actions.sessions.keys import create_api_key
from actions.skills import Entry, replace_taxonomy
from actions.users import OwnSkill, Spoken, pause_mentoring
from matching import Away, Extra
from models import (
    AnswerVisibility,
    ApiKey,
    Conversation,
    Credential,
    DeletionRequest,
    EnrollmentStatus,
    Invitation,
    LanguageLevel,
    MatchRequest,
    MatchRule,
    Message,
    Organization,
    OrganizationRole,
    PeopleImport,
    Program,
    ProgramRole,
    QuestionKind,
    ReportOutcome,
    ReportReason,
    ResourceKind,
    Scope,
    SkillLevel,
    User,
)
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_match,
    given_mentee,
    given_mentor,
    given_messages,
    given_organization,
    given_program,
    given_token,
    given_user,
)
from tests.generated.talking import given_gatherings, given_talk
from tests.generated.values import World
from tests.generated.worth import DOCUMENT, values_worth_asking
from tests.pictures.drawing import drawn

PASSWORD = "a sentence is good"

PROFILE: dict[str, Any] = {
    "headline": "Compilers, and how to read them",
    "bio": "Twenty years of Rust 🦀\nand a few of teaching",
    "languages": [Spoken("de", LanguageLevel.NATIVE), Spoken("en", LanguageLevel.C1)],
    "time_zone": "Europe/Berlin",
    "skills_offered": [OwnSkill("Rust", SkillLevel.EXPERT), OwnSkill("Speaking")],
    "skills_wanted": [OwnSkill("Rust", SkillLevel.BEGINNER), OwnSkill("Cooking")],
    "availability": [(0, 540, 720), (3, 1_000, 1_200)],
    "times_away": [Away(date.today() + timedelta(days=30), date.today() + timedelta(days=40))],
    "extra_times": [Extra(date.today() + timedelta(days=2), 600, 660)],
}

SETTINGS = DOCUMENT.replace('"beginsOn": null', '"beginsOn": "2020-01-01"').replace(
    "OPEN", "APPROVAL"
)


RUST = Entry("Rust", "https://example.org/rust", {"rust": "Rust", "rustlang": "Rustlang"})


@dataclass(frozen=True, slots=True)
class Scene:
    people: dict[str, User]
    world: World

    @property
    def viewers(self) -> list[User | None]:
        """Everybody, and nobody."""
        return [None, *self.people.values()]


async def given_scene() -> Scene:
    """Two organizations: in one Ada mentors Bo, all else happens around them; Eve is elsewhere."""
    await replace_taxonomy(lambda: [RUST], "of the scene")
    owner = await given_user("Otto", **PROFILE)
    organization = await given_organization(owner=owner)
    program = await given_program(organization)
    closed = await given_program(organization, is_open=False)
    await programs.mark_template(owner, closed.id, is_template=True)
    await programs.import_settings(owner, program.id, 1, SETTINGS)
    people = {"owner": owner, **await given_people(program)}
    await given_requests(program, people)
    await given_gatherings(program, people)
    await given_library(organization, people)
    await given_api_key(owner, organization)
    await given_quarrels(program, people)
    people |= await given_elsewhere()
    secrets = await given_ways_in(program, people)
    await set_picture(people["mentor"], drawn())
    await given_answers(organization, people)
    await pause_mentoring(people["owner"], datetime.now(UTC) + timedelta(days=9))
    await Credential.create(user=people["mentee"], password_hash=await passwords.hash_of(PASSWORD))
    await given_token(people["mentee"])
    await DeletionRequest.create(user=people["gone"], due_at=datetime(2040, 1, 1, tzinfo=UTC))
    values = await values_worth_asking(people["mentee"].email, PASSWORD)
    return Scene(people, World({**values, **secrets}))


async def given_people(program: Program) -> dict[str, User]:
    """A pair that works, a pair that has parted, and one person of every other part."""
    mentor = await given_mentor(program, "Ada", capacity=5, **PROFILE)
    mentee = await given_mentee(program, "Bo", **PROFILE)
    await given_talk(mentor, mentee)
    parted = await given_mentee(program, "Per", **PROFILE)
    match = await given_match(mentor, parted)
    await matches.end_match(parted.user, match.id, "Moved away")
    mentor_role = ProgramRole.MENTOR
    pending, declined = EnrollmentStatus.PENDING, EnrollmentStatus.DECLINED
    applicant = await given_enrollment(program, "Ali", mentor_role, capacity=1, status=pending)
    turned_down = await given_enrollment(program, "Dot", mentor_role, capacity=1, status=declined)
    gone = await given_mentee(program, "Lee")
    await programs.leave_program(gone.user, gone.id, "No time")
    return {
        "mentor": mentor.user,
        "mentee": mentee.user,
        "parted": parted.user,
        "coordinator": (await given_coordinator(program)).user,
        "seeker": (await given_mentee(program, "Sia", **PROFILE)).user,
        "free mentor": (await given_mentor(program, "Fee", capacity=5, **PROFILE)).user,
        "applicant": applicant.user,
        "declined": turned_down.user,
        "gone": gone.user,
        "nobody": await given_user("Nemo"),
    }


async def given_quarrels(program: Program, people: dict[str, User]) -> None:
    """Somebody blocked, a message reported that was edited, and a person, which is settled."""
    await block_user(people["free mentor"], people["parted"].id)
    mentor, mentee, coordinator = people["mentor"], people["mentee"], people["coordinator"]
    said = await Message.get(sender_id=mentee.id, version=2)
    await report_message(mentor, said.id, Complaint(ReportReason.OTHER, "Not kind"))
    about = Complaint(ReportReason.SPAM, "Sells things")
    settled = await report_user(mentee, program.id, coordinator.id, about)
    await resolve_report(people["owner"], settled.id, ReportOutcome.WARNED, "They talked")


async def given_requests(program: Program, people: dict[str, User]) -> None:
    """One of each outcome."""
    seeker = people["seeker"]
    mentors = [await given_mentor(program, name, **PROFILE) for name in ("Max", "Mia", "Moe")]
    waiting, refused, taken_back = [
        await matches.request_match(seeker, mentor.id, "Please") for mentor in mentors
    ]
    await matches.decline_match_request(mentors[1].user, refused.id)
    await matches.withdraw_match_request(seeker, taken_back.id)
    assert await MatchRequest.exists(id=waiting.id, status="PENDING")


async def given_ways_in(program: Program, people: dict[str, User]) -> dict[str, Sequence[object]]:
    """Invitations of every kind, and join links; the tokens that are good for something."""
    owner, coordinator = people["owner"], people["coordinator"]
    role, admin = ProgramRole.MENTOR, OrganizationRole.ADMIN
    asked = [
        await programs.invite_to_program(coordinator, program.id, one.email, role, 3)
        for one in (people["gone"], people["mentee"], people["seeker"])
    ]
    await programs.accept_invitation(people["gone"], await token_of_mail(asked[0]))
    await programs.revoke_invitation(owner, asked[1].id)
    where, whom = program.organization_id, people["applicant"].email
    asked += [await programs.invite_to_staff(owner, where, whom, admin)]
    await given_imports(program, people)
    ends = datetime.now(UTC) + timedelta(days=700)
    new = programs.NewLink(program.id, role, expires_at=ends, most_uses=5)
    _, url = await programs.create_join_link(owner, new)
    revoked, _ = await programs.create_join_link(owner, new)
    await programs.revoke_join_link(owner, revoked.id)
    return {
        "token": ("x", *[await token_of_mail(one) for one in asked[2:]]),
        "Query.joinLink.token": (url.partition("#")[2],),
        "JoinProgramInput.token": ("x", url.partition("#")[2]),
    }


async def given_imports(program: Program, people: dict[str, User]) -> None:
    """One that was applied, with a line of each kind, and one that can go on no more."""
    owner, lines = (
        people["owner"],
        "email,role,capacity\nnew@example.org,MENTEE,\nnobody,MENTEE,1\n",
    )
    done = await programs.import_people(owner, program.id, lines)
    while await programs.go_on(done.id):
        pass
    await programs.apply_import(owner, done.id)
    while await programs.go_on(done.id):
        pass
    stopped = await programs.import_people(owner, program.id, lines)
    await PeopleImport.filter(id=stopped.id).update(starter_id=None)
    await programs.go_on(stopped.id)


async def token_of_mail(invitation: Invitation) -> str:
    token = await programs.new_link(invitation)
    assert token
    return token


async def given_answers(organization: Organization, people: dict[str, User]) -> None:
    """To a question of each kind, by a mentor and by a mentee."""
    counting: dict[str, Any] = {"match_rule": MatchRule.EQUAL, "weight": 10}
    near: dict[str, Any] = {"match_rule": MatchRule.NEAR, "weight": 10, "reach": 5.0}
    asked = (
        questions.NewQuestion("notes", "Anything else?", QuestionKind.TEXT),
        questions.NewQuestion("years", "How many years?", QuestionKind.NUMBER, **near),
        questions.NewQuestion("shift", "When?", QuestionKind.CHOICE, ("Day", "Night"), **counting),
        questions.NewQuestion("since", "Since when?", QuestionKind.DATE),
        questions.NewQuestion(
            "travels",
            "Do you travel?",
            QuestionKind.BOOLEAN,
            visibility=AnswerVisibility.COORDINATORS,
        ),
    )
    for question in asked:
        await questions.define_question(people["owner"], organization.id, question)
    given = [
        questions.Value("notes", text="Mornings are best"),
        questions.Value("years", number=3.5),
        questions.Value("shift", choices=["Night"]),
        questions.Value("since", day=date(2020, 2, 29)),
        questions.Value("travels", is_true=True),
    ]
    for name in ("mentor", "mentee", "seeker", "free mentor"):
        await questions.answer_questions(people[name], organization.id, given)


async def given_library(organization: Organization, people: dict[str, User]) -> None:
    for number, kind in enumerate(ResourceKind):
        draft = resources.Draft(
            kind=kind,
            title=f"Learn Rust {number}",
            url=f"https://example.org/{number}",
            language="en",
            summary="A language for compilers",
            author="Ferris",
            topic="Programming",
            subtopic="Rust",
        )
        one = await resources.publish_resource(people["mentor"], organization.id, draft)
    await resources.archive_resource(people["mentor"], one.id)


async def given_api_key(owner: User, organization: Organization) -> None:
    """One that was used, and is revoked."""
    today = datetime.now(UTC).date()
    key, _ = await create_api_key(owner, organization.id, "Reports", [*Scope], today)
    await ApiKey.filter(id=key.id).update(last_used_on=today, revoked_at=datetime.now(UTC))


async def given_elsewhere() -> dict[str, User]:
    """People of another organization, with a match and a library of their own."""
    owner = await given_user("Uma")
    program = await given_program(await given_organization("Umbra", owner=owner), is_open=False)
    mentor, mentee = await given_mentor(program, "Eve"), await given_mentee(program, "Yan")
    match = await given_match(mentor, mentee)
    conversation = await Conversation.get(match_id=match.id)
    await given_messages(mentor.user, conversation, ["Between us"])
    draft = resources.Draft(ResourceKind.EBOOK, "Elsewhere", "https://example.org/umbra", "de")
    await resources.publish_resource(mentor.user, program.organization_id, draft)
    return {"mentor elsewhere": mentor.user, "mentee elsewhere": mentee.user}

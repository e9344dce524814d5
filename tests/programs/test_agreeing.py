import asyncio
import hashlib

from models import Agreement, MatchStatus, Program, Signature
from schema import ids
from tests.cast import (
    given_coordinator,
    given_match,
    given_mentee,
    given_mentor,
    given_program,
    given_staff,
    given_user,
)
from tests.documents import do, mutation
from tests.matches.asking import end
from tests.programs.configuring import change, read

SIGNED = "match { signatures { signer { user { name } } agreement { version } } }"
SEEN = """
query ($id: ID!) { node(id: $id) { ... on Match {
  signatures { signedAt signer { user { name } } agreement { version text sha256 } }
} } }
"""


async def given_agreed(ask):
    """A coordinator, and a pair of a program with an agreement."""
    program = await given_program()
    coco = (await given_coordinator(program)).user
    await change(ask, coco, program, agreement="We meet")
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    return coco, mentor, mentee, await given_match(mentor, mentee)


async def sign(ask, viewer, match, version=1):
    id = ids.encode("match", match.id)
    return await do(ask, viewer, "signAgreement", SIGNED, matchId=id, version=version)


async def seen(ask, viewer, match):
    answer = await ask(viewer, SEEN, id=ids.encode("match", match.id))
    return answer.data["node"] and answer.data["node"]["signatures"]


async def signers(ask, viewer, match):
    return [one["signer"]["user"]["name"] for one in await seen(ask, viewer, match)]


async def test_nobody_signs_without_signing_in(ask):
    *_, match = await given_agreed(ask)
    input = {"matchId": ids.encode("match", match.id), "version": 1}

    answer = await ask(None, mutation("signAgreement"), input=input)

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await Signature.all().count() == 0


async def test_to_others_the_match_is_not_there_and_coordinators_only_look(ask):
    coco, mentor, _, match = await given_agreed(ask)
    other = (await given_mentee(await mentor.program, "Cy")).user

    for viewer in (await given_user("Eve"), other):
        assert (await sign(ask, viewer, match))["__typename"] == "NotFound"
    assert (await sign(ask, coco, match))["__typename"] == "Forbidden"

    assert await Signature.all().count() == 0


async def test_both_sides_sign_and_the_pair_and_coordinators_see_who_has_signed_what(ask):
    coco, mentor, mentee, match = await given_agreed(ask)

    await sign(ask, mentee.user, match)
    first = await signers(ask, mentor.user, match)
    await sign(ask, mentor.user, match)

    for viewer in (coco, mentor.user, mentee.user):
        signed = await seen(ask, viewer, match)
        assert [one["signer"]["user"]["name"] for one in signed] == ["Bo", "Ada"]
        assert signed[0]["agreement"] == {
            "version": 1,
            "text": "We meet",
            "sha256": hashlib.sha256(b"We meet").hexdigest(),
        }
    assert first == ["Bo"]


async def test_one_text_is_signed_once_by_each(ask):
    _, mentor, _, match = await given_agreed(ask)

    done = await asyncio.gather(*(sign(ask, mentor.user, match) for _ in range(4)))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["Conflict"] * 3 + ["SignAgreementPayload"]
    assert await Signature.all().count() == 1


async def test_another_text_is_signed_anew_and_what_was_signed_stays_as_it_was(ask):
    coco, mentor, mentee, match = await given_agreed(ask)
    program = await mentor.program
    await sign(ask, mentor.user, match)

    await change(ask, coco, program, 2, agreement="We meet twice")
    outdated = await sign(ask, mentee.user, match, 1)
    await sign(ask, mentor.user, match, 2)

    texts = [one["agreement"]["text"] for one in await seen(ask, mentor.user, match)]
    assert outdated["__typename"] == "Conflict"
    assert texts == ["We meet", "We meet twice"]
    assert (await Program.get(id=program.id)).agreement_version == 2


async def test_other_settings_leave_the_agreement_as_it_is(ask):
    coco, mentor, *_ = await given_agreed(ask)
    program = await mentor.program

    await change(ask, coco, program, 2, agreement="We meet", welcome="Hello")

    assert await Agreement.all().count() == 1
    assert (await Program.get(id=program.id)).agreement_version == 1


async def test_where_there_is_no_agreement_nothing_is_signed(ask):
    coco, mentor, _, match = await given_agreed(ask)
    await change(ask, coco, await mentor.program, 2, agreement="")

    for version in (0, 1, 2):
        assert (await sign(ask, mentor.user, match, version))["__typename"] == "Conflict"
    assert await Signature.all().count() == 0


async def test_what_has_ended_is_not_signed_any_more(ask):
    _, mentor, _, match = await given_agreed(ask)
    await end(ask, mentor.user, match)

    assert (await type(match).get()).status == MatchStatus.ENDED
    assert (await sign(ask, mentor.user, match))["__typename"] == "Conflict"


async def test_a_duplicate_begins_with_the_text_in_its_first_version(ask):
    coco, mentor, *_ = await given_agreed(ask)
    await change(ask, coco, await mentor.program, 2, agreement="We meet twice")
    otto = await given_staff(await mentor.organization)
    fields = "program { settings { agreement agreementVersion } }"
    id = ids.encode("program", mentor.program_id)

    done = await do(ask, otto, "duplicateProgram", fields, programId=id, name="Copy")

    assert done["program"]["settings"] == {"agreement": "We meet twice", "agreementVersion": 1}
    assert (await read(ask, coco, await mentor.program))["agreement"] == "We meet twice"


async def test_signatures_of_many_matches_are_one_query_per_relation(ask, queries):
    coco, mentor, _, match = await given_agreed(ask)
    program = await mentor.program
    await sign(ask, mentor.user, match)
    for _ in range(3):
        await given_match(await given_mentor(program), await given_mentee(program))
    fields = "signatures { signer { user { name } } agreement { version } }"
    query = f"query ($id: ID!) {{ program(id: $id) {{ matches {{ nodes {{ {fields} }} }} }} }}"
    await ask(coco, "{ __typename }")

    with queries() as count:
        await ask(coco, query, id=ids.encode("program", program.id))

    assert count.total == 7

import asyncio
import json
from typing import Any

import pytest
from pydantic_core import ErrorDetails

from actions.programs import settings
from models import Program
from tests.cast import given_coordinator, given_mentee, given_program, given_user
from tests.programs.configuring import (
    CHANGE,
    COMPARE,
    EXPORT,
    IMPORT,
    USUAL,
    bring_in,
    change,
    compare,
    export,
    id_of,
    read,
)
from tests.programs.inviting import given_coordinated

OTHERS: dict[str, Any] = {
    "admission": "INVITATION_ONLY",
    "description": "For all",
    "welcome": "Hello",
    "question": "Why?",
    "agreement": "We meet",
    "defaultCapacity": 2,
    "mostCapacity": 5,
    "weights": {"skills": 50, "languages": 20, "hours": 30},
    "beginsOn": "2030-01-01",
    "endsOn": "2030-12-31",
    "messageRetentionDays": 365,
}


def document(**settings):
    return json.dumps({"schemaVersion": 1, **USUAL, **settings})


async def test_nobody_reads_or_changes_settings_without_signing_in(ask):
    program = await given_program()
    where = {"programId": id_of(program), "version": 1}

    changed = await ask(None, CHANGE, input={**where, "settings": USUAL})
    imported = await ask(None, IMPORT, input={**where, "document": document()})
    compared = await ask(None, COMPARE, id=id_of(program), document=document())
    exported = await ask(None, EXPORT, id=id_of(program))

    for answer in (changed, imported, compared, exported):
        assert answer.codes == ["UNAUTHENTICATED"]
    assert (await Program.get()).settings_version == 1


async def test_to_a_stranger_the_settings_of_a_closed_program_are_not_there(ask):
    program, eve = await given_program(is_open=False), await given_user("Eve")

    exported = await ask(eve, EXPORT, id=id_of(program))

    assert (await change(ask, eve, program))["__typename"] == "NotFound"
    assert (await bring_in(ask, eve, program, document()))["__typename"] == "NotFound"
    assert await compare(ask, eve, program, document()) is None
    assert exported.data == {"exportProgramSettings": None}
    assert (await Program.get()).settings_version == 1


async def test_who_only_takes_part_reads_the_settings_and_changes_none(ask):
    program = await given_program()
    bo = (await given_mentee(program)).user

    refused = [
        await change(ask, bo, program, welcome="Ha"),
        await bring_in(ask, bo, program, document()),
    ]

    assert [one["__typename"] for one in refused] == ["Forbidden"] * 2
    assert await compare(ask, bo, program, document()) is None
    assert await read(ask, bo, program) == {**USUAL, "version": 1}


async def test_a_coordinator_changes_all_of_them_and_the_version_counts(ask):
    coco, program = await given_coordinated()

    done = await change(ask, coco, program, **OTHERS)

    assert done["program"]["settings"] == {**OTHERS, "version": 2}
    assert await read(ask, coco, program) == {**OTHERS, "version": 2}


async def test_who_read_an_older_version_changes_nothing(ask):
    coco, program = await given_coordinated()
    await change(ask, coco, program, welcome="First")

    late = await change(ask, coco, program, 1, welcome="Second")
    imported = await bring_in(ask, coco, program, document(), 1)

    assert (late["__typename"], imported["__typename"]) == ("Conflict", "Conflict")
    assert (await Program.get()).welcome == "First"


async def test_of_many_who_change_the_same_version_at_once_one_does(ask):
    coco, program = await given_coordinated()

    done = await asyncio.gather(
        *(change(ask, coco, program, welcome=str(number)) for number in range(5))
    )

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["ChangeProgramSettingsPayload"] + ["Conflict"] * 4
    assert (await Program.get()).settings_version == 2


@pytest.mark.parametrize(
    ("path", "reason", "said"),
    [
        ("mostCapacity", "Write at most 50", {"mostCapacity": 51}),
        ("mostCapacity", "Write at least 1", {"mostCapacity": 0}),
        ("messageRetentionDays", "Write at least 7", {"messageRetentionDays": 6}),
        ("messageRetentionDays", "Write at most 3650", {"messageRetentionDays": 3_651}),
        ("description", "Write at most 4,000 characters", {"description": "x" * 4_001}),
        ("question", "Write at most 500 characters", {"question": "x" * 501}),
        (
            "welcome",
            "Remove the NUL character; it cannot be stored",
            {"welcome": "a\0b"},
        ),
        (
            "weights",
            "Give points that add up to 100",
            {"weights": {"skills": 100, "languages": 1, "hours": 0}},
        ),
        (
            "",
            "Choose a defaultCapacity of at most mostCapacity",
            {"defaultCapacity": 6, "mostCapacity": 5},
        ),
        (
            "",
            "Choose an endsOn that is not before beginsOn",
            {"beginsOn": "2030-01-02", "endsOn": "2030-01-01"},
        ),
    ],
)
async def test_what_cannot_be_is_named_by_its_path(ask, path, reason, said):
    coco, program = await given_coordinated()

    changed = await change(ask, coco, program, **said)
    imported = await bring_in(ask, coco, program, document(**said))

    for done in (changed, imported):
        assert done["__typename"] == "InvalidDocument"
        assert done["problems"] == [{"path": path, "reason": reason}]
    assert (await Program.get()).settings_version == 1


@pytest.mark.parametrize(
    ("path", "reason", "text"),
    [
        ("", "Write JSON, as it is exported; this is none from line 1, column 2", "{"),
        ("", "Write an object", "[]"),
        ("", "Send at most 65,536 characters", "x" * 65_537),
        ("schemaVersion", "Write 1: other versions cannot be read here", document(schemaVersion=2)),
        ("schemaVersion", "Write a whole number of fewer digits", document(schemaVersion=2**63)),
        ("admission", "Write one of OPEN, APPROVAL, INVITATION_ONLY", document(admission="?")),
        ("welcome", "Write a text", document(welcome=5)),
        ("mostCapacity", "Write a whole number", document(mostCapacity="5")),
        ("mostCapacity", "Write a whole number", document(mostCapacity=True)),
        ("weights", "Write an object", document(weights=5)),
        ("weights.skills", "Add it; a document holds every setting", document(weights={})),
        ("beginsOn", "Write a date such as 2027-03-31, or null", document(beginsOn="soon")),
        ("endsOn", "Write a date such as 2027-03-31, or null", document(endsOn=0)),
        ("colour", "Remove it; there is no such setting", document(colour="red")),
    ],
)
async def test_a_document_that_cannot_be_read_says_what_to_write(ask, path, reason, text):
    coco, program = await given_coordinated()

    done = await bring_in(ask, coco, program, text)
    compared = await compare(ask, coco, program, text)

    assert done["__typename"] == "InvalidDocument"
    assert {"path": path, "reason": reason} in done["problems"]
    assert compared == {"changes": [], "problems": done["problems"]}
    assert (await Program.get()).settings_version == 1


async def test_of_a_thousand_problems_fifty_are_told(ask):
    coco, program = await given_coordinated()
    odd = json.dumps({f"setting{number}": 1 for number in range(1_000)})

    done = await compare(ask, coco, program, odd)

    assert len(done["problems"]) == 50


async def test_what_was_exported_is_imported_elsewhere_as_it_was(ask):
    coco, program = await given_coordinated()
    uma, other = await given_coordinated()
    await change(ask, coco, program, **OTHERS)
    exported = await export(ask, coco, program)

    done = await bring_in(ask, uma, other, exported)

    assert done["program"]["settings"] == {**OTHERS, "version": 2}
    assert await export(ask, uma, other) == exported
    assert json.loads(exported) == {**OTHERS, "schemaVersion": 1}


async def test_a_comparison_says_what_importing_would_change_and_changes_nothing(ask):
    coco, program = await given_coordinated()
    weights = {"skills": 60, "languages": 10, "hours": 30}
    proposed = document(admission="OPEN", welcome="Hi", defaultCapacity=3, weights=weights)

    done = await compare(ask, coco, program, proposed)

    assert done["changes"] == [
        {"path": "admission", "current": '"INVITATION_ONLY"', "proposed": '"OPEN"'},
        {"path": "welcome", "current": '""', "proposed": '"Hi"'},
        {"path": "defaultCapacity", "current": "null", "proposed": "3"},
        {"path": "weights.skills", "current": "65", "proposed": "60"},
        {"path": "weights.hours", "current": "25", "proposed": "30"},
    ]
    assert (await Program.get()).settings_version == 1


async def test_a_program_does_not_differ_from_what_it_exports(ask):
    coco, program = await given_coordinated()

    done = await compare(ask, coco, program, await export(ask, coco, program))

    assert done == {"changes": [], "problems": []}


async def test_settings_of_many_programs_need_no_query_of_their_own(ask, queries):
    eve = await given_user("Eve")
    for _ in range(4):
        await given_coordinator(await given_program())
    await ask(eve, "{ __typename }")

    with queries() as count:
        await ask(eve, "{ programs { nodes { settings { version weights { skills } } } } }")

    assert count.total == 2


ODD: list[Any] = [
    *(None, [], {}, {"a": {"b": 1}}, True),
    *(-1, 1.5, 2**63, 1e300),
    *("", "\0", "soon", "x" * 21_000),
]
REASONS = {
    "Add it; a document holds every setting",
    "Remove it; there is no such setting",
    "Remove the NUL character; it cannot be stored",
    "Write 1: other versions cannot be read here",
    "Write a date such as 2027-03-31, or null",
    "Write a text",
    "Write a whole number",
    "Write a whole number of fewer digits",
    "Write an object",
    "Write at least 0",
    "Write at least 1",
    "Write at least 7",
    "Write at most 100",
    "Write at most 3650",
    "Write at most 20,000 characters",
    "Write at most 4,000 characters",
    "Write at most 50",
    "Write at most 500 characters",
    "Write one of OPEN, APPROVAL, INVITATION_ONLY",
}


async def test_every_reason_is_in_our_own_words(ask):
    coco, program = await given_coordinated()
    names = ["schemaVersion", *USUAL]
    documents = [document(**{name: odd}) for name in names for odd in ODD]
    documents += [document(weights={**USUAL["weights"], "skills": odd}) for odd in ODD]

    told = [await compare(ask, coco, program, one) for one in documents]

    assert {problem["reason"] for one in told for problem in one["problems"]} == REASONS


def test_what_a_library_will_call_by_a_new_name_is_in_our_own_words_too():
    new = ErrorDetails(type="new", loc=("welcome",), msg="Input should be new", input=1)

    assert settings.reason_of(new) == settings.OTHERWISE

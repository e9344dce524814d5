import asyncio
from datetime import UTC, datetime

import pytest

from actions.transaction import transaction
from jobs import worker
from models import OutboxEntry, Registration
from models.sql import fetch

NOTED = "note"

WAYS = (
    *("hashjoin", "mergejoin", "hashagg", "sort", "material", "memoize"),
    *("indexscan", "indexonlyscan", "bitmapscan"),
)
"""How PostgreSQL may join and read; without them it asks a subquery anew for each row."""


@pytest.fixture
def noted(monkeypatch):
    """What the handler of a kind of its own was given; it raises what is put into `failing`."""
    done: list[int] = []

    async def handle(entries):
        if failing := [e.payload["raises"] for e in entries if "raises" in e.payload]:
            raise RuntimeError(failing[0])
        done.extend(entry.payload["number"] for entry in entries)

    monkeypatch.setitem(worker.HANDLERS, NOTED, handle)
    return done


async def given_entries(*payloads, kind=NOTED):
    async with transaction() as current:
        for payload in payloads:
            await current.later(kind, **payload)


async def given_registration():
    row = await Registration.create(
        email="ada@example.org", name="Ada", time_zone="UTC", password_hash="none"
    )
    return str(row.id)


async def test_what_is_due_is_done_once_and_gone(empty, noted):
    await given_entries({"number": 1}, {"number": 2})

    rounds = [await worker.work(), await worker.work()]

    assert sorted(noted) == [1, 2]
    assert rounds == [2, 0]
    assert await OutboxEntry.all().count() == 0


async def test_what_a_transaction_did_not_commit_never_happens(empty, noted):
    async def change_our_mind():
        async with transaction() as current:
            await current.later(NOTED, number=1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await change_our_mind()

    assert await worker.work() == 0
    assert noted == []


async def test_what_fails_is_tried_again_later(empty, noted):
    await given_entries({"raises": "the server is busy"})

    await worker.work()

    entry = await OutboxEntry.get()
    assert (entry.attempts, entry.dead_at) == (1, None)
    assert entry.due_at > datetime.now(UTC)
    assert "the server is busy" in entry.last_error


async def test_an_address_that_a_mail_server_quotes_is_not_kept(empty, noted):
    await given_entries({"raises": "(550, 'No mailbox <ada@example.org>', 'ada@example.org')"})

    await worker.work()

    error = (await OutboxEntry.get()).last_error
    assert "No mailbox <(an address)>" in error
    assert "example.org" not in error


async def test_after_twelve_attempts_it_waits_for_a_person(empty, noted):
    await given_entries({"raises": "never"})
    await OutboxEntry.all().update(attempts=worker.MOST_ATTEMPTS - 1)

    await worker.work()
    await OutboxEntry.all().update(due_at=datetime.now(UTC))

    assert await worker.work() == 0
    assert (await OutboxEntry.get()).dead_at is not None


async def test_one_failure_does_not_keep_the_others_waiting(empty, noted):
    await given_entries({"number": 1}, {"raises": "no"}, {"number": 2})

    await worker.work()

    assert sorted(noted) == [1, 2]
    assert await OutboxEntry.all().count() == 1


async def test_one_is_claimed_at_a_time_however_the_database_goes_about_it(empty):
    await given_entries(*({"number": n} for n in range(10)))

    async with transaction():
        for way in WAYS:
            await fetch(f"SET LOCAL enable_{way} = off")
        claimed = await worker.claim_one()

    assert len(claimed) == 1


async def test_an_unknown_kind_is_kept_and_said(empty, caplog):
    await given_entries({"number": 1}, kind="from the future")

    await worker.work()

    assert (await OutboxEntry.get()).attempts == 1
    assert "from the future" in caplog.text


async def test_many_workers_do_everything_once(empty, noted):
    await given_entries(*({"number": n} for n in range(300)))

    async def drain():
        while await worker.work():
            pass

    await asyncio.gather(*(drain() for _ in range(4)))

    assert sorted(noted) == list(range(300))


async def test_what_hangs_is_given_up_and_tried_again(empty, monkeypatch):
    async def hang(entries):
        await asyncio.Event().wait()

    monkeypatch.setitem(worker.HANDLERS, NOTED, hang)
    monkeypatch.setattr(worker, "HANDLING_SECONDS", 0.05)
    await given_entries({"number": 1})

    await worker.work()

    assert "TimeoutError" in (await OutboxEntry.get()).last_error


async def test_a_mail_the_server_refuses_is_sent_later(empty, smtp):
    registration = await given_registration()
    await given_entries({"registration_id": registration}, kind="mail_already_registered")
    smtp.refusal = "451 Try again later"

    await worker.work()
    smtp.refusal = None
    await OutboxEntry.all().update(due_at=datetime.now(UTC))
    await worker.work()

    assert [mail["To"] for mail in smtp.mails] == ["ada@example.org"]
    assert smtp.mails[0]["Message-ID"].startswith("<")
    assert await OutboxEntry.all().count() == 0


async def test_without_a_server_a_mail_is_a_file_and_its_link_in_the_log(
    empty, mail_folder, caplog
):
    caplog.set_level("INFO", "mentorgraph.mail")
    registration = await given_registration()
    await given_entries({"registration_id": registration}, kind="mail_verification")

    await worker.work()

    texts = [path.read_text() for path in mail_folder.glob("*.eml")]
    assert any("To: ada@example.org" in text and "/verify#" in text for text in texts)
    assert "/verify#" in caplog.text

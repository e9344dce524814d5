"""GraphQL over HTTP, as the authors of its draft test for it: every MUST, SHOULD and MAY."""

import pytest

from tests.cast import given_token, given_user
from tests.processes import server_process

AUDITS = 61


@pytest.fixture
def audited(run, empty):
    """What each audit says of the server at an address."""

    async def results(url, *, is_signed_in):
        task = {"url": f"{url}/graphql", "isSignedIn": is_signed_in}
        async with run("audits", some_token, **task) as program:
            audits = await program.hear("audits")
            await program.end()
        return audits

    return results


async def some_token():
    return await given_token(await given_user())


def failed(audits):
    return [audit for audit in audits if audit["status"] != "ok"]


async def test_every_audit_passes(audited, server):
    audits = await audited(server, is_signed_in=False)

    assert failed(audits) == []
    assert len(audits) == AUDITS


async def test_every_audit_passes_in_production(audited, database_url):
    """Signed in, for some of them ask for `__type`."""
    with server_process(database_url, ENVIRONMENT="production") as production:
        audits = await audited(production.url, is_signed_in=True)

    assert failed(audits) == []
    assert len(audits) == AUDITS

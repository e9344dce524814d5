"""GraphQL over HTTP, as the authors of its draft test for it: every MUST, SHOULD and MAY."""

import pytest

from tests.processes import server_process

AUDITS = 61


async def nobody():
    """No audit signs in."""
    raise AssertionError


@pytest.fixture
def audited(run):
    async def results(url):
        async with run("audits", nobody, url=f"{url}/graphql") as program:
            audits = await program.hear("audits")
            await program.end()
        return audits

    return results


def failed(audits):
    return [audit for audit in audits if audit["status"] != "ok"]


async def test_every_audit_passes(audited, server):
    audits = await audited(server)

    assert failed(audits) == []
    assert len(audits) == AUDITS


async def test_every_audit_passes_in_production(audited, database_url):
    with server_process(database_url, ENVIRONMENT="production") as production:
        audits = await audited(production.url)

    assert failed(audits) == []
    assert len(audits) == AUDITS

"""What docs/clients.md shows of files: a page uploads one, sends it, and shows it."""

from schema import ids
from settings import get_settings
from tests.cast import given_pair, given_token


async def test_a_page_uploads_a_file_sends_it_and_shows_it(run, edge, monkeypatch):
    ada, _, conversation = await given_pair()
    monkeypatch.setenv("PUBLIC_URL", edge.url)
    get_settings.cache_clear()
    task = {"url": f"{edge.url}/graphql", "text": "Grüße 👋"}

    where = ids.encode("conversation", conversation.id)
    async with run("files", lambda: given_token(ada), conversation=where, **task) as page:
        sent, shown = await page.hear("sent"), await page.hear("shown")
        refused = await page.hear("refused")
        await page.end()
    monkeypatch.undo()
    get_settings.cache_clear()

    assert sent == {"name": "Plan.txt", "mediaType": "text/plain"}
    assert shown == "Grüße 👋"
    assert refused == "Files of this kind are not taken; put it into a ZIP and send that"

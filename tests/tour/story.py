"""Who is in the story, and what they have so far."""

import time
from itertools import count

from jobs.demonstration import COORDINATOR
from tests.tour.people import Json, Person


class Story:
    """Who is in it, and what they have so far."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.mentor = Person(url, f"mentor-{time.time_ns()}@example.org")
        self.mentee = Person(url, f"mentee-{time.time_ns()}@example.org")
        self.coordinator = Person(url, COORDINATOR)
        self.ids: dict[str, str] = {}
        self.cursor = ""
        self.client_ids = (f"tour-{number}" for number in count(1))

    async def say(self, who: Person, body: str, client_id: str | None = None) -> Json:
        payload = await who.do(
            "sendMessage",
            "message { number body }",
            conversationId=self.ids["conversation"],
            clientId=client_id or next(self.client_ids),
            body=body,
        )
        message: Json = payload["message"]
        return message

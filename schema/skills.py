"""What skills are called."""

import strawberry

import models
from models.loaders import Loaders
from schema.connections import Shown
from schema.fields import column, identity, related


@strawberry.type(
    description="A skill that is known by name. This service uses the ESCO classification of the"
    " European Commission, shortened and with names added"
)
class Skill(Shown):
    row: strawberry.Private[models.Skill]
    id: strawberry.ID = identity("skill")
    name: str = column()
    aliases: list[str] = related(
        Loaders.labels_of,
        read=lambda skill, labels: [one.name for one in labels if one.key != skill.key],
        description="What else people call it",
    )
    esco_uri: str | None = column(description="The concept in ESCO; null if it is not from there")

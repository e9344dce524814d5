"""The words of programs, and their settings as they are read."""

from __future__ import annotations

from datetime import date

import strawberry

import models
from models import (
    Admission,
    InvitationStatus,
    OrganizationRole,
    ProgramRole,
    ProgramTemplate,
)
from schema.connections import Shown
from schema.fields import column

strawberry.enum(ProgramRole, description="What somebody is in a program")
strawberry.enum(OrganizationRole, description="What somebody is in an organization")
strawberry.enum(InvitationStatus, description="What became of an invitation")
strawberry.enum(
    Admission,
    description="How people come in by themselves: OPEN takes all, in APPROVAL they apply",
)
strawberry.enum(
    ProgramTemplate,
    description="Settings to begin with: a COHORT that begins and ends together, SELF_MATCHED all"
    " year, or FLASH for one conversation",
)


@strawberry.type(description="The most points each criterion of matching gives; 100 together")
class MatchingWeights:
    skills: int
    languages: int
    hours: int


@strawberry.type(description="How a program works; a document that is changed as a whole")
class ProgramSettings(Shown):
    row: strawberry.Private[models.Program]
    version: int = column(
        "settings_version", description="Say it when you change them, so that nothing is lost"
    )
    admission: Admission = column()
    description: str = column()
    welcome: str = column(description="What is said to who takes part")
    question: str = column(description="What applicants must answer; none is asked if empty")
    agreement: str = column(
        description="What both sides of a match sign; nothing is locked until they have; may be"
        " empty"
    )
    agreement_version: int = column(description="Of its text; 0 before there was any")
    default_capacity: int | None = column(
        description="Of mentors who say none; null when they must"
    )
    most_capacity: int = column(description="Mentees at a time that a mentor can have at most")
    begins_on: date | None = column(
        description="First day on which mentors are asked, in UTC; null when they always are"
    )
    ends_on: date | None = column(
        description="Last day on which people come in and mentors are asked; null without an end"
    )
    message_retention_days: int | None = column(
        description="Messages of longer ago are deleted for good; null keeps all of them"
    )

    @strawberry.field
    def weights(self) -> MatchingWeights:
        row = self.row
        return MatchingWeights(
            skills=row.skills_weight, languages=row.languages_weight, hours=row.hours_weight
        )

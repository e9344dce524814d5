"""The library of an organization."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from models.base import Record
from models.programs import Organization
from models.users import User


class ResourceKind(Enum):
    ARTICLE = "ARTICLE"
    VIDEO = "VIDEO"
    EBOOK = "EBOOK"
    WEBINAR = "WEBINAR"
    PODCAST = "PODCAST"
    COURSE = "COURSE"


class ResourceStatus(Enum):
    PUBLISHED = "PUBLISHED"
    ARCHIVED = "ARCHIVED"


class Resource(Record):
    """Something to learn from. One address stands once in a library."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="resources"
    )
    publisher: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", null=True, on_delete=fields.SET_NULL
    )
    """Null when it came with an import, and once the account is erased."""
    kind = fields.CharEnumField(ResourceKind, max_length=8)
    title = fields.CharField(max_length=300)
    summary = fields.TextField(default="")
    url = fields.CharField(max_length=2000)
    author = fields.CharField(max_length=300, default="")
    language = fields.CharField(max_length=2)
    topic = fields.CharField(max_length=120, default="")
    subtopic = fields.CharField(max_length=120, default="")
    status = fields.CharEnumField(ResourceStatus, max_length=9, default=ResourceStatus.PUBLISHED)
    revision = fields.IntField(default=1)
    revised_at = fields.DatetimeField(auto_now_add=True)
    organization_id: UUID
    publisher_id: UUID | None

    @property
    def is_archived(self) -> bool:
        return self.status is ResourceStatus.ARCHIVED

    class Meta:
        indexes = (("publisher_id",),)
        constraints = (
            UniqueConstraint(fields=("organization_id", "url"), name="resource_url_once"),
        )

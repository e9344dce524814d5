from orjson import loads
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from models.conversations import EventKind
from models.goals import Measure
from models.matches import MatchStatus, RequestStatus
from models.programs import EnrollmentStatus, OrganizationRole, ProgramRole
from models.resources import ResourceKind, ResourceStatus
from models.users import SkillSide


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("user_id", fields.UUIDField()),
                ("key", fields.CharField(max_length=64)),
                ("request_hash", fields.CharField(max_length=64)),
                ("result_id", fields.UUIDField()),
            ],
            options={
                "table": "idempotency_key",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What a viewer's key made, so that asking again gives the same thing back.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("name", fields.CharField(max_length=100)),
                ("slug", fields.CharField(unique=True, max_length=40)),
            ],
            options={"table": "organization", "app": "models", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="OutboxEntry",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("kind", fields.CharField(max_length=40)),
                ("payload", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("attempts", fields.SmallIntField(default=0)),
                ("last_error", fields.TextField(default="", unique=False)),
                ("dead_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "outbox_entry",
                "app": "models",
                "indexes": [Index(fields=["due_at"])],
                "pk_attr": "id",
                "table_description": "Something that must happen after a transaction: written inside it, done by the worker.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Program",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="programs",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("description", fields.TextField(default="", unique=False)),
                ("is_open", fields.BooleanField(default=False)),
            ],
            options={"table": "program", "app": "models", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("key", fields.CharField(unique=True, max_length=80)),
                ("name", fields.CharField(max_length=80)),
            ],
            options={
                "table": "skill",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A skill as people write it (`name`) and as it is compared (`key`).",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("email", fields.CharField(unique=True, max_length=254)),
                (
                    "email_verified_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("name", fields.CharField(max_length=100)),
                ("headline", fields.CharField(default="", max_length=200)),
                ("bio", fields.TextField(default="", unique=False)),
                ("languages", ArrayField(default=list, element_type="TEXT")),
                ("time_zone", fields.CharField(default="UTC", max_length=64)),
            ],
            options={
                "table": "user_account",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A person. E-mail addresses are stored in lower case, so that unique means unique.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="AvailabilitySlot",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="availability",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("weekday", fields.SmallIntField()),
                ("start_minute", fields.SmallIntField()),
                ("end_minute", fields.SmallIntField()),
            ],
            options={
                "table": "availability_slot",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "Free time that comes back every week, in the person's own time zone.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Credential",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "user",
                    fields.OneToOneField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="credential",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("password_hash", fields.CharField(max_length=255)),
            ],
            options={
                "table": "credential",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A password, apart from the profile so that no profile query ever reads it.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="EmailVerification",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "email_verification",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "A mailed link that proves an address; works once, until it expires.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Enrollment",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "program",
                    fields.ForeignKeyField(
                        "models.Program",
                        source_field="program_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="enrollments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="enrollments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "role",
                    fields.CharEnumField(
                        description="COORDINATOR: COORDINATOR\nMENTOR: MENTOR\nMENTEE: MENTEE",
                        enum_type=ProgramRole,
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        description="PENDING: PENDING\nAPPROVED: APPROVED\nDECLINED: DECLINED",
                        enum_type=EnrollmentStatus,
                        max_length=8,
                    ),
                ),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("capacity", fields.SmallIntField(default=0)),
                ("active_matches", fields.SmallIntField(default=0)),
            ],
            options={
                "table": "enrollment",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "A person's part in a program. One person can be both mentor and mentee.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="MatchRequest",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "program",
                    fields.ForeignKeyField(
                        "models.Program",
                        source_field="program_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "mentor",
                    fields.ForeignKeyField(
                        "models.Enrollment",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="requests_received",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "mentee",
                    fields.ForeignKeyField(
                        "models.Enrollment",
                        source_field="mentee_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="requests_sent",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("note", fields.TextField(default="", unique=False)),
                (
                    "status",
                    fields.CharEnumField(
                        default=RequestStatus.PENDING,
                        description="PENDING: PENDING\nACCEPTED: ACCEPTED\nDECLINED: DECLINED\nWITHDRAWN: WITHDRAWN",
                        enum_type=RequestStatus,
                        max_length=9,
                    ),
                ),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "match_request",
                "app": "models",
                "indexes": [Index(fields=["mentee_id"]), Index(fields=["program_id"])],
                "pk_attr": "id",
                "table_description": "A mentee asks a mentor.",
            },
            bases=["Pair"],
        ),
        ops.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "program",
                    fields.ForeignKeyField(
                        "models.Program",
                        source_field="program_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "mentor",
                    fields.ForeignKeyField(
                        "models.Enrollment",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="matches_as_mentor",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "mentee",
                    fields.ForeignKeyField(
                        "models.Enrollment",
                        source_field="mentee_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="matches_as_mentee",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "request",
                    fields.OneToOneField(
                        "models.MatchRequest",
                        source_field="request_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="match",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=MatchStatus.ACTIVE,
                        description="ACTIVE: ACTIVE\nENDED: ENDED",
                        enum_type=MatchStatus,
                        max_length=6,
                    ),
                ),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("end_reason", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "match",
                "app": "models",
                "indexes": [
                    Index(fields=["mentor_id"]),
                    Index(fields=["mentee_id"]),
                    Index(fields=["program_id"]),
                ],
                "pk_attr": "id",
                "table_description": "A mentoring relationship.",
            },
            bases=["Pair"],
        ),
        ops.CreateModel(
            name="Conversation",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "match",
                    fields.OneToOneField(
                        "models.Match",
                        source_field="match_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="conversation",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("epoch", fields.IntField(default=1)),
                ("last_seq", fields.BigIntField(default=0)),
                ("last_number", fields.BigIntField(default=0)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "conversation",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A thread and the two counters its log grows by.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "match",
                    fields.ForeignKeyField(
                        "models.Match",
                        source_field="match_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="goals",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="owner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="goals",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("title", fields.CharField(max_length=200)),
                ("why", fields.TextField(default="", unique=False)),
                (
                    "measure",
                    fields.CharEnumField(
                        description="NUMBER: NUMBER\nPERCENTAGE: PERCENTAGE\nYES_NO: YES_NO",
                        enum_type=Measure,
                        max_length=10,
                    ),
                ),
                ("unit", fields.CharField(default="", max_length=30)),
                ("start_value", fields.DecimalField(max_digits=14, decimal_places=2)),
                ("target_value", fields.DecimalField(max_digits=14, decimal_places=2)),
                ("due_on", fields.DateField(null=True)),
            ],
            options={
                "table": "goal",
                "app": "models",
                "indexes": [Index(fields=["match_id", "id"]), Index(fields=["owner_id", "id"])],
                "pk_attr": "id",
                "table_description": "What a mentee wants to reach within a match, and how it is measured.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "goal",
                    fields.ForeignKeyField(
                        "models.Goal",
                        source_field="goal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="check_ins",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("value", fields.DecimalField(max_digits=14, decimal_places=2)),
                ("note", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "check_in",
                "app": "models",
                "indexes": [Index(fields=["goal_id", "id"])],
                "pk_attr": "id",
                "table_description": "Where a goal stood at a moment, in the mentee's own words.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "conversation",
                    fields.ForeignKeyField(
                        "models.Conversation",
                        source_field="conversation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="members",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("last_read_number", fields.BigIntField(default=0)),
            ],
            options={
                "table": "member",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "A person's seat in a conversation. Without it nothing is seen, live or later.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "conversation",
                    fields.ForeignKeyField(
                        "models.Conversation",
                        source_field="conversation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "sender",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="sender_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.BigIntField()),
                ("client_id", fields.CharField(max_length=64)),
                ("body", fields.TextField(unique=False)),
            ],
            options={
                "table": "message",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What one member said. `client_id` makes a retry the same message, not a second one.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="ConversationEvent",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "conversation",
                    fields.ForeignKeyField(
                        "models.Conversation",
                        source_field="conversation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("seq", fields.BigIntField()),
                (
                    "kind",
                    fields.CharEnumField(
                        description="OPENED: OPENED\nMESSAGE_SENT: MESSAGE_SENT\nCLOSED: CLOSED",
                        enum_type=EventKind,
                        max_length=16,
                    ),
                ),
                (
                    "message",
                    fields.ForeignKeyField(
                        "models.Message",
                        source_field="message_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "conversation_event",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One line of the log: ids only, so that erasing a message really erases it.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "goal",
                    fields.ForeignKeyField(
                        "models.Goal",
                        source_field="goal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="milestones",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.SmallIntField()),
                ("title", fields.CharField(max_length=200)),
                ("due_on", fields.DateField(null=True)),
                ("reached_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "milestone", "app": "models", "pk_attr": "id"},
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="resources",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "publisher",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="publisher_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ARTICLE: ARTICLE\nVIDEO: VIDEO\nEBOOK: EBOOK\nWEBINAR: WEBINAR\nPODCAST: PODCAST\nCOURSE: COURSE",
                        enum_type=ResourceKind,
                        max_length=8,
                    ),
                ),
                ("title", fields.CharField(max_length=300)),
                ("summary", fields.TextField(default="", unique=False)),
                ("url", fields.CharField(max_length=2000)),
                ("author", fields.CharField(default="", max_length=300)),
                ("language", fields.CharField(max_length=2)),
                ("topic", fields.CharField(default="", max_length=120)),
                ("subtopic", fields.CharField(default="", max_length=120)),
                (
                    "status",
                    fields.CharEnumField(
                        default=ResourceStatus.PUBLISHED,
                        description="PUBLISHED: PUBLISHED\nARCHIVED: ARCHIVED",
                        enum_type=ResourceStatus,
                        max_length=9,
                    ),
                ),
                ("revision", fields.IntField(default=1)),
                ("revised_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "resource",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Something to learn from. One address stands once in a library.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("access_hash", fields.CharField(unique=True, max_length=64)),
                ("access_expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("refresh_hash", fields.CharField(unique=True, max_length=64)),
                ("spent_refresh_hash", fields.CharField(null=True, unique=True, max_length=64)),
                ("refresh_expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "session",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "One signed-in device: a short access token and the refresh token that renews it.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Staff",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="staff",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "role",
                    fields.CharEnumField(
                        description="OWNER: OWNER\nADMIN: ADMIN",
                        enum_type=OrganizationRole,
                        max_length=8,
                    ),
                ),
            ],
            options={
                "table": "staff",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "A person's role in an organization as a whole.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="UserSkill",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="skills",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "skill",
                    fields.ForeignKeyField(
                        "models.Skill",
                        source_field="skill_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "side",
                    fields.CharEnumField(
                        description="OFFERED: OFFERED\nWANTED: WANTED",
                        enum_type=SkillSide,
                        max_length=8,
                    ),
                ),
            ],
            options={"table": "user_skill", "app": "models", "pk_attr": "id"},
            bases=["Record"],
        ),
    ]

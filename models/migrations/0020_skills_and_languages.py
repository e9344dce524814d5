"""Skills get other names and levels, and languages levels, so they have rows of their own."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint
from uuid_utils.compat import uuid7

from models.users import LanguageLevel, SkillLevel


class Migration(migrations.Migration):
    dependencies = [("models", "0011_sign_in_limits")]

    initial = False

    operations = [
        ops.CreateModel(
            name="SkillLabel",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "skill",
                    fields.ForeignKeyField(
                        "models.Skill",
                        source_field="skill_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="labels",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=80)),
                ("name", fields.CharField(max_length=80)),
            ],
            options={
                "table": "skill_label",
                "app": "models",
                "indexes": [Index(fields=["skill_id"])],
                "pk_attr": "id",
                "table_description": "One name of a skill of the taxonomy, the preferred one included, and its `key`.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Taxonomy",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("name", fields.CharField(unique=True, max_length=20)),
                ("digest", fields.CharField(max_length=64)),
            ],
            options={
                "table": "taxonomy",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Which version of the taxonomy was loaded last: one row for all skills.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="UserLanguage",
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
                        related_name="spoken",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("code", fields.CharField(max_length=2)),
                (
                    "level",
                    fields.CharEnumField(
                        null=True,
                        description="A1: A1\nA2: A2\nB1: B1\nB2: B2\nC1: C1\nC2: C2\nNATIVE: NATIVE",
                        enum_type=LanguageLevel,
                        max_length=6,
                    ),
                ),
                ("position", fields.SmallIntField()),
            ],
            options={
                "table": "user_language",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("user_id", "code"), name="user_language_once")
                ],
                "pk_attr": "id",
                "table_description": "A language that somebody speaks; `code` is of ISO 639-1, `position` as they name it.",
            },
            bases=["Record"],
        ),
        ops.AlterModelOptions(
            name="Skill",
            options={
                "table": "skill",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A skill of the taxonomy or, without a `number`, one that people wrote and it does not have.",
            },
        ),
        ops.AddField(
            model_name="Skill",
            name="esco_uri",
            field=fields.CharField(null=True, max_length=200),
        ),
        ops.AddField(
            model_name="Skill",
            name="number",
            field=fields.IntField(null=True, unique=True),
        ),
        ops.AddConstraint(
            model_name="UserLanguage",
            constraint=UniqueConstraint(fields=("user_id", "code"), name="user_language_once"),
        ),
        ops.RunSQL(
            """INSERT INTO user_language (id, created_at, user_id, code, position)
            SELECT gen_random_uuid(), created_at, user_account.id, code, place - 1
            FROM user_account, unnest(languages) WITH ORDINALITY AS spoken (code, place)""",
            reverse_sql="""UPDATE user_account SET languages = ARRAY(
                SELECT code FROM user_language WHERE user_id = user_account.id ORDER BY position
            )""",
        ),
        ops.RemoveField(model_name="User", name="languages"),
        ops.AddField(
            model_name="UserSkill",
            name="level",
            field=fields.CharEnumField(
                null=True,
                description="BEGINNER: BEGINNER\nINTERMEDIATE: INTERMEDIATE\nADVANCED: ADVANCED\nEXPERT: EXPERT",
                enum_type=SkillLevel,
                max_length=12,
            ),
        ),
    ]

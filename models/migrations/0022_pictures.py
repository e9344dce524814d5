"""Pictures of people, three sizes each."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint
from uuid_utils.compat import uuid7

from models.pictures import PictureSize


class Migration(migrations.Migration):
    dependencies = [("models", "0035_agreement_constraints")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Picture",
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
                        related_name="pictures",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "size",
                    fields.CharEnumField(
                        description="SMALL: SMALL\nMEDIUM: MEDIUM\nLARGE: LARGE",
                        enum_type=PictureSize,
                        max_length=6,
                    ),
                ),
                ("content", fields.BinaryField()),
            ],
            options={
                "table": "picture",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("user_id", "size"), name="picture_size_once")
                ],
                "pk_attr": "id",
                "table_description": "A person's picture in one size: a square, as WebP, made of pixels and nothing else.",
            },
            bases=["Record"],
        ),
        ops.AddField(
            model_name="User",
            name="picture_version",
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddConstraint(
            model_name="Picture",
            constraint=UniqueConstraint(fields=("user_id", "size"), name="picture_size_once"),
        ),
    ]

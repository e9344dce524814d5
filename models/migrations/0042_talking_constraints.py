from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0041_talking")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Mention",
            constraint=UniqueConstraint(fields=("message_id", "user_id"), name="mention_once"),
        ),
        ops.AddConstraint(
            model_name="MessageRevision",
            constraint=UniqueConstraint(
                fields=("message_id", "version"), name="message_revision_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Pin",
            constraint=UniqueConstraint(fields=("message_id",), name="pin_once"),
        ),
        ops.AddConstraint(
            model_name="Reaction",
            constraint=UniqueConstraint(
                fields=("message_id", "user_id", "emoji"), name="reaction_once"
            ),
        ),
    ]

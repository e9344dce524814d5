from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0079_drafts")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Draft",
            constraint=UniqueConstraint(
                fields=("user_id", "conversation_id"),
                name="draft_once",
                condition="root_id IS NULL",
            ),
        ),
        ops.AddConstraint(
            model_name="Draft",
            constraint=UniqueConstraint(fields=("user_id", "root_id"), name="draft_in_thread_once"),
        ),
        ops.AddConstraint(
            model_name="Draft",
            constraint=CheckConstraint(
                check="char_length(body) BETWEEN 1 AND 8000", name="draft_length"
            ),
        ),
    ]

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0004_resource_search")]

    initial = False

    operations = [
        ops.AddIndex(
            model_name="ConversationEvent",
            index=Index(fields=["message_id"]),
        ),
        ops.AddIndex(
            model_name="Resource",
            index=Index(fields=["publisher_id"]),
        ),
        ops.AddIndex(
            model_name="UserSkill",
            index=Index(fields=["skill_id"]),
        ),
    ]

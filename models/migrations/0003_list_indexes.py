from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0002_constraints")]

    initial = False

    operations = [
        ops.AddIndex(
            model_name="Enrollment",
            index=Index(fields=["program_id", "id"]),
        ),
        ops.RemoveIndex(
            model_name="Match",
            name=None,
            fields=["program_id"],
        ),
        ops.AddIndex(
            model_name="Match",
            index=Index(fields=["program_id", "id"]),
        ),
        ops.AddIndex(
            model_name="MatchRequest",
            index=Index(fields=["mentor_id"]),
        ),
    ]

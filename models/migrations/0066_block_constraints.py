from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0065_blocks")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Block",
            constraint=UniqueConstraint(fields=("user_id", "blocked_id"), name="block_once"),
        ),
        ops.AddConstraint(
            model_name="Block",
            constraint=CheckConstraint(check="user_id <> blocked_id", name="block_of_others"),
        ),
    ]

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0005_foreign_key_indexes")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Goal",
            constraint=CheckConstraint(
                check="start_value <> target_value", name="goal_goes_somewhere"
            ),
        ),
    ]

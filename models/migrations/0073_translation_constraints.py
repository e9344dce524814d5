from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0072_translations")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Translation",
            constraint=UniqueConstraint(fields=("message_id", "language"), name="translation_once"),
        ),
    ]

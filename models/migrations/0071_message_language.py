"""What language a message is in. Of those that were sent before nobody worked it out."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0070_message_search")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Message",
            name="language",
            field=fields.CharField(null=True, max_length=2),
        ),
    ]

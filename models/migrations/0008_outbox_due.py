"""The worker looks every half second for what is due: what is dead is no longer in its way."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0007_registrations")]

    initial = False

    operations = [
        ops.RemoveIndex(model_name="OutboxEntry", name=None, fields=["due_at"]),
        ops.RunSQL(
            "CREATE INDEX outbox_entry_due ON outbox_entry (due_at) WHERE dead_at IS NULL",
            reverse_sql="DROP INDEX outbox_entry_due",
        ),
    ]

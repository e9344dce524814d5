from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0075_attachments")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Attachment",
            constraint=UniqueConstraint(
                fields=("message_id", "position"), name="attachment_position_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(
                check="(message_id IS NULL) = (position IS NULL) AND (message_id IS NULL OR stored_at IS NOT NULL) AND (stored_at IS NULL OR object_id IS NOT NULL AND media_type IS NOT NULL)",
                name="attachment_in_order",
            ),
        ),
    ]

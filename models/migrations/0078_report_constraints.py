from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0077_reports")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Report",
            constraint=UniqueConstraint(fields=("reporter_id", "message_id"), name="report_once"),
        ),
        ops.AddConstraint(
            model_name="Report",
            constraint=CheckConstraint(check="reporter_id <> reported_id", name="report_of_others"),
        ),
        ops.AddConstraint(
            model_name="Report",
            constraint=CheckConstraint(
                check="(status = 'SETTLED') = (settled_at IS NOT NULL) AND (status = 'SETTLED') = (outcome IS NOT NULL)",
                name="report_settled_whole",
            ),
        ),
        ops.AddConstraint(
            model_name="ReportedWords",
            constraint=UniqueConstraint(
                fields=("report_id", "version"), name="reported_words_once"
            ),
        ),
    ]

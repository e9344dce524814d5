from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0034_agreements")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Agreement",
            constraint=UniqueConstraint(
                fields=("program_id", "version"), name="agreement_version_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Signature",
            constraint=UniqueConstraint(
                fields=("match_id", "enrollment_id", "agreement_id"), name="signature_once"
            ),
        ),
    ]

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0036_people_imports")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="ImportLine",
            constraint=UniqueConstraint(
                fields=("people_import_id", "number"), name="import_line_number_once"
            ),
        ),
        ops.AddConstraint(
            model_name="PeopleImport",
            constraint=UniqueConstraint(
                fields=("program_id",),
                name="people_import_one_at_a_time",
                condition="status IN ('CHECKING', 'APPLYING')",
            ),
        ),
        ops.AddConstraint(
            model_name="PeopleImport",
            constraint=CheckConstraint(
                check="total_lines > 0 AND done_lines BETWEEN 0 AND total_lines",
                name="people_import_within_lines",
            ),
        ),
    ]

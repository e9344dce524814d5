from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from models.adding import AddFilledField


class Migration(migrations.Migration):
    dependencies = [("models", "0013_deletion_requests")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Program",
            name="begins_on",
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name="Program",
            name="default_capacity",
            field=fields.SmallIntField(null=True),
        ),
        ops.AddField(
            model_name="Program",
            name="ends_on",
            field=fields.DateField(null=True),
        ),
        AddFilledField(
            model_name="Program",
            name="hours_weight",
            field=fields.SmallIntField(default=25),
            fill="25",
        ),
        AddFilledField(
            model_name="Program",
            name="is_approving",
            field=fields.BooleanField(default=False),
            fill="false",
        ),
        AddFilledField(
            model_name="Program",
            name="is_template",
            field=fields.BooleanField(default=False),
            fill="false",
        ),
        AddFilledField(
            model_name="Program",
            name="languages_weight",
            field=fields.SmallIntField(default=10),
            fill="10",
        ),
        AddFilledField(
            model_name="Program",
            name="most_capacity",
            field=fields.SmallIntField(default=50),
            fill="50",
        ),
        AddFilledField(
            model_name="Program",
            name="question",
            field=fields.TextField(default="", unique=False),
            fill="''",
        ),
        AddFilledField(
            model_name="Program",
            name="settings_version",
            field=fields.IntField(default=1),
            fill="1",
        ),
        AddFilledField(
            model_name="Program",
            name="skills_weight",
            field=fields.SmallIntField(default=65),
            fill="65",
        ),
        AddFilledField(
            model_name="Program",
            name="welcome",
            field=fields.TextField(default="", unique=False),
            fill="''",
        ),
        ops.AddConstraint(
            model_name="Program",
            constraint=CheckConstraint(
                check="is_open OR NOT is_approving", name="program_one_admission"
            ),
        ),
        ops.AddConstraint(
            model_name="Program",
            constraint=CheckConstraint(
                check="most_capacity BETWEEN 1 AND 50 AND coalesce(default_capacity, 1) BETWEEN 1 AND most_capacity",
                name="program_capacities_sane",
            ),
        ),
        ops.AddConstraint(
            model_name="Program",
            constraint=CheckConstraint(
                check="least(skills_weight, languages_weight, hours_weight) >= 0 AND skills_weight + languages_weight + hours_weight = 100",
                name="program_weights_sane",
            ),
        ),
        ops.AddConstraint(
            model_name="Program",
            constraint=CheckConstraint(
                check="begins_on <= ends_on", name="program_begins_before_it_ends"
            ),
        ),
    ]

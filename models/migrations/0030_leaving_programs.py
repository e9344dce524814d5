from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from models.programs import EnrollmentStatus


class Migration(migrations.Migration):
    dependencies = [("models", "0009_tenants")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Enrollment",
            name="status",
            field=fields.CharEnumField(
                description="PENDING: PENDING\nAPPROVED: APPROVED\nDECLINED: DECLINED\nLEFT: LEFT\nREMOVED: REMOVED",
                enum_type=EnrollmentStatus,
                max_length=8,
            ),
        ),
        ops.AddField(
            model_name="Enrollment",
            name="ended_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddConstraint(
            model_name="Enrollment",
            constraint=CheckConstraint(
                check="(status IN ('LEFT', 'REMOVED')) = (ended_at IS NOT NULL)",
                name="enrollment_end_dated",
            ),
        ),
    ]

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0031_invitations")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Invitation",
            constraint=UniqueConstraint(
                fields=("program_id", "email", "role"),
                name="invitation_open_once",
                condition="accepted_at IS NULL AND revoked_at IS NULL",
            ),
        ),
        ops.AddConstraint(
            model_name="Invitation",
            constraint=UniqueConstraint(
                fields=("organization_id", "email"),
                name="invitation_to_staff_open_once",
                condition="program_id IS NULL AND accepted_at IS NULL AND revoked_at IS NULL",
            ),
        ),
        ops.AddConstraint(
            model_name="Invitation",
            constraint=CheckConstraint(
                check="(program_id IS NULL) = (role IS NULL) AND (program_id IS NULL) = (staff_role IS NOT NULL)",
                name="invitation_to_one_thing",
            ),
        ),
        ops.AddConstraint(
            model_name="Invitation",
            constraint=CheckConstraint(
                check="accepted_at IS NULL OR revoked_at IS NULL", name="invitation_ends_one_way"
            ),
        ),
        ops.AddConstraint(
            model_name="Invitation",
            constraint=CheckConstraint(
                check="capacity BETWEEN 1 AND 50", name="invitation_capacity_sane"
            ),
        ),
        ops.AddConstraint(
            model_name="JoinLink",
            constraint=CheckConstraint(
                check="uses BETWEEN 0 AND coalesce(most_uses, uses)", name="join_link_within_uses"
            ),
        ),
        ops.AddConstraint(
            model_name="JoinLink",
            constraint=CheckConstraint(
                check="role <> 'COORDINATOR'", name="join_link_to_take_part"
            ),
        ),
    ]

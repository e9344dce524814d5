from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0001_initial")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="AvailabilitySlot",
            constraint=CheckConstraint(
                check="weekday BETWEEN 0 AND 6 AND start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute",
                name="availability_slot_in_day",
            ),
        ),
        ops.AddConstraint(
            model_name="ConversationEvent",
            constraint=UniqueConstraint(
                fields=("conversation_id", "seq"), name="conversation_event_seq_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Enrollment",
            constraint=UniqueConstraint(
                fields=("program_id", "user_id", "role"), name="enrollment_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Enrollment",
            constraint=CheckConstraint(
                check="role <> 'MENTOR' OR active_matches BETWEEN 0 AND capacity",
                name="enrollment_within_capacity",
            ),
        ),
        ops.AddConstraint(
            model_name="Enrollment",
            constraint=CheckConstraint(
                check="capacity BETWEEN 0 AND 50", name="enrollment_capacity_sane"
            ),
        ),
        ops.AddConstraint(
            model_name="IdempotencyKey",
            constraint=UniqueConstraint(fields=("user_id", "key"), name="idempotency_key_once"),
        ),
        ops.AddConstraint(
            model_name="Match",
            constraint=UniqueConstraint(
                fields=("mentor_id", "mentee_id"),
                name="match_active_once",
                condition="status = 'ACTIVE'",
            ),
        ),
        ops.AddConstraint(
            model_name="Match",
            constraint=CheckConstraint(
                check="(status = 'ENDED') = (ended_at IS NOT NULL)", name="match_end_dated"
            ),
        ),
        ops.AddConstraint(
            model_name="MatchRequest",
            constraint=UniqueConstraint(
                fields=("mentor_id", "mentee_id"),
                name="match_request_pending_once",
                condition="status = 'PENDING'",
            ),
        ),
        ops.AddConstraint(
            model_name="Member",
            constraint=UniqueConstraint(fields=("conversation_id", "user_id"), name="member_once"),
        ),
        ops.AddConstraint(
            model_name="Message",
            constraint=UniqueConstraint(
                fields=("conversation_id", "number"), name="message_number_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Message",
            constraint=UniqueConstraint(
                fields=("sender_id", "client_id"), name="message_client_id_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Message",
            constraint=CheckConstraint(
                check="char_length(body) BETWEEN 1 AND 8000", name="message_length"
            ),
        ),
        ops.AddConstraint(
            model_name="Milestone",
            constraint=UniqueConstraint(
                fields=("goal_id", "position"), name="milestone_position_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Program",
            constraint=UniqueConstraint(
                fields=("organization_id", "name"), name="program_name_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Resource",
            constraint=UniqueConstraint(
                fields=("organization_id", "url"), name="resource_url_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Staff",
            constraint=UniqueConstraint(fields=("organization_id", "user_id"), name="staff_once"),
        ),
        ops.AddConstraint(
            model_name="UserSkill",
            constraint=UniqueConstraint(
                fields=("user_id", "skill_id", "side"), name="user_skill_once"
            ),
        ),
    ]

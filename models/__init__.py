"""What is stored: rows, constraints, loaders, migrations."""

from models.conversations import Conversation, ConversationEvent, EventKind, Member, Message
from models.goals import CheckIn, Goal, Measure, Milestone
from models.matches import Match, MatchRequest, MatchStatus, RequestStatus
from models.outbox import IdempotencyKey, OutboxEntry
from models.programs import (
    Enrollment,
    EnrollmentStatus,
    Invitation,
    InvitationStatus,
    JoinLink,
    Organization,
    OrganizationRole,
    Program,
    ProgramRole,
    Staff,
)
from models.resources import Resource, ResourceKind, ResourceStatus
from models.sessions import (
    AttemptWindow,
    Credential,
    Device,
    Registration,
    Session,
    SignInMethod,
    SpentToken,
)
from models.skills import Skill, SkillLabel, Taxonomy
from models.users import (
    AvailabilitySlot,
    LanguageLevel,
    SkillLevel,
    SkillSide,
    User,
    UserLanguage,
    UserSkill,
)

__all__ = [
    "AttemptWindow",
    "AvailabilitySlot",
    "CheckIn",
    "Conversation",
    "ConversationEvent",
    "Credential",
    "Device",
    "Enrollment",
    "EnrollmentStatus",
    "EventKind",
    "Goal",
    "IdempotencyKey",
    "Invitation",
    "InvitationStatus",
    "JoinLink",
    "LanguageLevel",
    "Match",
    "MatchRequest",
    "MatchStatus",
    "Measure",
    "Member",
    "Message",
    "Milestone",
    "Organization",
    "OrganizationRole",
    "OutboxEntry",
    "Program",
    "ProgramRole",
    "Registration",
    "RequestStatus",
    "Resource",
    "ResourceKind",
    "ResourceStatus",
    "Session",
    "SignInMethod",
    "Skill",
    "SkillLabel",
    "SkillLevel",
    "SkillSide",
    "SpentToken",
    "Staff",
    "Taxonomy",
    "User",
    "UserLanguage",
    "UserSkill",
]

"""Who sees what, and which scope a key needs to read it: one table of types, one of root fields.

A policy decides which rows somebody sees; all fields of a row's type are seen with it, and one that
is not is named by itself. A key needs the scope besides. The rest is generic, or a payload.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from models import Scope
from policies import (
    analytics,
    attachments,
    conversations,
    goals,
    matches,
    programs,
    questions,
    resources,
    roles,
    safety,
    sessions,
    users,
)


class ByKey(Enum):
    """In place of a scope."""

    NEVER = "NEVER"


NO_KEY = ByKey.NEVER
Policy = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Access:
    """`policy` says who sees it, and `scope` what a key must have; None: nothing."""

    policy: Policy | None = None
    scope: Scope | ByKey | None = None


PEOPLE, PROGRAMS, MATCHES = Scope.READ_PEOPLE, Scope.READ_PROGRAMS, Scope.READ_MATCHES
CONVERSATIONS, GOALS = Scope.READ_CONVERSATIONS, Scope.READ_GOALS
RESOURCES, ANALYTICS = Scope.READ_RESOURCES, Scope.READ_ANALYTICS
SUGGESTED = Access(matches.as_mentee, MATCHES)
MEASURED = Access(analytics.measured_for, ANALYTICS)
CHANGEABLE = Access(programs.changeable_by, PROGRAMS)
FOUND = Access(resources.libraries_of, RESOURCES)
HEARD = Access(conversations.can_read, NO_KEY)
OWN = Access(sessions.everybody, NO_KEY)
ANYBODY = Access()

TYPES = {
    "User": Access(users.visible_to, PEOPLE),
    "AvailabilitySlot": Access(users.visible_to, PEOPLE),
    "ExtraTime": Access(users.visible_to, PEOPLE),
    "FreeTime": Access(users.visible_to, PEOPLE),
    "TimeAway": Access(users.visible_to, PEOPLE),
    "UserLanguage": Access(users.visible_to, PEOPLE),
    "UserSkill": Access(users.visible_to, PEOPLE),
    "Skill": Access(sessions.everybody, PEOPLE),
    "Question": Access(questions.visible_to, PROGRAMS),
    "Answer": Access(questions.answers_visible_to, PEOPLE),
    "Organization": Access(programs.organizations_visible_to, PROGRAMS),
    "Program": Access(programs.visible_to, PROGRAMS),
    "Enrollment": Access(programs.enrollments_visible_to, PROGRAMS),
    "Staff": Access(programs.staff_visible_to, PROGRAMS),
    "Invitation": Access(programs.invitations_visible_to, PROGRAMS),
    "JoinLink": Access(programs.join_links_visible_to, PROGRAMS),
    "PeopleImport": Access(programs.imports_visible_to, PROGRAMS),
    "ImportLine": Access(programs.imports_visible_to, PROGRAMS),
    "Agreement": Access(programs.visible_to, PROGRAMS),
    "Signature": Access(matches.visible_to, MATCHES),
    "ProgramSettings": Access(programs.visible_to, PROGRAMS),
    "MatchingWeights": Access(programs.visible_to, PROGRAMS),
    "ProgramSettingsComparison": CHANGEABLE,
    "SettingChange": CHANGEABLE,
    "DocumentProblem": CHANGEABLE,
    "Match": Access(matches.visible_to, MATCHES),
    "MatchRequest": Access(matches.requests_visible_to, MATCHES),
    "Suggestion": SUGGESTED,
    "SharedSkills": SUGGESTED,
    "SharedLanguages": SUGGESTED,
    "SharedHours": SUGGESTED,
    "SharedAnswers": SUGGESTED,
    "Conversation": Access(conversations.visible_to, CONVERSATIONS),
    "Member": Access(conversations.visible_to, CONVERSATIONS),
    "ViewerSeat": OWN,
    "Presence": Access(conversations.visible_to, NO_KEY),
    "Draft": Access(conversations.drafts_visible_to, NO_KEY),
    "Message": Access(conversations.messages_visible_to, CONVERSATIONS),
    "Translation": Access(conversations.messages_visible_to, CONVERSATIONS),
    "MessageSearch": Access(conversations.messages_visible_to, CONVERSATIONS),
    "MessageHit": Access(conversations.messages_visible_to, CONVERSATIONS),
    "MessageRevision": Access(conversations.messages_visible_to, CONVERSATIONS),
    "Attachment": Access(attachments.visible_to, CONVERSATIONS),
    "Reaction": Access(conversations.messages_visible_to, CONVERSATIONS),
    "ReactionCount": Access(conversations.messages_visible_to, CONVERSATIONS),
    "Goal": Access(goals.visible_to, GOALS),
    "Milestone": Access(goals.milestones_visible_to, GOALS),
    "CheckIn": Access(goals.check_ins_visible_to, GOALS),
    "Resource": Access(resources.visible_to, RESOURCES),
    "ResourceSearch": FOUND,
    "ResourceHit": FOUND,
    "TextFragment": Access(sessions.everybody),
    "ResourceFacets": FOUND,
    "FacetValue": FOUND,
    "ProgramAnalytics": MEASURED,
    "EnrollmentCount": MEASURED,
    "MatchRequestCount": MEASURED,
    "MatchCount": MEASURED,
    "ProgramWeek": MEASURED,
    "DaysToFirstMatch": MEASURED,
    "Viewer": OWN,
    "Block": Access(safety.blocks_visible_to, NO_KEY),
    "Report": Access(safety.reports_visible_to, NO_KEY),
    "ReportedWords": Access(safety.reports_visible_to, NO_KEY),
    "ProgramReports": Access(roles.may, NO_KEY),
    "Session": Access(sessions.visible_to, NO_KEY),
    "ApiKey": Access(sessions.keys_visible_to, NO_KEY),
    "Tokens": OWN,
    "SecondFactorRequired": OWN,
    "Offer": Access(None, NO_KEY),
    "RateLimit": ANYBODY,
    **dict.fromkeys(
        (
            *("ConversationOpened", "ConversationRenamed", "ConversationClosed"),
            *("MessageSent", "MessageEdited", "MessageRetracted", "MessagesExpired"),
            *("MessagePinned", "MessageUnpinned", "ReactionAdded", "ReactionRemoved"),
            *("MemberAdded", "MemberRemoved", "MemberLeft", "HostAppointed"),
            *("GoalSet", "GoalReached", "Heartbeat", "ResyncRequired"),
        ),
        HEARD,
    ),
    "InboxEvent": OWN,
    "ConversationSignals": HEARD,
}
"""By the name of the type. `Offer` is seen by whoever has its secret link."""

INVITE = Access(roles.may, Scope.WRITE_PROGRAMS)
RUN = Access(roles.may_within, Scope.WRITE_PROGRAMS)
CHANGE = Access(programs.changeable_by, Scope.WRITE_PROGRAMS)
PUBLISH = Access(resources.can_publish, Scope.WRITE_RESOURCES)
REVISE = Access(resources.revisable_by, Scope.WRITE_RESOURCES)
APPOINT = Access(roles.may, NO_KEY)
"""Whom a leaked key let in as coordinators would outlast it."""
STAFF = Access(roles.may_within, NO_KEY)
TALK = Access(conversations.can_read, NO_KEY)
WRITE = Access(conversations.can_write, NO_KEY)
HOST = Access(conversations.can_host, NO_KEY)
SAID = Access(conversations.can_change, NO_KEY)
READ = Access(conversations.messages_visible_to, NO_KEY)
MOVE = Access(goals.can_move, NO_KEY)
SIDE = Access(matches.with_side, NO_KEY)
SECRET = Access(None, NO_KEY)
"""For whoever shows a secret: a password, a token, a link. By GET it is not asked for."""

FIELDS = {
    "Query.viewer": OWN,
    "Query.node": ANYBODY,
    "Query.user": TYPES["User"],
    "Query.conversation": TYPES["Conversation"],
    "Query.searchMessages": TYPES["Message"],
    "Query.goal": TYPES["Goal"],
    "Query.organization": TYPES["Organization"],
    "Query.program": TYPES["Program"],
    "Query.programs": TYPES["Program"],
    "Query.exportProgramSettings": TYPES["Program"],
    "Query.compareProgramSettings": CHANGEABLE,
    "Query.invitation": SECRET,
    "Query.joinLink": SECRET,
    "Query.match": TYPES["Match"],
    "Query.suggestions": SUGGESTED,
    "Query.resource": TYPES["Resource"],
    "Query.searchResources": FOUND,
    "Query.programAnalytics": MEASURED,
    "Query.skills": TYPES["Skill"],
    "Query.rateLimit": ANYBODY,
    "Mutation.register": SECRET,
    "Mutation.verifyEmail": SECRET,
    "Mutation.signIn": SECRET,
    "Mutation.confirmSignIn": SECRET,
    "Mutation.refresh": SECRET,
    "Mutation.signOut": SECRET,
    "Mutation.revokeSession": TYPES["Session"],
    "Mutation.revokeOtherSessions": OWN,
    "Mutation.createApiKey": STAFF,
    "Mutation.revokeApiKey": TYPES["ApiKey"],
    "Mutation.changePassword": OWN,
    "Mutation.changeEmail": OWN,
    "Mutation.confirmEmailChange": SECRET,
    "Mutation.requestPasswordReset": SECRET,
    "Mutation.resetPassword": SECRET,
    "Mutation.startTotp": OWN,
    "Mutation.confirmTotp": OWN,
    "Mutation.removeTotp": OWN,
    "Mutation.newRecoveryCodes": OWN,
    "Mutation.requestDeletion": OWN,
    "Mutation.cancelDeletion": OWN,
    "Mutation.updateProfile": OWN,
    "Mutation.removePicture": OWN,
    "Mutation.defineQuestion": RUN,
    "Mutation.removeQuestion": Access(questions.visible_to, Scope.WRITE_PROGRAMS),
    "Mutation.answerQuestions": Access(questions.visible_to, NO_KEY),
    "Mutation.pauseMentoring": OWN,
    "Mutation.resumeMentoring": OWN,
    "Mutation.startConversation": APPOINT,
    "Mutation.addMembers": HOST,
    "Mutation.removeMember": HOST,
    "Mutation.appointHost": HOST,
    "Mutation.renameConversation": HOST,
    "Mutation.endConversation": HOST,
    "Mutation.leaveConversation": TALK,
    "Mutation.setConversationPreferences": TALK,
    "Mutation.sendMessage": WRITE,
    "Mutation.requestUpload": WRITE,
    "Mutation.markRead": TALK,
    "Mutation.setTyping": WRITE,
    "Mutation.saveDraft": TALK,
    "Mutation.editMessage": SAID,
    "Mutation.retractMessage": SAID,
    "Mutation.addReaction": READ,
    "Mutation.removeReaction": READ,
    "Mutation.blockUser": Access(users.visible_to, NO_KEY),
    "Mutation.unblockUser": TYPES["Block"],
    "Mutation.pinMessage": WRITE,
    "Mutation.unpinMessage": WRITE,
    "Mutation.translateMessage": READ,
    "Mutation.reportMessage": READ,
    "Mutation.reportUser": Access(programs.enrollments_visible_to, NO_KEY),
    "Mutation.resolveReport": TYPES["Report"],
    "Mutation.setGoal": Access(goals.can_set, NO_KEY),
    "Mutation.checkIn": MOVE,
    "Mutation.reachMilestone": MOVE,
    "Mutation.createOrganization": OWN,
    "Mutation.createProgram": RUN,
    "Mutation.changeProgramSettings": CHANGE,
    "Mutation.importProgramSettings": CHANGE,
    "Mutation.markTemplate": CHANGE,
    "Mutation.duplicateProgram": RUN,
    "Mutation.enroll": Access(programs.visible_to, NO_KEY),
    "Mutation.approveEnrollment": INVITE,
    "Mutation.declineEnrollment": INVITE,
    "Mutation.reopenEnrollment": INVITE,
    "Mutation.changeCapacity": Access(programs.enrollments_visible_to, NO_KEY),
    "Mutation.appointStaff": STAFF,
    "Mutation.changeStaffRole": STAFF,
    "Mutation.dismissStaff": STAFF,
    "Mutation.appointCoordinator": APPOINT,
    "Mutation.dismissCoordinator": APPOINT,
    "Mutation.leaveProgram": Access(programs.enrollments_visible_to, NO_KEY),
    "Mutation.removeFromProgram": INVITE,
    "Mutation.inviteToProgram": APPOINT,
    "Mutation.inviteToStaff": STAFF,
    "Mutation.revokeInvitation": Access(programs.invitations_visible_to, Scope.WRITE_PROGRAMS),
    "Mutation.acceptInvitation": SECRET,
    "Mutation.importPeople": INVITE,
    "Mutation.applyPeopleImport": Access(programs.imports_visible_to, Scope.WRITE_PROGRAMS),
    "Mutation.createJoinLink": INVITE,
    "Mutation.revokeJoinLink": Access(programs.join_links_visible_to, Scope.WRITE_PROGRAMS),
    "Mutation.joinProgram": SECRET,
    "Mutation.requestMatch": Access(matches.as_mentee, NO_KEY),
    "Mutation.acceptMatchRequest": SIDE,
    "Mutation.declineMatchRequest": SIDE,
    "Mutation.withdrawMatchRequest": SIDE,
    "Mutation.endMatch": SIDE,
    "Mutation.signAgreement": SIDE,
    "Mutation.publishResource": PUBLISH,
    "Mutation.reviseResource": REVISE,
    "Mutation.archiveResource": REVISE,
    "Attachment.signedUrl": Access(attachments.visible_to, NO_KEY),
    "Subscription.conversationEvents": TALK,
    "Subscription.conversationSignals": TALK,
    "Subscription.inboxEvents": OWN,
    "Subscription.programReports": Access(roles.may, NO_KEY),
    "Subscription.peopleImportProgress": Access(programs.imports_visible_to, NO_KEY),
}
"""Of fields that have a rule of their own: root fields, and whatever is narrower than its type."""


def scope_of_type(name: str) -> Scope | ByKey | None:
    """What reading anything of a type needs, its ids and cursors included."""
    return TYPES.get(re.sub("(Connection|Edge)$", "", name), ANYBODY).scope


def access_of(kind: str, field: str) -> Access:
    """By the names of a type and of a field of it."""
    return FIELDS.get(f"{kind}.{field}") or TYPES.get(kind) or ANYBODY

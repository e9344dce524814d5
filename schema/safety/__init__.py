"""Keeping away from somebody, and what is reported."""

from schema.safety.blocking import (
    Block,
    BlockUserInput,
    BlockUserPayload,
    BlockUserResult,
    UnblockUserInput,
    UnblockUserPayload,
    UnblockUserResult,
)
from schema.safety.reporting import (
    ProgramReports,
    Report,
    ReportMessageInput,
    ReportMessagePayload,
    ReportMessageResult,
    ReportUserInput,
    ReportUserPayload,
    ReportUserResult,
    ResolveReportInput,
    ResolveReportPayload,
    ResolveReportResult,
)

__all__ = [
    "Block",
    "BlockUserInput",
    "BlockUserPayload",
    "BlockUserResult",
    "ProgramReports",
    "Report",
    "ReportMessageInput",
    "ReportMessagePayload",
    "ReportMessageResult",
    "ReportUserInput",
    "ReportUserPayload",
    "ReportUserResult",
    "ResolveReportInput",
    "ResolveReportPayload",
    "ResolveReportResult",
    "UnblockUserInput",
    "UnblockUserPayload",
    "UnblockUserResult",
]

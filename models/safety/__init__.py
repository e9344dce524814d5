"""Who keeps away from whom, and what is reported."""

from models.safety.blocking import Block
from models.safety.reporting import (
    Report,
    ReportedWords,
    ReportOutcome,
    ReportReason,
    ReportStatus,
)

__all__ = ["Block", "Report", "ReportOutcome", "ReportReason", "ReportStatus", "ReportedWords"]

"""Keeping away from somebody, and what is reported."""

from resolvers.safety.blocking import BlockMutations
from resolvers.safety.reporting import ReportMutations, ReportSubscriptions

__all__ = ["BlockMutations", "ReportMutations", "ReportSubscriptions"]

"""What is reported."""

from functools import cached_property

from models.loaders.batches import Keyed, Loader, many
from models.safety import ReportedWords
from models.sources import table


class SafetyLoaders(Keyed):
    @cached_property
    def reported_words_of(self) -> Loader[list[ReportedWords]]:
        return many(table(ReportedWords), "report_id", order=("version",))

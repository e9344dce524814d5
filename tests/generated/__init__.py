"""Operations that nobody wrote: made from a schema and a seed, the same ones from the same seed."""

from tests.generated.arguments import Manner
from tests.generated.documents import Generated, operations, queries
from tests.generated.nearly import nearly
from tests.generated.values import World

__all__ = ["Generated", "Manner", "World", "nearly", "operations", "queries"]

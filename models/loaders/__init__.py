"""Related rows, fetched once per level of a query however many parents ask."""

from models.loaders.batches import Abandoned, Loader
from models.loaders.conversations import ConversationLoaders
from models.loaders.goals import GoalLoaders
from models.loaders.matches import MatchLoaders
from models.loaders.programs import ProgramLoaders
from models.loaders.questions import QuestionLoaders
from models.loaders.safety import SafetyLoaders
from models.loaders.sessions import SessionLoaders
from models.loaders.users import UserLoaders

__all__ = ["Abandoned", "Loader", "Loaders"]


class Loaders(
    UserLoaders,
    SessionLoaders,
    QuestionLoaders,
    ProgramLoaders,
    MatchLoaders,
    ConversationLoaders,
    GoalLoaders,
    SafetyLoaders,
):
    """Fresh for every request, and for every event of a subscription."""

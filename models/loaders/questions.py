"""What organizations ask, and what is answered."""

from functools import cached_property
from uuid import UUID

from models.loaders.batches import Keyed, Loader, by_id, many
from models.questions import Answer, Question
from models.sources import Source, table


class QuestionLoaders(Keyed):
    @cached_property
    def questions(self) -> Loader[Question | None]:
        return by_id(Question)

    def questions_of(self, asked: Source[Question]) -> Loader[list[Question]]:
        """What each organization asks, of those in the source."""
        return self.keyed(asked, lambda: many(asked, "organization_id", order=("id",)))

    def own_answers(self, user_id: UUID) -> Loader[list[Answer]]:
        """The answer of one person to each question: one or none."""
        own = table(Answer).where(user_id=user_id)
        return self.keyed(own, lambda: many(own, "question_id", order=("id",)))

    def answers_to(self, answers: Source[Answer], organization_id: UUID) -> Loader[list[Answer]]:
        """Each person's answers in an organization, of those in the source."""
        within = answers.where(organization_id=organization_id)
        return self.keyed(within, lambda: many(within, "user_id", order=("question_id",)))

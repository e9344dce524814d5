"""Who suits whom. Pure: arrays in, scores and assignments with reasons out."""

from matching.criteria import (
    DEFAULT_WEIGHTS,
    Reason,
    SharedHours,
    SharedLanguages,
    SharedSkills,
    Weights,
    weights_beside,
)
from matching.free_times import Away, Calendar, Extra, free_times
from matching.people import Mentee, Mentor
from matching.questions import Answer, Question, Rule, SharedAnswers
from matching.score import Scored, suggest
from matching.week import Slot, free_time, overlap_minutes

__all__ = [
    "DEFAULT_WEIGHTS",
    "Answer",
    "Away",
    "Calendar",
    "Extra",
    "Mentee",
    "Mentor",
    "Question",
    "Reason",
    "Rule",
    "Scored",
    "SharedAnswers",
    "SharedHours",
    "SharedLanguages",
    "SharedSkills",
    "Slot",
    "Weights",
    "free_time",
    "free_times",
    "overlap_minutes",
    "suggest",
    "weights_beside",
]

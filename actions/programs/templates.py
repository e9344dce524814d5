"""Settings to begin a program with, where nobody has any of their own yet."""

from actions.programs.settings import Settings, Weights
from models import Admission, ProgramTemplate

COHORT = Settings(
    admission=Admission.APPROVAL,
    description="A group that begins and ends together. Coordinators choose who takes part.",
    welcome="Welcome. Fill in your profile, above all the skills and the hours: they decide who is"
    " suggested to whom.",
    question="What do you want to be able to do when the program ends?",
    agreement="We meet at least once a month until the program ends. What one of us tells stays"
    " between us. Who cannot keep a date says so a day before. Either of us may end this, and says"
    " why.",
    default_capacity=1,
    most_capacity=2,
    weights=Weights(skills=65, languages=10, hours=25),
    begins_on=None,
    ends_on=None,
    message_retention_days=None,
)

SELF_MATCHED = Settings(
    admission=Admission.OPEN,
    description="Open all year. Mentees look for a mentor and ask; mentors decide.",
    welcome="Welcome. Look at your suggestions, read why somebody suits you, and ask.",
    question="",
    agreement="",
    default_capacity=3,
    most_capacity=10,
    weights=Weights(skills=60, languages=15, hours=25),
    begins_on=None,
    ends_on=None,
    message_retention_days=None,
)

FLASH = Settings(
    admission=Admission.OPEN,
    description="One conversation about one question. End the match when it is answered.",
    welcome="Welcome. Write your question into the request, and keep an hour free this week.",
    question="",
    agreement="",
    default_capacity=5,
    most_capacity=20,
    weights=Weights(skills=40, languages=10, hours=50),
    begins_on=None,
    ends_on=None,
    message_retention_days=None,
)

TEMPLATES = {
    ProgramTemplate.COHORT: COHORT,
    ProgramTemplate.SELF_MATCHED: SELF_MATCHED,
    ProgramTemplate.FLASH: FLASH,
}

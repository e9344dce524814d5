"""A program's settings as one document: what they may be, and how two of them differ."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from errors import InvalidDocument
from models import Admission, Program

SCHEMA_VERSION = 1
LONGEST_DOCUMENT = 65_536

MOST_PROBLEMS = 50

NOT_A_DAY = "Write a date such as 2027-03-31, or null"

OTHERWISE = "Write what an export has here"
NOT_JSON = "Write JSON, as it is exported; this is none from line {}, column {}"

TELLING = {
    "missing": "Add it; a document holds every setting",
    "extra_forbidden": "Remove it; there is no such setting",
    "enum": "Write one of OPEN, APPROVAL, INVITATION_ONLY",
    "string_type": "Write a text",
    "int_type": "Write a whole number",
    "int_parsing_size": "Write a whole number of fewer digits",
    "model_type": "Write an object",
    "date_type": NOT_A_DAY,
    "string_too_long": "Write at most {max_length:,} characters",
    "less_than_equal": "Write at most {le}",
    "greater_than_equal": "Write at least {ge}",
    "value_error": "{error}",
    "literal_error": f"Write {SCHEMA_VERSION}: other versions cannot be read here",
}


def storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("Remove the NUL character; it cannot be stored")
    return text


def day(value: object) -> object:
    """Neither a time nor a number of seconds is a date."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError(NOT_A_DAY) from None


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4_000), AfterValidator(storable)
]
Question = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(storable)
]
Contract = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=20_000), AfterValidator(storable)
]
Day = Annotated[date | None, BeforeValidator(day)]


class Document(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", frozen=True, populate_by_name=True, strict=True
    )


class Weights(Document):
    """The most points that each criterion of matching can give."""

    skills: int = Field(ge=0, le=100)
    languages: int = Field(ge=0, le=100)
    hours: int = Field(ge=0, le=100)

    @model_validator(mode="after")
    def add_up(self) -> Self:
        if self.skills + self.languages + self.hours != 100:
            raise ValueError("Give points that add up to 100")
        return self


class Settings(Document):
    admission: Annotated[Admission, Field(strict=False)]
    description: Text
    welcome: Text
    question: Question
    agreement: Contract
    default_capacity: int | None = Field(ge=1, le=50)
    most_capacity: int = Field(ge=1, le=50)
    weights: Weights
    begins_on: Day
    ends_on: Day
    message_retention_days: int | None = Field(ge=7, le=3_650)

    @model_validator(mode="after")
    def agree(self) -> Self:
        if (self.default_capacity or 1) > self.most_capacity:
            raise ValueError("Choose a defaultCapacity of at most mostCapacity")
        if self.begins_on and self.ends_on and self.begins_on > self.ends_on:
            raise ValueError("Choose an endsOn that is not before beginsOn")
        return self

    @classmethod
    def of(cls, program: Program) -> Self:
        return cls(
            admission=program.admission,
            description=program.description,
            welcome=program.welcome,
            question=program.question,
            agreement=program.agreement,
            default_capacity=program.default_capacity,
            most_capacity=program.most_capacity,
            weights=Weights(
                skills=program.skills_weight,
                languages=program.languages_weight,
                hours=program.hours_weight,
            ),
            begins_on=program.begins_on,
            ends_on=program.ends_on,
            message_retention_days=program.message_retention_days,
        )

    def columns(self) -> dict[str, Any]:
        """As a program stores them."""
        return {
            **self.model_dump(exclude={"admission", "weights"}),
            "is_open": self.admission is not Admission.INVITATION_ONLY,
            "is_approving": self.admission is Admission.OPEN,
            "skills_weight": self.weights.skills,
            "languages_weight": self.weights.languages,
            "hours_weight": self.weights.hours,
        }


class Exported(Settings):
    schema_version: Literal[1]


def checked(values: dict[str, Any]) -> Settings:
    """Settings of values by their names; InvalidDocument names everything that cannot be."""
    try:
        return Settings.model_validate({to_camel(name): each for name, each in values.items()})
    except ValidationError as error:
        raise InvalidDocument(problems_of(error)) from None


def parsed(document: str) -> Settings:
    """Settings of a document that was exported; InvalidDocument for anything else."""
    if len(document) > LONGEST_DOCUMENT:
        raise InvalidDocument([("", f"Send at most {LONGEST_DOCUMENT:,} characters")])
    try:
        values = orjson.loads(document)
        read = Exported.model_validate(values)
    except orjson.JSONDecodeError as error:
        raise InvalidDocument([("", NOT_JSON.format(error.lineno, error.colno))]) from None
    except ValidationError as error:
        raise InvalidDocument(problems_of(error)) from None
    return Settings(**{name: getattr(read, name) for name in Settings.model_fields})


def problems_of(error: ValidationError) -> list[tuple[str, str]]:
    """Path and reason of each, the first fifty."""
    found = error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]
    return [(".".join(map(str, one["loc"])), reason_of(one)) for one in found]


def reason_of(problem: ErrorDetails) -> str:
    """In our own words, also for what a library calls by a name that we do not know."""
    said = TELLING.get(problem["type"], OTHERWISE)
    return said.format(**problem.get("ctx", {}))


def exported(settings: Settings) -> str:
    """Canonical JSON: the same settings are the same text, wherever they were written."""
    values = {"schemaVersion": SCHEMA_VERSION, **settings.model_dump(mode="json", by_alias=True)}
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2).decode()


def differences(current: Settings, proposed: Settings) -> Iterator[tuple[str, Any, Any]]:
    """Path, value now and value then of every setting that would change, in their order."""
    now, then = (flat(one.model_dump(mode="json", by_alias=True)) for one in (current, proposed))
    return ((path, now[path], then[path]) for path in now if now[path] != then[path])


def flat(values: dict[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        path = f"{above}{name}"
        found |= flat(value, f"{path}.") if isinstance(value, dict) else {path: value}
    return found

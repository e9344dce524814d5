"""From the files to one list in which no name means two skills."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from actions.skills import Entry
from models.skills import key_of

FOLDER = Path(__file__).parent / "data"
FILES = (FOLDER / "ours.toml", FOLDER / "esco.tsv")


def entries() -> list[Entry]:
    """All skills in the order of their keys.

    A preferred name is never an alias of another skill, and an alias goes to who names it first:
    to one of ours, or else to ESCO's first. Raises ValueError where ours contradict each other.
    """
    ours = tomllib.loads(FILES[0].read_text(encoding="utf-8"))
    left_out = {key_of(name) for name in ours.pop("left_out")}
    known: dict[str, Entry] = {}
    skills: dict[str, Entry] = {}
    for chapter in ours.values():
        for name, aliases in chapter.items():
            add(skills, known, Entry(name), aliases)
    for entry, aliases in esco():
        if key_of(entry.name) not in left_out:
            join(skills, known, entry, aliases)
    return [skills[key] for key in sorted(skills)]


def add(
    skills: dict[str, Entry], known: dict[str, Entry], entry: Entry, aliases: list[str]
) -> None:
    """One of ours: what it is called must mean nothing else."""
    for name in (entry.name, *aliases):
        if known.setdefault(key_of(name), entry) is not entry:
            raise ValueError(f"{name!r} is {known[key_of(name)].name!r} and {entry.name!r}")
        entry.labels[key_of(name)] = name
    skills[key_of(entry.name)] = entry


def join(
    skills: dict[str, Entry], known: dict[str, Entry], entry: Entry, aliases: list[str]
) -> None:
    """One of ESCO's: part of the skill that has its name, if there is one."""
    skill = known.setdefault(key_of(entry.name), entry)
    skill.esco_uri = skill.esco_uri or entry.esco_uri
    skills.setdefault(key_of(skill.name), skill)
    for name in (entry.name, *aliases):
        if known.setdefault(key_of(name), skill) is skill:
            skill.labels.setdefault(key_of(name), name)


def esco() -> Iterator[tuple[Entry, list[str]]]:
    """Names begin with a capital, as ours do."""
    for line in FILES[1].read_text(encoding="utf-8").splitlines():
        name, uri, *aliases = line.split("\t")
        yield Entry(name[:1].upper() + name[1:] if name.islower() else name, uri), aliases

"""Which response keys are taken where, so that whatever is selected twice can be merged.

https://spec.graphql.org/draft/#sec-Field-Selection-Merging
"""

from dataclasses import dataclass, field

from tests.generated.catalog import Field, Kind


@dataclass(slots=True, eq=False)
class Use:
    """One field under a response key, with the arguments that were written."""

    field: Field
    parent: Kind
    arguments: str
    variables: frozenset[str]


@dataclass(slots=True, eq=False)
class Entry:
    uses: list[Use]
    below: "Scope"

    def takes(self, use: Use) -> bool:
        return all(can_share(use, other) for other in self.uses)


def can_share(one: Use, other: Use) -> bool:
    """Whether the two can stand under one response key."""
    if one.field.form != other.field.form:
        return False
    if one.field.name == other.field.name and one.arguments == other.arguments:
        return True
    are_apart = one.parent.is_object and other.parent.is_object and one.parent is not other.parent
    # What lies below would have to be apart, too, which is not followed here.
    return are_apart and one.field.target is None


@dataclass(slots=True, eq=False)
class Scope:
    """All selections that make up one object of the answer."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def takes(self, key: str, use: Use) -> bool:
        return key not in self.entries or self.entries[key].takes(use)

    def add(self, key: str, use: Use) -> "Scope":
        """The scope below the field."""
        entry = self.entries.setdefault(key, Entry([], Scope()))
        entry.uses.append(use)
        return entry.below

    def can_hold(self, other: "Scope") -> bool:
        """Whether a fragment with that scope can be spread here."""
        return all(
            key not in self.entries
            or (
                all(self.entries[key].takes(use) for use in entry.uses)
                and self.entries[key].below.can_hold(entry.below)
            )
            for key, entry in other.entries.items()
        )

    def hold(self, other: "Scope") -> None:
        for key, entry in other.entries.items():
            for use in entry.uses:
                self.add(key, use)
            self.entries[key].below.hold(entry.below)

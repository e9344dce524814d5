"""What proves once more who somebody is, as inputs say it."""

from typing import Protocol

from actions.sessions import Proof


class Proving(Protocol):
    """An input."""

    present_password: str

    @property
    def code(self) -> str | None: ...


def proof_of(input: Proving) -> Proof:
    return Proof(input.present_password, input.code)

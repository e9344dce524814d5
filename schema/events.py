"""Events, and who shares what is said of them."""

from collections.abc import Hashable
from dataclasses import field
from typing import Any

import strawberry


@strawberry.type
class Told:
    """An event that is one object for all who hear it, and says the same to each of them.

    `answers` holds what was made of it, by the operation it was asked for. Events are not shared
    unless they are of this class, and even then only operations that ask for nothing but rows.
    """

    answers: strawberry.Private[dict[Hashable, Any]] = field(default_factory=dict)

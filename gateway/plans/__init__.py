"""Operations compiled: all rows of a level at once, instead of one value after another.

A plan knows the usual way only. Whatever it meets that is not usual, a null where none may be, an
error, a type it did not expect, is a Surprise, and the standard executor answers in its place, with
the errors and null propagation of the specification. So a plan never has an opinion of its own.
"""

from gateway.plans.compiler import Compiled, compiled
from gateway.plans.lookup import fragments_of, plan_for

__all__ = ["Compiled", "compiled", "fragments_of", "plan_for"]

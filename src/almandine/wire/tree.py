"""What XML and JSON have in common: a tree of objects, lists and leaves.

JSON spells the tree as it stands. XML spells some members as attributes or
text, and puts some lists into a wrapper; `description` knows which.
"""

from collections.abc import Mapping
from typing import Final, Self

Leaf = str | int | float | bool
Tree = Leaf | None | list["Tree"] | dict[str, "Tree"]

_NOUNS: Final[Mapping[type, str]] = {
    list: "a list",
    dict: "an object",
    str: "text",
    bool: "true or false",
}


class UnreadableError(Exception):
    """A tree that does not fit its description; its text is a whole sentence."""

    def __init__(self, problem: str, where: str = "") -> None:
        super().__init__(f"{where or 'The document'}: {problem}.")
        self.problem = problem
        self.where = where

    def inside(self, place: str) -> Self:
        """Return the same problem as seen from the object around it."""
        joint = "." if self.where and not self.where.startswith("[") else ""
        return type(self)(self.problem, f"{place}{joint}{self.where}")


def unexpected(wanted: str, found: Tree) -> UnreadableError:
    """Return the error for a tree of the wrong kind."""
    noun = _NOUNS.get(found.__class__, "a number")
    return UnreadableError(f"expected {wanted}, found {noun}")

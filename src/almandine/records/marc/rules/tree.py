"""Rules as values: what the parser makes and the compiler reads."""

from dataclasses import dataclass
from typing import Final

from almandine.records.marc.rules.lexer import Token

LEADER: Final = "LDR"
"""Stands for the leader where a tag is expected."""


@dataclass(frozen=True, slots=True)
class Path:
    """Which fields, and what in them: `TAG.{i1,i2}.code.value`.

    For control fields and the leader `TAG.{position,length}.value`.
    """

    tag: str
    pair: tuple[str, str] | None
    """What stands in braces: indicators, or position and length."""
    code: str
    """Subfield code; empty where the path names none."""
    value: str | None
    """Still escaped, with its wildcards; None where the path names none."""
    token: Token
    """Where the path was written."""

    @property
    def is_control(self) -> bool:
        """Whether the path is of a control field or the leader."""
        return self.tag == LEADER or self.tag.startswith("00")


@dataclass(frozen=True, slots=True)
class Always:
    """TRUE."""


@dataclass(frozen=True, slots=True)
class Exists:
    """At least `times` fields fit the path."""

    path: Path
    times: int = 1


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class And:
    """All conditions hold."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the conditions holds."""

    conditions: tuple["Condition", ...]


Condition = Always | Exists | Not | And | Or


@dataclass(frozen=True, slots=True)
class Action:
    """One line of a rule's `then`."""

    verb: str
    """As the verb table spells it."""
    path: Path
    argument: Token
    """The second text; empty for verbs that take one only."""
    condition: Condition
    """Holds for the fields that the action is for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    name: str
    priority: int
    """Rules with a higher one run earlier."""
    when: Condition
    then: tuple[Action, ...]

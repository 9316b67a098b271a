"""An incoming record on its way: what is known of it, and what is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from almandine.records.importing.action import Action
from almandine.records.importing.inventory import Drafts

R = TypeVar("R")

MatchKey = tuple[str, str]
"""Key type and normalised value, as they are stored beside records."""


class Arrival(NamedTuple):
    """An incoming record that may be stored."""

    marc: bytes
    """Normalized, in the form in which it would be stored."""
    keys: Sequence[MatchKey]
    """What it is matched by; empty where it has no such number."""
    warnings: str = ""
    """What the validation found that did not stop it."""
    doubtful: frozenset[MatchKey] = frozenset()
    """Those keys that only an invalid or cancelled number gives, if that counts."""
    others: Sequence[MatchKey] = ()
    """Further keys by which others may match it, once it is stored: a serial and what
    is none may be matched by different numbers."""


class Decision(NamedTuple, Generic[R]):
    """What is to be done with an incoming record."""

    action: Action
    because: str = ""
    """A reason, or a remark; empty where the action says all."""
    record: R | None = None
    """What is to be stored; a record that is `IMPORTED` gets its own id later."""
    inventory: Drafts | None = None
    """What it brings along; of a stored record, if it is not there yet."""

    @property
    def is_new(self) -> bool:
        """Whether what is to be stored was not there before."""
        return self.action is Action.IMPORTED and self.record is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided about a record that was unresolved."""

    record_id: str = ""
    """The record that it is to be merged with; empty for none of those it matches."""
    skip: bool = False
    """It is not to be imported at all."""

"""A set as a client describes it, and the checks that making and changing share."""

from dataclasses import dataclass
from typing import Final

from almandine.engine.sets.ports import Sets
from almandine.faults import (
    InvalidQuery,
    InvalidQueryContent,
    InvalidSetPrivacy,
    InvalidSetStatus,
    MissingParameter,
    Refused,
    SetNameTaken,
)
from almandine.records.query import QueryError, parse

_PRIVACY: Final = {"true": True, "false": False}
_STATUSES: Final = {"ACTIVE": True, "INACTIVE": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDraft:
    """What the body says of a set; None and blank both mean unsaid."""

    name: str | None = None
    description: str | None = None
    type: str | None = None
    """Code of the table SetType."""
    content: str | None = None
    """Code of the table SetContentType."""
    private: str | None = None
    """`true` or `false`, in any case; unsaid means true."""
    status: str | None = None
    """`ACTIVE` or `INACTIVE`; unsaid means active."""
    query: str | None = None
    """Of a logical set."""


def required(name: str, value: str | None) -> str:
    """Return the value without space around it.

    Raises:
        Refused: with `MissingParameter` when there is none.
    """
    said = (value or "").strip()
    if not said:
        raise Refused(MissingParameter(name))
    return said


def read_privacy(draft: SetDraft) -> bool:
    """Return whether the set is private.

    Raises:
        Refused: with `InvalidSetPrivacy`.
    """
    said = (draft.private or "true").strip()
    if said.lower() not in _PRIVACY:
        raise Refused(InvalidSetPrivacy(said))
    return _PRIVACY[said.lower()]


def read_status(draft: SetDraft) -> bool:
    """Return whether the set is active.

    Raises:
        Refused: with `InvalidSetStatus`.
    """
    said = (draft.status or "ACTIVE").strip()
    if said not in _STATUSES:
        raise Refused(InvalidSetStatus(said))
    return _STATUSES[said]


def read_query(draft: SetDraft, content: str) -> str:
    """Return the query of a logical set of this content, as it was written.

    Raises:
        Refused: with `MissingParameter` without one, with `InvalidQuery` when it
            does not parse, with `InvalidQueryContent` when it is about other records.
    """
    text = required("query", draft.query)
    try:
        query = parse(text)
    except QueryError as error:
        reason = f"{error.reason}; {error.remedy}" if error.remedy else error.reason
        raise Refused(InvalidQuery(text, reason, error.position)) from error
    if query.content != content:
        raise Refused(InvalidQueryContent(query.content, content))
    return text


def check_name_is_free(name: str, sets: Sets, *, set_id: str = "") -> None:
    """Raise when another set than `set_id` has the name.

    Raises:
        Refused: with `SetNameTaken`.
    """
    other = sets.by_name(name)
    if other is not None and other.set_id != set_id:
        raise Refused(SetNameTaken(name))

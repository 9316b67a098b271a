"""Reasons not to make, change or read a set."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnknownSet:
    """No set of the institution has this id."""

    set_id: str


@dataclass(frozen=True, slots=True)
class UnknownSetToDelete:
    """The set to be deleted does not exist."""

    set_id: str


@dataclass(frozen=True, slots=True)
class SetInUse:
    """A run that is not finished works on the set."""

    set_id: str
    run_id: str


@dataclass(frozen=True, slots=True)
class InvalidSet:
    """The set object in the body cannot be stored."""

    reason: str


@dataclass(frozen=True, slots=True)
class InvalidSetType:
    """A set is neither itemized nor logical."""

    value: str


@dataclass(frozen=True, slots=True)
class SetNameTaken:
    """Another set of the institution has this name."""

    name: str


@dataclass(frozen=True, slots=True)
class InvalidSetPrivacy:
    """`private` is neither true nor false."""

    value: str


@dataclass(frozen=True, slots=True)
class InvalidSetStatus:
    """`status` is neither ACTIVE nor INACTIVE."""

    value: str


@dataclass(frozen=True, slots=True)
class InvalidQuery:
    """A brief search (`q`) or a logical set's query does not parse."""

    query: str
    reason: str
    position: int
    """Column of the first token that does not fit, counted from 1."""


@dataclass(frozen=True, slots=True)
class InvalidQueryContent:
    """The query's content type is not the set's."""

    content: str
    expected: str


@dataclass(frozen=True, slots=True)
class InvalidCombineOperator:
    """`combine` is not AND, OR or NOT."""

    value: str


@dataclass(frozen=True, slots=True)
class SetsOfDifferentContent:
    """Sets to be combined hold different kinds of record."""

    contents: str


@dataclass(frozen=True, slots=True)
class IncompletePopulation:
    """`population` and `job_instance_id` must come together."""


@dataclass(frozen=True, slots=True)
class UnknownPopulation:
    """The run has no population of this name."""

    value: str


@dataclass(frozen=True, slots=True)
class NotAnImportRun:
    """A set from a population needs a Metadata Import run."""

    run_id: str


@dataclass(frozen=True, slots=True)
class InvalidMembersOperation:
    """`op` is not add_members, delete_members or replace_members."""

    op: str


@dataclass(frozen=True, slots=True)
class NotAnItemizedSet:
    """A logical set has no members to add or delete."""

    set_id: str


@dataclass(frozen=True, slots=True)
class NoMembers:
    """The body has no members."""


@dataclass(frozen=True, slots=True)
class MemberWithoutId:
    """A member in the body has no id."""

    position: int
    """Place of the member in the body, counted from 1."""


@dataclass(frozen=True, slots=True)
class MemberAlreadyInSet:
    """A member to be added is in the set."""

    member_id: str


@dataclass(frozen=True, slots=True)
class IdentifierAlreadyInSet:
    """The record behind an `id_type` identifier is in the set."""

    member_id: str
    id_type: str


@dataclass(frozen=True, slots=True)
class InvalidMember:
    """No record of the set's content has this id."""

    member_id: str
    content: str


@dataclass(frozen=True, slots=True)
class InvalidIdentifier:
    """No record, or more than one, has this identifier."""

    member_id: str
    id_type: str


@dataclass(frozen=True, slots=True)
class MemberNotInSet:
    """A member to be deleted is not in the set."""

    member_id: str


@dataclass(frozen=True, slots=True)
class TooManyMembers:
    """More members in one call than the service takes."""

    count: int
    limit: int


@dataclass(frozen=True, slots=True)
class RepeatedMember:
    """A member stands twice in one body."""

    member_id: str


@dataclass(frozen=True, slots=True)
class InvalidIdentifierType:
    """`id_type` does not fit the set's content."""

    id_type: str
    allowed: str


SetRefusal = (
    UnknownSet
    | UnknownSetToDelete
    | SetInUse
    | InvalidSet
    | InvalidSetType
    | SetNameTaken
    | InvalidSetPrivacy
    | InvalidSetStatus
    | InvalidQuery
    | InvalidQueryContent
    | InvalidCombineOperator
    | SetsOfDifferentContent
    | IncompletePopulation
    | UnknownPopulation
    | NotAnImportRun
    | InvalidMembersOperation
    | NotAnItemizedSet
    | NoMembers
    | MemberWithoutId
    | MemberAlreadyInSet
    | IdentifierAlreadyInSet
    | InvalidMember
    | InvalidIdentifier
    | MemberNotInSet
    | TooManyMembers
    | RepeatedMember
    | InvalidIdentifierType
)

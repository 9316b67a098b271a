"""Make an itemized set of what other sets hold, by AND, OR or NOT."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from almandine.engine.run import Run
from almandine.engine.sets.create import create
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.drafts import SetDraft
from almandine.engine.sets.find import find_source
from almandine.engine.sets.jobs import COMBINE_SETS, ITEMIZE_SET, add_finished_run
from almandine.engine.sets.ports import Combination
from almandine.engine.sets.transaction import SetsTx
from almandine.faults import (
    InvalidCombineOperator,
    InvalidParameter,
    InvalidSetType,
    MissingParameter,
    Refused,
    SetsOfDifferentContent,
)
from almandine.records.sets import RecordSet, SetType

_FEWEST_SOURCES = 2


@dataclass(frozen=True, slots=True)
class Derived:
    """A set made from others, and the run that filled it."""

    record_set: RecordSet
    run: Run


def combine(
    draft: SetDraft,
    operator: str,
    source_ids: Sequence[str],
    *,
    creator: Creator,
    tx: SetsTx,
) -> Derived:
    """Make a set of the members of two or more sets of the same content.

    Logical sets are asked now; the new set does not follow them later.

    Raises:
        Refused: with `InvalidCombineOperator`, `MissingParameter`,
            `UnknownSetToDelete`, `SetsOfDifferentContent`, or as `create` does.
    """
    if operator not in Combination.__members__:
        raise Refused(InvalidCombineOperator(operator))
    if len(source_ids) < _FEWEST_SOURCES:
        raise Refused(MissingParameter(f"set{len(source_ids) + 1}"))
    sources = [find_source(set_id, tx.sets) for set_id in source_ids]
    made = create(_itemized_like(sources, draft), creator=creator, tx=tx)
    members = tx.sets.fill(made.set_id, Combination(operator), sources)
    run = add_finished_run(COMBINE_SETS, made, members, creator=creator, tx=tx)
    return Derived(made, run)


def itemize(
    draft: SetDraft, source_id: str, *, creator: Creator, tx: SetsTx
) -> Derived:
    """Make an itemized set of what a logical set finds now.

    Raises:
        Refused: with `UnknownSetToDelete`, `InvalidParameter` when the source is
            not logical, `SetsOfDifferentContent`, or as `create` does.
    """
    source = find_source(source_id, tx.sets)
    if source.type is not SetType.LOGICAL:
        allowed = "the id of a logical set"
        raise Refused(InvalidParameter("from_logical_set", source_id, allowed))
    made = create(_itemized_like([source], draft), creator=creator, tx=tx)
    members = tx.sets.fill(made.set_id, Combination.OR, [source])
    run = add_finished_run(ITEMIZE_SET, made, members, creator=creator, tx=tx)
    return Derived(made, run)


def _itemized_like(sources: Sequence[RecordSet], draft: SetDraft) -> SetDraft:
    return itemized_of([source.content for source in sources], draft)


def itemized_of(contents: Sequence[str], draft: SetDraft) -> SetDraft:
    """Give the draft the one content; the draft may repeat it, not change it.

    Raises:
        Refused: with `InvalidSetType` or `SetsOfDifferentContent`.
    """
    if draft.type and draft.type != SetType.ITEMIZED:
        raise Refused(InvalidSetType(draft.type))
    said = [*contents, *([draft.content] if draft.content else [])]
    if len(set(said)) > 1:
        raise Refused(SetsOfDifferentContent(", ".join(said)))
    return replace(draft, type=SetType.ITEMIZED, content=said[0])

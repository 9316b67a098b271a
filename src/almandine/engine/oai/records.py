"""A record as harvesters see it: put together of what profiles have published."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from almandine.engine.oai.provider import OaiSet
from almandine.engine.ports.harvest import Published


@dataclass(frozen=True, slots=True)
class OaiRecord:
    """A record with its header."""

    mms_id: str
    changed_at: datetime
    """When a profile that was asked for published or withdrew it last (UTC)."""
    deleted: bool
    """Whether all profiles that were asked for have withdrawn it."""
    specs: Sequence[str]
    """Of all sets that it is in; of a deleted one, of those that were asked for."""
    marc: bytes = b""
    """As the first profile has it that was asked for and publishes it."""


def joined(
    published: Iterable[Published], sets: Sequence[OaiSet], asked: Collection[str]
) -> dict[str, OaiRecord]:
    """Return the records by MMS ID.

    Args:
        published: What all sets have of these records.
        sets: In the order in which they are preferred.
        asked: Ids of the profiles that were asked for.
    """
    by_id: defaultdict[str, dict[str, Published]] = defaultdict(dict)
    for each in published:
        by_id[each.mms_id][each.profile_id] = each
    return {
        mms_id: _joined(mms_id, states, sets, asked)
        for mms_id, states in by_id.items()
        if not states.keys().isdisjoint(asked)
    }


def _joined(
    mms_id: str,
    states: dict[str, Published],
    sets: Sequence[OaiSet],
    asked: Collection[str],
) -> OaiRecord:
    there = [
        (each, states[each.profile_id]) for each in sets if each.profile_id in states
    ]
    here = [(each, state) for each, state in there if each.profile_id in asked]
    live = [state for _, state in here if not state.deleted]
    kept = [each for each, state in there if not state.deleted]
    in_sets = kept if live else [each for each, _ in here]
    return OaiRecord(
        mms_id,
        max(state.at for _, state in here),
        deleted=not live,
        specs=tuple(dict.fromkeys(each.spec for each in in_sets)),
        marc=live[0].marc if live else b"",
    )

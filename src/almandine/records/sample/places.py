"""The libraries of the sample and where they shelve what."""

from typing import Final, NamedTuple

from almandine.records.sample.forms import Form


class Place(NamedTuple):
    """A shelf location of a library."""

    library: str
    location: str


OFFSITE: Final = "offsite"
"""Code of the locations that are a remote storage, in every library that has one."""

_STACKS: Final = Place("MAIN", "stacks")
_SCORES: Final = Place("MUSIC", "scores")
_MAPS: Final = Place("SCIENCE", "maps")
_GENERAL: Final = (
    *[_STACKS] * 10,
    *[Place("MAIN", OFFSITE)] * 3,
    Place("MAIN", "reference"),
    *[Place("SCIENCE", "stacks")] * 3,
    Place("SCIENCE", OFFSITE),
    *[Place("LAW", "stacks")] * 2,
    Place("LAW", OFFSITE),
    Place("MUSIC", "stacks"),
)
"""Each as often as it comes in twenty-two holdings."""


def places_for(form: Form) -> tuple[Place, ...]:
    """Return where things of a form may stand, each as often as is likely."""
    if form.score:
        return (_SCORES, _SCORES, _STACKS)
    if form.chart:
        return (_MAPS, _MAPS, _STACKS)
    return _GENERAL


PLACES: Final = frozenset({*_GENERAL, _SCORES, _MAPS})
"""All locations that hold something."""

"""The profile that sets the OAI-PMH provider up: what it says, and that it is one."""

from collections.abc import Iterator
from typing import Final

from almandine.engine.apply.application import Application
from almandine.engine.apply.entries import EntryKind
from almandine.engine.apply.plan import Plan, ProfileTable
from almandine.engine.apply.problems import Problem
from almandine.engine.apply.settings import in_words, text_of
from almandine.engine.oai.provider import OAI, ProviderSettings
from almandine.engine.parameters import check, names_of
from almandine.faults import Refused

_ONE: Final = "an institution has one profile of type OAI"


def wrong_providers(plan: Plan) -> Iterator[Problem]:
    """Yield what is wrong with the settings that profiles have of their own."""
    places = [
        f"profiles[{number}]"
        for number, each in enumerate(plan.profiles, start=1)
        if each.type == OAI
    ]
    yield from (Problem(f"{place}.type", _ONE) for place in places[1:])
    for number, table in enumerate(plan.profiles, start=1):
        yield from _wrong_settings(table, f"profiles[{number}].settings")


def check_provider(table: ProfileTable, to: Application, place: str) -> None:
    """Note a second profile of type OAI."""
    kept = to.find(EntryKind.PROFILE, type=OAI) if table.type == OAI else None
    if kept is not None and kept["code"] != table.code:
        to.object(place, f"{_ONE}, and has {kept['code']!r} already")


def _wrong_settings(table: ProfileTable, place: str) -> Iterator[Problem]:
    names = list(names_of(ProviderSettings)) if table.type == OAI else []
    unknown = [name for name in table.settings if name not in names]
    allowed = ", ".join(names) or "none, as settings of a job belong to its action"
    for name in unknown:
        yield Problem(f"{place}.{name}", f"unknown; allowed: {allowed}")
    if unknown or table.type != OAI:
        return
    pairs = [(name, text_of(value)) for name, value in table.settings.items()]
    try:
        check(ProviderSettings, pairs, lambda _kind, _name: None)
    except Refused as refused:
        yield Problem(place, in_words(refused))

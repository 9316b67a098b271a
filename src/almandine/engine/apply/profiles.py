"""Put integration profiles in place."""

import json

from almandine.engine.apply.application import Application
from almandine.engine.apply.entries import EntryKind
from almandine.engine.apply.plan import Plan, ProfileTable
from almandine.engine.apply.providers import check_provider
from almandine.engine.apply.settings import text_of


def put_profiles(plan: Plan, to: Application) -> None:
    """Store the profiles; their jobs follow with all other jobs."""
    for number, table in enumerate(plan.profiles, start=1):
        profile_id = to.identity(
            EntryKind.PROFILE,
            table.id,
            "profile_id",
            f"profiles[{number}].id",
            code=table.code,
        )
        check_provider(table, to, f"profiles[{number}].type")
        values = {
            "code": table.code,
            "name": table.name,
            "type": table.type,
            "system": table.system,
            "description": table.description,
            "active": table.active,
            "parameters": json.dumps(_parameters(table)),
        }
        to.put(EntryKind.PROFILE, {"profile_id": profile_id}, values)


def _parameters(table: ProfileTable) -> list[tuple[str, str, str]]:
    """Return action, name and value of each setting, as profiles show them."""
    own = [(table.type, name, text_of(value)) for name, value in table.settings.items()]
    return own + [
        (action.action, name, text_of(value))
        for action in table.actions
        for name, value in action.settings.items()
    ]

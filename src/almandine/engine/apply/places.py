"""Put libraries, their locations and remote storages in place."""

from almandine.engine.apply.application import Application
from almandine.engine.apply.entries import EntryKind
from almandine.engine.apply.plan import LibraryTable, LocationTable, Plan


def put_institution(plan: Plan, to: Application) -> None:
    """Store what the institution is."""
    table = plan.institution
    values = {
        "name": table.name,
        "suffix": table.suffix,
        "timezone": table.timezone,
        "currency": table.currency,
    }
    to.put(EntryKind.INSTITUTION, {"code": table.code}, values)


def put_remote_storages(plan: Plan, to: Application) -> None:
    """Store the remote storages, each with the id of its profile."""
    for number, table in enumerate(plan.remote_storages, start=1):
        profile = to.find(EntryKind.PROFILE, code=table.profile)
        if table.profile and profile is None:
            to.object(
                f"remote_storages[{number}].profile",
                f"no profile has the code {table.profile!r}",
            )
        profile_id = str(profile["profile_id"]) if profile else ""
        values = {"name": table.name, "profile_id": profile_id}
        to.put(EntryKind.REMOTE_STORAGE, {"code": table.code}, values)


def put_libraries(plan: Plan, to: Application) -> None:
    """Store the libraries with their locations."""
    for number, table in enumerate(plan.libraries, start=1):
        place = f"libraries[{number}]"
        library_id = to.identity(
            EntryKind.LIBRARY, table.id, "library_id", f"{place}.id", code=table.code
        )
        values = {
            "library_id": library_id,
            "name": table.name,
            "description": table.description,
            "resource_sharing": table.resource_sharing,
        }
        to.put(EntryKind.LIBRARY, {"code": table.code}, values)
        _put_locations(table, to, place)


def _put_locations(library: LibraryTable, to: Application, place: str) -> None:
    for number, table in enumerate(library.locations, start=1):
        _check_storage(table, to, f"{place}.locations[{number}]")
        values = {
            "name": table.name,
            "external_name": table.external_name,
            "type": table.type,
            "remote_storage": table.remote_storage,
            "suppressed": table.suppressed,
        }
        key = {"library": library.code, "code": table.code}
        to.put(EntryKind.LOCATION, key, values)


def _check_storage(table: LocationTable, to: Application, place: str) -> None:
    code = table.remote_storage
    if code and to.find(EntryKind.REMOTE_STORAGE, code=code) is None:
        to.object(f"{place}.remote_storage", f"no remote storage has the code {code!r}")

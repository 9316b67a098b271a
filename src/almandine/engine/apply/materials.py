"""Put in place what jobs refer to: collections, rules and endpoints."""

from almandine.engine.apply.application import Application
from almandine.engine.apply.entries import EntryKind
from almandine.engine.apply.plan import Plan


def put_collections(plan: Plan, to: Application) -> None:
    """Store the collections."""
    for number, table in enumerate(plan.collections, start=1):
        collection_id = to.identity(
            EntryKind.COLLECTION,
            table.id,
            "collection_id",
            f"collections[{number}].id",
            name=table.name,
        )
        key = {"collection_id": collection_id}
        to.put(EntryKind.COLLECTION, key, {"name": table.name})


def put_rules(plan: Plan, to: Application) -> None:
    """Store the normalization rules; their texts have been checked."""
    for table in plan.rules:
        to.put(EntryKind.RULE, {"name": table.name}, {"text": table.text})


def put_endpoints(plan: Plan, to: Application) -> None:
    """Store the endpoints, once it is clear that they can be reached."""
    for number, table in enumerate(plan.endpoints, start=1):
        wrong = to.parts.check_directory(table.path)
        if wrong is not None:
            to.object(f"endpoints[{number}].path", wrong)
        values = {"kind": table.kind, "path": table.path}
        to.put(EntryKind.ENDPOINT, {"endpoint_id": table.id}, values)

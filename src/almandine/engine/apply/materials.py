"""Put in place what jobs refer to: collections and rules."""

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

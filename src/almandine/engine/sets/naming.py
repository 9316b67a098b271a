"""Turn what clients call members into the ids of records."""

from collections.abc import Sequence

from almandine.engine.sets.identifiers import SECOND_NAMES
from almandine.engine.sets.ports import Sets


def record_ids_of(
    values: Sequence[str], *, content: str, id_type: str, sets: Sets
) -> dict[str, str]:
    """Return the record id for each value that names exactly one record.

    Without a type a value is a record id; for items it may also be a barcode, for
    users any identifier.
    """
    if id_type:
        return _identified(values, content=content, id_type=id_type, sets=sets)
    known = sets.existing(content, values)
    named = {value: value for value in values if value in known}
    others = [value for value in values if value not in known]
    if not others or content not in SECOND_NAMES:
        return named
    second = SECOND_NAMES[content]
    return named | _identified(others, content=content, id_type=second, sets=sets)


def _identified(
    values: Sequence[str], *, content: str, id_type: str, sets: Sets
) -> dict[str, str]:
    found = sets.identify(content, id_type, values)
    return {value: ids[0] for value, ids in found.items() if len(ids) == 1}

"""Forget a set; the records that it held stay."""

from almandine.engine.sets.transaction import SetsTx
from almandine.faults import Refused, SetInUse, UnknownSetToDelete


def delete(set_id: str, tx: SetsTx) -> None:
    """Delete a set that no unfinished run works on.

    Raises:
        Refused: with `UnknownSetToDelete` or `SetInUse`.
    """
    if tx.sets.find(set_id) is None:
        raise Refused(UnknownSetToDelete(set_id))
    run_id = tx.runs.using_set(set_id)
    if run_id is not None:
        raise Refused(SetInUse(set_id, run_id))
    tx.sets.delete(set_id)

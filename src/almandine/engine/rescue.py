"""Find a worker for a run that nobody stands for.

The run and its place in the queue are one commit, and whoever leaves a run calls for
somebody else. Still, what hands runs to workers is not ours, and a run that is lost
to it must not wait for ever.
"""

from almandine.engine.ports import Store, Tx


def rescue(run_id: str, store: Store) -> bool:
    """Put a run into the queue again, unless it is there; tell whether it was done.

    What its former workers may still do is refused as soon as another one begins.
    """
    with store.decide() as tx:
        return not tx.queue.has(run_id) and queue_anew(run_id, tx)


def queue_anew(run_id: str, tx: Tx) -> bool:
    """Give a run that nobody works at a new carrier; tell whether it needed one."""
    shard = tx.runs.adopt(run_id)
    if shard is None:
        return False
    tx.ranges.release_all(run_id)
    tx.queue.put(run_id, shard)
    return True

"""A transaction and what it holds."""

import gc
from weakref import ref

from store.workshop import Workshop


def test_what_a_transaction_holds_goes_with_it_uncollected(workshop: Workshop) -> None:
    gc.disable()
    try:
        with workshop.store.write() as tx:
            found = ref(tx)
        del tx
        assert found() is None
    finally:
        gc.enable()

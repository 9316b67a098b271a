"""Read a refusal as a value."""

from collections.abc import Callable

import pytest

from almandine.faults import Refusal, Refused


def refusal_of(ask: Callable[[], object]) -> Refusal:
    """Return why the call is refused; fail when it is not."""
    with pytest.raises(Refused) as caught:
        ask()
    return caught.value.refusal

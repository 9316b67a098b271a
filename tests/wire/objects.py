"""Every wire object there is, found and not listed, and where shared files are."""

import os
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import almandine.wire
from almandine.wire.description import WireObject


def _descendants(kind: type[WireObject]) -> Iterator[type[WireObject]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)


def every_object() -> list[type[WireObject]]:
    """Return the wire objects of the package."""
    for module in pkgutil.iter_modules(almandine.wire.__path__):
        import_module(f"almandine.wire.{module.name}")
    ours = (k for k in _descendants(WireObject) if k.__module__.startswith("almandine"))
    return sorted(ours, key=lambda kind: kind.__qualname__)


def shared(folder: str) -> Path:
    """Return a folder of the shared contract; skip the test where there is none.

    The documents in it are not ours to publish. They lie beside the checkout, or
    where ALMANDINE_SHARED says.
    """
    beside = Path(__file__).parents[3] / "shared"
    found = Path(os.environ.get("ALMANDINE_SHARED", beside)) / "contract" / folder
    if not found.is_dir():
        pytest.skip(f"no shared contract at {found}")
    return found

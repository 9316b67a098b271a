"""What was changed runs as it reads, in any test: ADR 0033.

A compiled module is imported in place of its source, however old it is. This comes
before all tests, and before whatever they import.
"""

from math import inf
from pathlib import Path


def drop_outdated(directory: Path) -> None:
    """Remove compiled modules that are older than their source; `make` renews them."""
    for module in directory.rglob("*.so"):
        name, _, _ = module.name.partition(".")
        changed = [one.stat().st_mtime for one in module.parent.glob(f"{name}.py*")]
        if max(changed, default=inf) > module.stat().st_mtime:
            module.unlink()


drop_outdated(Path(__file__).parent / "src")

"""What the figures were measured on."""

import os
import platform
import sqlite3
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from almandine.env import system_env
from almandine.records.marc.loops import COMPILED
from bench.peers import peers

_LIBRARIES: Final = ("litestar", "uvicorn", "sqlalchemy", "dbos", "msgspec", "lxml")


def facts() -> Mapping[str, str]:
    """Return date, machine and versions."""
    return {
        "date": f"{system_env().now():%Y-%m-%d %H:%M} UTC",
        "processor": f"{os.cpu_count()} x {_processor()}",
        "memory": f"{_memory() / 1e9:.0f} GB",
        "load before": f"{os.getloadavg()[0]:.2f}",
        "system": platform.platform(),
        "Python": platform.python_version(),
        "loops": "compiled" if COMPILED else "in Python",
        "SQLite": sqlite3.sqlite_version,
        "libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        "peers": ", ".join(
            f"{peer.name} {peer.version or 'not installed'}" for peer in peers()
        ),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")

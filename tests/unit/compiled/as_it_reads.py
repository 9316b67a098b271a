"""Run a module with the service's modules as they read, even if they are compiled.

Its arguments: the name of the module.
"""

import runpy
import sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path


def only_sources(path: str) -> FileFinder:
    """Find the service's modules in Python, and no others."""
    if "almandine" not in Path(path).parts:
        raise ImportError
    return FileFinder(path, (SourceFileLoader, SOURCE_SUFFIXES))


if __name__ == "__main__":
    sys.path_hooks.insert(0, only_sources)
    sys.path_importer_cache.clear()
    runpy.run_module(sys.argv[1], run_name="__main__")

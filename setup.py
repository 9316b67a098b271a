"""What the set-up compiles, where it finds a C compiler: ADR 0033 has the reasons.

That is what is written for it, and each module whose first line asks for it: this one
is compiled as it is, and does the same where it is not.
"""

from os import cpu_count
from pathlib import Path
from typing import Final

from Cython.Build import cythonize
from setuptools import Extension, setup

SOURCES: Final = Path("src")
MARK: Final = "# Compiled as it is"
CHEAP: Final = ["-O1", "-g0"]
"""What calls the interpreter is compiled in half the time, and a fiftieth slower."""


def extension(source: Path) -> Extension:
    """Return a module that is to be compiled."""
    name = ".".join(source.relative_to(SOURCES).with_suffix("").parts)
    flags = CHEAP if source.suffix == ".py" else []
    return Extension(name, [str(source)], extra_compile_args=flags)


marked = [
    source
    for source in SOURCES.rglob("*.py")
    if source.read_text("utf-8").startswith(MARK)
]
modules = cythonize(
    [extension(source) for source in sorted([*marked, *SOURCES.rglob("*.pyx")])],
    build_dir="build/cython",
    # Types are told there to type checkers, which allow subclasses.
    compiler_directives={"annotation_typing": False, "language_level": 3},
)
for module in modules:
    module.optional = True
setup(
    ext_modules=modules,
    options={"build_ext": {"parallel": str(cpu_count())}},
)

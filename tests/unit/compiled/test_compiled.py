"""What is compiled does what its source says; and it is, where that is possible."""

import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import almandine
from unit.compiled.outcomes import RECORDS, outcomes

CHECKOUT: Final = Path(__file__).parents[3]
PACKAGE: Final = Path(almandine.__path__[0])
MARK: Final = "# Compiled as it is"


def to_be_compiled() -> list[Path]:
    written_for_it = PACKAGE.rglob("*.pyx")
    sources = [one for one in PACKAGE.rglob("*.py") if one.read_text().startswith(MARK)]
    return sorted([*written_for_it, *sources])


def origin(source: Path) -> str:
    """Return the suffix of what is imported by the name of a source."""
    name = ".".join(source.relative_to(PACKAGE.parent).with_suffix("").parts)
    found = find_spec(name)
    return Path(found.origin).suffix if found and found.origin else ""


def test_all_that_asks_for_it_is_compiled_where_that_is_possible() -> None:
    """Else nobody would see that the other tests do not tell anything."""
    headers = Path(sysconfig.get_path("include")) / "Python.h"
    can_compile = shutil.which("cc") is not None and headers.exists()
    left = [one for one in to_be_compiled() if origin(one) in ("", ".py")]
    assert to_be_compiled()
    assert not (can_compile and left)


def test_the_set_up_goes_on_where_nothing_can_be_compiled(tmp_path: Path) -> None:
    command = [sys.executable, "setup.py", "--quiet", "build_ext"]
    places = ["--build-lib", str(tmp_path), "--build-temp", str(tmp_path)]
    nothing = {**os.environ, "CC": "false"}
    subprocess.run([*command, *places], cwd=CHECKOUT, env=nothing, check=True)  # noqa: S603 - ours
    assert not list(tmp_path.rglob("*.so"))


def told(*modules: str) -> list[str]:
    """Return kind and digest, as another process tells them."""
    command = [sys.executable, "-m", *modules]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - ours
    return done.stdout.split()


def test_modules_as_they_read_do_the_same() -> None:
    here, as_they_read = (
        told("unit.compiled.outcomes"),
        told("unit.compiled.as_it_reads", "unit.compiled.outcomes"),
    )
    assert as_they_read[0] == ".py"
    assert as_they_read[1] == here[1]


def test_records_are_stored_and_merged_there() -> None:
    told_of = [str(one) for one in outcomes()]
    assert sum("Action.MERGED" in one for one in told_of) > RECORDS

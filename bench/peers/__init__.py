"""Who takes part: each peer as a command, on the same file, in a process of its own."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent


class Task(StrEnum):
    """What a codec is asked to do."""

    COPY = "copy"
    TO_XML = "to_xml"
    FROM_XML = "from_xml"
    EDIT = "edit"


TITLES: Final = {
    Task.COPY: "ISO 2709 → ISO 2709",
    Task.TO_XML: "ISO 2709 → MARCXML",
    Task.FROM_XML: "MARCXML → ISO 2709",
    Task.EDIT: "delete 020, add 980",
}
"""How tables call them."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that converts MARC records."""

    name: str
    version: str
    """Empty where the program is not installed."""
    command: Callable[[Task, Path], Sequence[str]]
    """What does the task on a file and writes to standard output."""
    tasks: frozenset[Task] = frozenset(Task)


def peers() -> Sequence[Peer]:
    """Return Almandine and its peers, installed or not."""
    return [
        Peer("almandine", _distribution("almandine"), _script("with_almandine")),
        Peer("pymarc", _distribution("pymarc"), _script("with_pymarc")),
        Peer("mrrc", _distribution("mrrc"), _script("with_mrrc")),
        Peer("yaz-marcdump", _yaz(), _yaz_command, frozenset(Task) - {Task.EDIT}),
        Peer("MARC::Record", _perl("MARC::Record", "MARC::File::XML"), _perl_command),
        Peer("Catmandu", _perl("Catmandu::MARC"), _catmandu, frozenset(_CATMANDU)),
    ]


def _distribution(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _said(*command: str) -> str:
    """Return what a command says, empty where it fails or is not there."""
    if shutil.which(command[0]) is None:
        return ""
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return told.stdout.strip() if told.returncode == 0 else ""


def _yaz() -> str:
    words = _said("yaz-marcdump", "-V").split()
    return next((word for word in words if word[:1].isdigit()), "")


def _perl(module: str, *needed: str) -> str:
    """Return a module's version; empty where it is not there, or what it needs."""
    loaded = [f"-M{each}" for each in (module, *needed)]
    return _said("perl", *loaded, "-e", f"print {module}->VERSION")


def _script(name: str) -> Callable[[Task, Path], Sequence[str]]:
    # -I: what lies beside the script must not pass for a library.
    start = [sys.executable, "-I", str(_HERE / f"{name}.py")]
    return lambda task, path: [*start, task, str(path)]


def _yaz_command(task: Task, path: Path) -> Sequence[str]:
    source = "marcxml" if task is Task.FROM_XML else "marc"
    target = "marcxml" if task is Task.TO_XML else "marc"
    return ["yaz-marcdump", "-i", source, "-o", target, str(path)]


def _perl_command(task: Task, path: Path) -> Sequence[str]:
    return ["perl", str(_HERE / "with_marc_record.pl"), task, str(path)]


_CATMANDU: Final = {
    Task.COPY: ("ISO", "ISO"),
    Task.TO_XML: ("ISO", "XML"),
    Task.FROM_XML: ("XML", "ISO"),
}


def _catmandu(task: Task, path: Path) -> Sequence[str]:
    source, target = _CATMANDU[task]
    reading = ["convert", "MARC", "--type", source, "--file", str(path)]
    return ["catmandu", *reading, "to", "MARC", "--type", target]

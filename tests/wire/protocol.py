"""Checks documents of OAI-PMH against a schema of the protocol.

No package brings the published schema; `schemas/oai-pmh.rng` says the same in RELAX NG.
"""

from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast


class _Element(Protocol):
    tag: str
    text: str | None

    def get(self, key: str) -> str | None: ...
    def find(self, path: str) -> "_Element | None": ...
    def findall(self, path: str) -> "list[_Element]": ...


class _Schema(Protocol):
    error_log: object

    def validate(self, document: _Element) -> bool: ...


class _Library(Protocol):
    def fromstring(self, text: bytes) -> _Element: ...
    def RelaxNG(self, *, file: str) -> _Schema: ...  # noqa: N802 - lxml's name


_lxml: Final = cast("_Library", import_module("lxml.etree"))
_SCHEMA: Final = Path(__file__).with_name("schemas") / "oai-pmh.rng"
OAI: Final = "{http://www.openarchives.org/OAI/2.0/}"
MARC: Final = "{http://www.loc.gov/MARC21/slim}"


def valid(document: bytes) -> _Element:
    """Return the root of a document of the protocol.

    Raises:
        AssertionError: when it is none, with what is wrong.
    """
    schema = _lxml.RelaxNG(file=str(_SCHEMA))
    root = _lxml.fromstring(document)
    assert schema.validate(root), f"{schema.error_log}\n{document.decode()}"
    return root


def objection(document: bytes) -> str:
    """Return the code of the error that a document tells; empty for an answer."""
    found = valid(document).find(f"{OAI}error")
    return "" if found is None else found.get("code") or ""


def texts(document: bytes, path: str) -> list[str]:
    """Return the texts of the elements at a path of the protocol's names."""
    whole = "/".join(f"{OAI}{name}" for name in path.split("/"))
    return [each.text or "" for each in valid(document).findall(f".//{whole}")]

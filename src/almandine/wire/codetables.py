"""Code tables, as clients read them. The codes themselves are in `codes`."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from almandine.wire.codes import TABLES, Code
from almandine.wire.description import ATTRIBUTE, WireObject, Wrapped
from almandine.wire.texts import Coded


class Row(WireObject, frozen=True):
    """One code of a table."""

    code: str | None = None
    description: str | None = None
    default: bool | None = None
    enabled: bool | None = None
    updated_by: str | None = None
    update_date: date | None = None


class Scope(WireObject, frozen=True):
    """Where a table holds."""

    institution_id: Coded | None = None
    library_id: Coded | None = None


class CodeTable(WireObject, frozen=True):
    """A table of codes and their descriptions."""

    link: Annotated[str | None, ATTRIBUTE] = None
    name: str | None = None
    description: str | None = None
    sub_system: Coded | None = None
    patron_facing: bool | None = None
    updated_by: str | None = None
    update_date: date | None = None
    language: Coded | None = None
    scope: Scope | None = None
    row: Annotated[tuple[Row, ...], Wrapped("rows")] = ()


class CodeTables(WireObject, frozen=True):
    """The tables there are."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    code_table: tuple[CodeTable, ...] = ()


def code_table(name: str, institution: str) -> CodeTable:
    """Return a published table; raise KeyError for a name that is not in `TABLES`."""
    return CodeTable(
        name=name,
        sub_system=Coded(value="INFRA", desc="Infrastructure"),
        patron_facing=False,
        language=Coded(value="en", desc="English"),
        scope=Scope(institution_id=Coded(value=institution)),
        row=tuple(
            Row(code=code.code, description=code.description, enabled=True)
            for code in TABLES[name].values()
        ),
    )


def coded(table: Mapping[str, Code], code: str) -> Coded:
    """Return a code with the description of its table, or alone if it has none."""
    known = table.get(code)
    return Coded(value=code, desc=known.description if known else None)

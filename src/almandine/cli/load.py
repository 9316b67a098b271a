"""`almandine load`: records from files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import rich_click as click

from almandine.cli.declare import argument, option
from almandine.cli.failures import Failure
from almandine.cli.places import Site, at_institution
from almandine.cli.progress import progress
from almandine.records.kind import Kind
from almandine.store.load import (
    Destination,
    IdPolicy,
    LoadReport,
    Rejected,
    csv_rows,
    json_lines,
    load_authorities,
    load_bibs,
    load_holdings,
    load_items,
    load_portfolios,
    load_requests,
    load_users,
)
from almandine.store.load.candidates import Candidate

Rows = Iterable[Candidate | Rejected]

_MARC: Final[Mapping[Kind, Callable[[BinaryIO, Destination, IdPolicy], LoadReport]]] = {
    Kind.BIB: load_bibs,
    Kind.AUTHORITY: load_authorities,
    Kind.HOLDING: load_holdings,
}
_TABLE: Final[Mapping[Kind, Callable[[Rows, Destination], LoadReport]]] = {
    Kind.ITEM: load_items,
    Kind.PORTFOLIO: load_portfolios,
    Kind.USER: load_users,
    Kind.REQUEST: load_requests,
}
_JSON: Final = frozenset({".json", ".jsonl", ".ndjson"})
_REASONS_SHOWN: Final = 10


@click.command("load")
@argument("kind", type=click.Choice([kind.value for kind in Kind]))
@argument(
    "files",
    metavar="FILE…",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@option(
    "--ids",
    type=click.Choice([policy.value for policy in IdPolicy]),
    default=IdPolicy.ASSIGN.value,
    show_default=True,
    help="Whether MARC records get new ids, or keep their 001 where it is free.",
)
@option(
    "--quarantine",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where records that cannot be loaded go. Default: beside the file.",
)
@at_institution
def load(
    site: Site,
    kind: str,
    files: tuple[Path, ...],
    ids: str,
    quarantine: Path | None,
) -> None:
    """Load records of one KIND from files.

    Bibs, authorities and holdings are read from ISO 2709 or MARCXML; items,
    portfolios, users and requests from CSV with a heading, or from JSON, one
    object a line.

    A record that cannot be loaded does not stop the others. Its bytes go to
    FILE.rejected and the reasons to FILE.rejected.csv. The command then still
    exits with 0, and says how many there are.

    Example: almandine load bib catalogue.mrc --ids keep

    Example: almandine load item items-*.csv
    """
    for file in files:
        _load_file(
            _Load(site, Kind(kind), IdPolicy(ids), quarantine or file.parent), file
        )


@dataclass(frozen=True, slots=True)
class _Load:
    """What all files of the command have in common."""

    site: Site
    kind: Kind
    ids: IdPolicy
    quarantine: Path


def _load_file(order: _Load, file: Path) -> None:
    app = order.site.app
    order.quarantine.mkdir(parents=True, exist_ok=True)
    rejected = order.quarantine / f"{file.name}.rejected"
    with progress(file.name, app.env) as tell:
        into = Destination(
            app.database,
            order.site.code,
            app.env.now,
            rejected,
            lambda done: tell(done, 0),
        )
        try:
            report = _read(order, file, into)
        except OSError as error:
            raise Failure(f"{file} cannot be loaded: {error}") from None
    _tell(file, report, rejected)


def _read(order: _Load, file: Path, into: Destination) -> LoadReport:
    read = _reader(order, file)
    with file.open("rb") as stream:
        return read(stream, into)


def _reader(order: _Load, file: Path) -> Callable[[BinaryIO, Destination], LoadReport]:
    if order.kind in _MARC:
        marc = _MARC[order.kind]
        return lambda stream, into: marc(stream, into, order.ids)
    rows = json_lines if file.suffix.lower() in _JSON else csv_rows
    return partial(_load_rows, rows, _TABLE[order.kind])


def _load_rows(
    rows: Callable[[BinaryIO], Rows],
    load_table: Callable[[Rows, Destination], LoadReport],
    stream: BinaryIO,
    into: Destination,
) -> LoadReport:
    return load_table(rows(stream), into)


def _tell(file: Path, report: LoadReport, rejected: Path) -> None:
    click.echo(f"{file}: {report.loaded:,} loaded, {len(report.set_aside):,} set aside")
    if not report.set_aside:
        return
    for position, reason in report.set_aside[:_REASONS_SHOWN]:
        click.echo(f"  record {position}: {reason}")
    more = len(report.set_aside) - _REASONS_SHOWN
    if more > 0:
        click.echo(f"  and {more:,} more")
    click.echo(f"  set aside in {rejected}, reasons in {rejected}.csv")

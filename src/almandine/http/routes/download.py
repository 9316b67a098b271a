"""The records of an import run, as a file."""

from collections.abc import Iterator, Sequence
from typing import Final

from almandine.engine.imports.populations import actions_of
from almandine.engine.imports.report import TOTAL
from almandine.engine.ports import Store
from almandine.engine.run import Run
from almandine.faults import InvalidParameter, Refused, UnknownRun
from almandine.formats.marc_file import MarcFormat, marc_layout, marc_part
from almandine.http.call import Call
from almandine.http.route import Document, Route
from almandine.http.routes.instances import INSTANCE, find_run
from almandine.http.services import Services
from almandine.records.importing.action import Action
from almandine.records.kind import Kind

_PAGE: Final = 1_000
_FORMATS: Final = ("XML", "BINARY")
_TYPES: Final = {"XML": "application/xml;charset=UTF-8", "BINARY": "application/marc"}


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def download(call: Call) -> Document:
        """Return the records that an import stored, as they are now."""
        form = call.choice("download_format", allowed=_FORMATS) or "XML"
        line_type = call.query.get("line_type") or TOTAL
        store = services.store_of(call.institution)
        with store.read() as tx:
            run = find_run(tx, services.catalogue, call.path)
        actions = _actions(run, line_type)
        return Document(_TYPES[form], _file(run, actions, MarcFormat(form), store))

    path = f"{INSTANCE}/download"
    names = ("download_format", "line_type")
    return (Route(method="GET", path=path, answer=download, query=names),)


def _actions(run: Run, line_type: str) -> Sequence[Action]:
    """Return what is asked for.

    Raises:
        Refused: with `UnknownRun` for a run that is no import, `InvalidParameter` for
            a line that its report does not have.
    """
    codes = [counter.code for counter in run.counters]
    if TOTAL not in codes:
        raise Refused(UnknownRun(run.run_id))
    actions = actions_of(line_type)
    if not actions:
        allowed = ", ".join(code for code in codes if actions_of(code))
        raise Refused(InvalidParameter("line_type", line_type, allowed))
    return actions


def _file(
    run: Run, actions: Sequence[Action], form: MarcFormat, store: Store
) -> Iterator[bytes]:
    """Yield the file in pieces; a record that was deleted since is left out."""
    layout = marc_layout("", form, per_file=0)
    yield layout.header
    given = set[str]()
    after = (0, 0)
    while True:
        with store.read() as tx:
            page = tx.imports.lines(
                run.run_id, actions=actions, after=after, limit=_PAGE
            )
            ids = list(dict.fromkeys(line.record_id for line in page))
            ids = [one for one in ids if one not in given]
            records = tx.records.read(Kind.BIB, ids)
        if not page:
            break
        after = page[-1].key_in_run
        given.update(ids)
        yield marc_part(records, form).data
    yield layout.footer

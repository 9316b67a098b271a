"""Code tables: what the codes in answers mean."""

from collections.abc import Sequence

from almandine.faults import Refused, UnknownCodeTable
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.wire import codetables as wire
from almandine.wire.codes import TABLES


def routes() -> Sequence[Route]:
    """Return the routes of this file; the tables are part of the program."""

    def list_code_tables(call: Call) -> wire.CodeTables:
        """Return the names of the tables there are."""
        return wire.CodeTables(
            total_record_count=len(TABLES),
            code_table=tuple(
                wire.CodeTable(link=call.links.code_table(name), name=name)
                for name in TABLES
            ),
        )

    def get_code_table(call: Call) -> wire.CodeTable:
        """Return a table with its rows."""
        name = call.path["name"]
        if name not in TABLES:
            raise Refused(UnknownCodeTable(name))
        return wire.code_table(name, call.institution)

    path = "/code-tables"
    return (
        Route(method="GET", path=path, answer=list_code_tables, at_once=True),
        Route(
            method="GET",
            path=f"{path}/{{name:str}}",
            answer=get_code_table,
            at_once=True,
        ),
    )

"""Lines of imports are kept for a time only: which runs' are over, and away with them.

Their files stay: what was handled once is skipped for good.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    not_,
    select,
    tuple_,
)

from almandine.engine.run import Status
from almandine.records.importing.action import Action
from almandine.store.tables.imports import import_file, import_line
from almandine.store.tables.runs import run

_KEY: Final = (
    import_line.c.institution,
    import_line.c.run_id,
    import_line.c.file,
    import_line.c.position,
)


def done_before(
    connection: Connection, institution: str, then: datetime
) -> Sequence[str]:
    """Return the runs with lines that ended by then, and wait for nobody."""
    waiting = and_(
        run.c.status == Status.MANUAL_HANDLING_REQUIRED,
        _has_lines(
            import_line.c.action == Action.UNRESOLVED,
            import_line.c.resolved_by.is_(None),
        ),
    )
    # By the files: there are few of them, and many runs that are no imports.
    query = (
        select(import_file.c.run_id)
        .distinct()
        .join(
            run,
            and_(
                run.c.institution == import_file.c.institution,
                run.c.run_id == import_file.c.run_id,
            ),
        )
        .where(
            import_file.c.institution == institution,
            run.c.ended_at <= then,
            _has_lines(),
            not_(waiting),
        )
    )
    return connection.execute(query).scalars().all()


def drop_lines(
    connection: Connection, institution: str, run_id: str, limit: int
) -> int:
    """Delete lines of a run; return how many there were, up to a limit."""
    chosen = select(*_KEY).where(
        import_line.c.institution == institution, import_line.c.run_id == run_id
    )
    statement = delete(import_line).where(tuple_(*_KEY).in_(chosen.limit(limit)))
    return connection.execute(statement).rowcount


def _has_lines(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    of_run = (
        import_line.c.institution == run.c.institution,
        import_line.c.run_id == run.c.run_id,
    )
    return exists().where(*of_run, *which)

"""What a database may be like before it is migrated."""

from contextlib import closing
from pathlib import Path
from typing import Final

from almandine.store.migrations import HEAD, REVISIONS, Move
from databases.homes import Home
from store.rows import fill

NOTHING: Final = "nothing"
FORMER: Final = "former"
"""As it was made before there were revisions."""
BEGINNINGS: Final = (NOTHING, FORMER, *REVISIONS)

_SCHEMAS: Final = Path(__file__).parent / "schemas"


def begin(home: Home, beginning: str) -> None:
    """Make a bare home what it is to be, with rows in every table."""
    if beginning == FORMER:
        make_former(home)
    elif beginning != NOTHING:
        migrate(home, beginning)
    fill(home)


def make_former(home: Home) -> None:
    """Make the tables by the statements that were run before there were revisions."""
    name = "sqlite" if home.is_sqlite else "postgres"
    script = (_SCHEMAS / f"former-{name}.sql").read_text(encoding="utf-8")
    home.execute(*filter(str.strip, script.split(";\n")))


def migrate(home: Home, to: str = HEAD) -> Move:
    """Migrate as a process of its own would."""
    with closing(home.database()) as database:
        return database.migrate(to)

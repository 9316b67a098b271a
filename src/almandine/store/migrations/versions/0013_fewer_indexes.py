"""Imports write two indexes less.

Which keys a stored record has, its bytes say; and what became of the records of an
import is read in the order of the lines, whichever of them are wanted.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from alembic import op

revision = "0013"
down_revision = "0012"

_INDEXES: Final[Mapping[str, Sequence[str]]] = {
    "record_key": ("record", "institution", "kind", "record_id"),
    "import_line": ("action", "institution", "run_id", "action", "file", "position"),
}
"""By table: the end of the index's name, and its columns."""


def upgrade() -> None:
    """Drop them."""
    for table, (end, *_) in _INDEXES.items():
        op.drop_index(f"{table}_{end}", table)


def downgrade() -> None:
    """Make them again, of what is there."""
    for table, (end, *columns) in _INDEXES.items():
        op.create_index(f"{table}_{end}", table, columns)

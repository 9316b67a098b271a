"""The ranges of a run have turns: what is to come later waits for what comes before.

So imports take their files one after another, however many workers they have.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column; the ranges that are there are done side by side, as before."""
    column = sa.Column("turn", sa.Integer(), nullable=False, server_default="0")
    op.add_column("run_range", column)


def downgrade() -> None:
    """Forget it."""
    op.drop_column("run_range", "turn")

"""Of each bib it is known whether its bytes split into its fields.

It is seen when a bib is stored, and saves every reader another look. Bibs that were
stored before are looked at as they are read, until they are stored again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; of what is there, nothing is known."""
    column = sa.Column(
        "regular", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("bib", column)


def downgrade() -> None:
    """Forget it."""
    op.drop_column("bib", "regular")

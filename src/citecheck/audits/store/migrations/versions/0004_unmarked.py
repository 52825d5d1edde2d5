"""Why no marker of a brief leads to its source list, where that is so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; briefs read before have none until they are read again."""
    op.add_column("briefs", sa.Column("no_markers", sa.Text()))

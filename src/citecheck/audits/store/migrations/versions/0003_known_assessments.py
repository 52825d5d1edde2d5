"""An index by which the assessments of a brief's claims are found without reading all of them."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the index."""
    op.create_index("assessments_by_claim", "assessments", ["claim_key", "engine_id"], unique=False)

"""From which blind coding a judgement was released; by which version of the rules incidents were computed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add both columns, and an index."""
    op.add_column("casebook", sa.Column("gathered_by", sa.String(length=64), nullable=True))
    op.add_column("judgements", sa.Column("released_from", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_judgements_released_from"), "judgements", ["released_from"], unique=False)

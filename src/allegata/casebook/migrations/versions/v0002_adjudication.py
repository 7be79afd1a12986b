"""Blind coding: from which assignment a judgement was released when it was adjudicated."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column and its index."""
    op.add_column("judgements", sa.Column("released_from", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_judgements_released_from"), "judgements", ["released_from"], unique=False)

"""Why a third person decided where two coders differ: in a table of its own, so that it can be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "adjudications",
        sa.Column("pair", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"]),
        sa.PrimaryKeyConstraint("pair"),
    )
    if op.get_bind().dialect.name != "sqlite":  # whose whole numbers have any size
        for name in ("killed_min", "killed_max", "killed_highest", "injured_min", "injured_max"):
            op.alter_column("incidents", name, type_=sa.BigInteger())
    op.create_index(op.f("ix_adjudications_document"), "adjudications", ["document"], unique=False)

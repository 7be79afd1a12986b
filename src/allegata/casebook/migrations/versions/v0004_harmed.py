"""The figures of those killed or injured, whom nobody tells apart, in the list of incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; the incidents are computed again, so that they are filled."""
    for end in ("min", "max", "highest"):
        kind = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
        op.add_column("incidents", sa.Column(f"killed_or_injured_{end}", kind, nullable=True))
    op.execute("update casebook set gathered = -1")

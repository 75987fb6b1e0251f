"""Songs can be found by their years."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "songs_of_a_year",
        "songs",
        ["year", "id"],
        sqlite_where=sa.text("year IS NOT NULL AND reason IS NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("older versions cannot hold what this one does")

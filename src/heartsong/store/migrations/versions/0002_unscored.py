"""Songs that are kept although their mood cannot be told."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unscored",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("artist", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("album", sa.String),
        sa.Column("year", sa.Integer),
        sa.Column("genre", sa.String),
        sa.Column("link", sa.String),
        sa.Column("reason", sa.String, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("unscored")

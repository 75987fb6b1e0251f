"""Songs with their moods and embeddings, the lyrics of a listener's own, and catalogue facts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Written out, not imported: a script must go on meaning what it meant when it was released.
NUMBERS = (
    *("sadness", "joy", "love", "anger", "fear", "surprise"),
    *("valence", "arousal"),
    *("negative", "neutral", "positive"),
    *("happy", "sad", "angry", "relaxed"),
)


def upgrade() -> None:
    op.create_table(
        "songs",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("artist", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("album", sa.String),
        sa.Column("year", sa.Integer),
        sa.Column("genre", sa.String),
        sa.Column("link", sa.String),
        sa.Column("fingerprint", sa.String, nullable=False),
        *(sa.Column(name, sa.Float, nullable=False) for name in NUMBERS),
        sa.Column("embedding", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "lyrics",
        sa.Column(
            "song_id", sa.String, sa.ForeignKey("songs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("text", sa.String, nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )


def downgrade() -> None:
    for name in ("facts", "lyrics", "songs"):
        op.drop_table(name)

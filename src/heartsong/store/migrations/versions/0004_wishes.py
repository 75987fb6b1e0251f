"""Songs tell how well known they are, are found by genre, and their lyrics can be searched."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEARCH = (
    """CREATE VIRTUAL TABLE words USING fts5(
        text,
        content='lyrics', content_rowid='song', tokenize='porter unicode61 remove_diacritics 2'
    )""",
    "INSERT INTO words (words) VALUES ('rebuild')",
    """CREATE TRIGGER lyrics_stored AFTER INSERT ON lyrics BEGIN
        INSERT INTO words (rowid, text) VALUES (new.song, new.text);
    END""",
    """CREATE TRIGGER lyrics_changed AFTER UPDATE ON lyrics BEGIN
        INSERT INTO words (words, rowid, text) VALUES ('delete', old.song, old.text);
        INSERT INTO words (rowid, text) VALUES (new.song, new.text);
    END""",
    """CREATE TRIGGER lyrics_gone AFTER DELETE ON lyrics BEGIN
        INSERT INTO words (words, rowid, text) VALUES ('delete', old.song, old.text);
    END""",
)


def upgrade() -> None:
    op.add_column("songs", sa.Column("popularity", sa.Float))
    op.create_index(
        "songs_of_a_genre",
        "songs",
        ["genre", "id"],
        sqlite_where=sa.text("genre IS NOT NULL AND reason IS NULL"),
    )
    connection = op.get_bind()
    for statement in SEARCH:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("older versions cannot hold what this one does")

"""Songs tell how well known they are; artists are counted; genres and lyrics can be searched."""

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
COUNT = (
    "INSERT INTO artists (number, artist, songs) "
    "SELECT artist_number, artist, COUNT(*) FROM songs WHERE reason IS NULL "
    "GROUP BY +artist_number, artist",
    """CREATE TRIGGER songs_counted AFTER INSERT ON songs WHEN new.reason IS NULL BEGIN
        INSERT INTO artists (number, artist, songs) VALUES (new.artist_number, new.artist, 1)
        ON CONFLICT DO UPDATE SET songs = songs + 1;
    END""",
    """CREATE TRIGGER songs_counted_anew AFTER UPDATE ON songs
    WHEN (old.artist_number, old.artist, old.reason IS NULL)
        IS NOT (new.artist_number, new.artist, new.reason IS NULL) BEGIN
        UPDATE artists SET songs = songs - 1
        WHERE old.reason IS NULL AND number = old.artist_number AND artist = old.artist;
        DELETE FROM artists
        WHERE songs = 0 AND number = old.artist_number AND artist = old.artist;
        INSERT INTO artists (number, artist, songs)
        SELECT new.artist_number, new.artist, 1 WHERE new.reason IS NULL
        ON CONFLICT DO UPDATE SET songs = songs + 1;
    END""",
    """CREATE TRIGGER songs_discounted AFTER DELETE ON songs WHEN old.reason IS NULL BEGIN
        UPDATE artists SET songs = songs - 1
        WHERE number = old.artist_number AND artist = old.artist;
        DELETE FROM artists
        WHERE songs = 0 AND number = old.artist_number AND artist = old.artist;
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
    op.create_table(
        "artists",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("artist", sa.String, primary_key=True),
        sa.Column("songs", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    for statement in (*SEARCH, *COUNT):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("older versions cannot hold what this one does")

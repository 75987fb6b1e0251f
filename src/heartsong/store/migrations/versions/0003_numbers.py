"""Songs get numbers; names go apart from figures, can be searched, and tell when they changed."""

import sqlalchemy as sa
from alembic import op

from heartsong.catalogue.identity import artist_number

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBERS = (
    *("sadness", "joy", "love", "anger", "fear", "surprise"),
    *("valence", "arousal"),
    *("negative", "neutral", "positive"),
    *("happy", "sad", "angry", "relaxed"),
)
NAMES = "id, artist, title, album, year, genre, link"
FIGURES = ", ".join(NUMBERS)
ROUNDED = ", ".join(f"CAST(ROUND(10000 * {name}) AS INTEGER)" for name in NUMBERS)
SEARCH = (
    """CREATE VIRTUAL TABLE names USING fts5(
        artist, title, album,
        content='songs', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
    )""",
    "INSERT INTO names (names) VALUES ('rebuild')",
    """CREATE TRIGGER songs_named AFTER INSERT ON songs BEGIN
        INSERT INTO names (rowid, artist, title, album)
        VALUES (new.number, new.artist, new.title, new.album);
    END""",
    """CREATE TRIGGER songs_renamed AFTER UPDATE ON songs
    WHEN (old.artist, old.title, old.album) IS NOT (new.artist, new.title, new.album) BEGIN
        INSERT INTO names (names, rowid, artist, title, album)
        VALUES ('delete', old.number, old.artist, old.title, old.album);
        INSERT INTO names (rowid, artist, title, album)
        VALUES (new.number, new.artist, new.title, new.album);
    END""",
    """CREATE TRIGGER songs_gone AFTER DELETE ON songs BEGIN
        INSERT INTO names (names, rowid, artist, title, album)
        VALUES ('delete', old.number, old.artist, old.title, old.album);
    END""",
)


def upgrade() -> None:
    for table in ("songs", "lyrics"):
        op.rename_table(table, f"old_{table}")
    make_tables()
    connection = op.get_bind()
    # The artist's number is the code's own business: it must be what this version looks up.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.create_function("artist_number", 1, artist_number, deterministic=True)
    for statement in (
        f"INSERT INTO songs ({NAMES}, artist_number) "
        f"SELECT {NAMES}, artist_number(artist) FROM old_songs ORDER BY id",
        f"INSERT INTO songs ({NAMES}, artist_number, reason) "
        f"SELECT {NAMES}, artist_number(artist), reason FROM unscored ORDER BY id",
        f"INSERT INTO moods (song, changed, fingerprint, embedding, {FIGURES}) "
        f"SELECT number, 1, fingerprint, embedding, {ROUNDED} FROM old_songs JOIN songs USING (id)",
        "INSERT INTO lyrics (song, text) "
        "SELECT number, text FROM old_lyrics JOIN songs ON songs.id = old_lyrics.song_id",
        "INSERT INTO facts (name, value) SELECT 'version', '1' FROM facts WHERE name = 'model'",
        "INSERT INTO facts (name, value) VALUES ('identity', lower(hex(randomblob(16))))",
    ):
        connection.exec_driver_sql(statement)
    for name in ("old_lyrics", "old_songs", "unscored"):
        op.drop_table(name)
    for statement in SEARCH:
        connection.exec_driver_sql(statement)


def make_tables() -> None:
    op.create_table(
        "songs",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("artist_number", sa.Integer, nullable=False, index=True),
        sa.Column("artist", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("album", sa.String),
        sa.Column("year", sa.Integer),
        sa.Column("genre", sa.String),
        sa.Column("link", sa.String),
        sa.Column("reason", sa.String),
    )
    number = sa.ForeignKey("songs.number", ondelete="CASCADE")
    op.create_table(
        "moods",
        sa.Column("song", sa.Integer, number, primary_key=True),
        sa.Column("changed", sa.Integer, nullable=False, index=True),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("sketch", sa.LargeBinary),
        *(sa.Column(name, sa.Integer, nullable=False) for name in NUMBERS),
        sa.Column("embedding", sa.LargeBinary, nullable=False),
    )
    number = sa.ForeignKey("songs.number", ondelete="CASCADE")
    op.create_table(
        "lyrics",
        sa.Column("song", sa.Integer, number, primary_key=True),
        sa.Column("text", sa.String, nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("older versions cannot hold what this one does")

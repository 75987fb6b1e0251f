"""The tables, for SQLAlchemy Core. A change here needs a script in migrations/versions/."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    DDL,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
    text,
)

from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS

REVISION: Final = "0005"  # the newest script in migrations/versions/

metadata: Final = MetaData()

# Every song, whether or not its mood can be told. Its number stays the same for good.
songs: Final = Table(
    "songs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    # Short for the artist's name up to spelling, so that the index over it is small.
    Column("artist_number", Integer, nullable=False, index=True),
    Column("artist", String, nullable=False),
    Column("title", String, nullable=False),
    Column("album", String),
    Column("year", Integer),
    Column("genre", String),
    Column("link", String),
    Column("reason", String),  # why there is no mood; none where there is one
    Column("popularity", Float),
    # By genre, also of a million songs; without the many songs that have none.
    Index(
        "songs_of_a_genre",
        "genre",
        "id",
        sqlite_where=text("genre IS NOT NULL AND reason IS NULL"),
    ),
    Index(
        "songs_of_a_year",
        "year",
        "id",
        sqlite_where=text("year IS NOT NULL AND reason IS NULL"),
    ),
)

# What ranking needs of a song, apart from its names so that either is read without the other.
# Shares, valence and arousal are whole ten-thousandths: SQLite keeps those in two bytes, not nine.
moods: Final = Table(
    "moods",
    metadata,
    Column("song", ForeignKey("songs.number", ondelete="CASCADE"), primary_key=True),
    Column("changed", Integer, nullable=False, index=True),  # the catalogue's version by then
    Column("fingerprint", String, nullable=False),
    Column("sketch", LargeBinary),
    *(Column(name, Integer, nullable=False) for name in EMOTIONS),
    Column("valence", Integer, nullable=False),
    Column("arousal", Integer, nullable=False),
    *(Column(name, Integer, nullable=False) for name in SENTIMENTS),
    *(Column(name, Integer, nullable=False) for name in GROUPS),
    Column("embedding", LargeBinary, nullable=False),
)

# Apart, so that reading every song's numbers does not read every song's words.
lyrics: Final = Table(
    "lyrics",
    metadata,
    Column("song", ForeignKey("songs.number", ondelete="CASCADE"), primary_key=True),
    Column("text", String, nullable=False),
)

# The artists of songs with a mood, once for each spelling: counting a million songs takes seconds.
artists: Final = Table(
    "artists",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("artist", String, primary_key=True),
    Column("songs", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# One row a fact about the whole catalogue: its `model`, and its `version`, which grows with every
# write of moods.
facts: Final = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

# Alembic's own table, declared so that a new catalogue can be stamped without loading Alembic.
alembic_version: Final = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), primary_key=True, nullable=False),
)

# Search by words in names (FTS5). It holds no names itself, so triggers keep it in step.
SEARCH: Final = (
    """CREATE VIRTUAL TABLE names USING fts5(
        artist, title, album,
        content='songs', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
    )""",
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

# Search by words in lyrics, up to their endings. It holds no lyrics itself either.
WORDS: Final = (
    """CREATE VIRTUAL TABLE words USING fts5(
        text,
        content='lyrics', content_rowid='song', tokenize='porter unicode61 remove_diacritics 2'
    )""",
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

# Triggers keep the number of each artist's songs too.
COUNT: Final = (
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

_ddl: Any = DDL  # untyped in SQLAlchemy
for statement in (*SEARCH, *COUNT):
    event.listen(songs, "after_create", _ddl(statement))
for statement in WORDS:
    event.listen(lyrics, "after_create", _ddl(statement))

"""The tables, for SQLAlchemy Core. A change here needs a script in migrations/versions/."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table

from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS

REVISION: Final = "0002"  # the newest script in migrations/versions/

metadata: Final = MetaData()


def _names() -> list[Column[Any]]:
    """What a source tells of a song, whether or not its mood is known."""
    return [
        Column("id", String, primary_key=True),
        Column("artist", String, nullable=False),
        Column("title", String, nullable=False),
        Column("album", String),
        Column("year", Integer),
        Column("genre", String),
        Column("link", String),
    ]


songs: Final = Table(
    "songs",
    metadata,
    *_names(),
    Column("fingerprint", String, nullable=False),
    *(Column(name, Float, nullable=False) for name in EMOTIONS),
    Column("valence", Float, nullable=False),
    Column("arousal", Float, nullable=False),
    *(Column(name, Float, nullable=False) for name in SENTIMENTS),
    *(Column(name, Float, nullable=False) for name in GROUPS),
    Column("embedding", LargeBinary, nullable=False),
)

# Songs whose mood cannot be told, and why. Apart, so that ranking never meets them.
unscored: Final = Table(
    "unscored",
    metadata,
    *_names(),
    Column("reason", String, nullable=False),
)

# Apart from songs, so that reading every song's numbers does not read every song's words.
lyrics: Final = Table(
    "lyrics",
    metadata,
    Column("song_id", ForeignKey("songs.id", ondelete="CASCADE"), primary_key=True),
    Column("text", String, nullable=False),
)

# One row a fact about the whole catalogue: `model` is the only one so far.
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

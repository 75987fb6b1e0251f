"""Songs as rows of the tables in schema.py, and back."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row

from heartsong.store.base import StoredSong
from heartsong.store.quantise import to_bytes
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood, Song

_FACTS: Final = ("id", "artist", "title", "album", "year", "genre", "link")


def row_of(stored: StoredSong) -> dict[str, object]:
    mood = stored.song.mood
    return {
        **{name: getattr(stored.song, name) for name in _FACTS},
        **mood.emotions,
        **mood.sentiment,
        **mood.groups,
        "valence": mood.valence,
        "arousal": mood.arousal,
        "fingerprint": stored.fingerprint,
        "embedding": to_bytes(stored.embedding),
    }


def song_of(row: Row[Any]) -> Song:
    values = row._mapping
    return Song(
        **{name: values[name] for name in _FACTS},
        mood=Mood(
            emotions={name: values[name] for name in EMOTIONS},
            valence=values["valence"],
            arousal=values["arousal"],
            sentiment={name: values[name] for name in SENTIMENTS},
            groups={name: values[name] for name in GROUPS},
        ),
    )

"""Songs as rows of the tables in schema.py, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row

from heartsong.catalogue.identity import artist_number
from heartsong.store.base import StoredSong
from heartsong.store.quantise import to_bytes
from heartsong.types import EMOTIONS, GROUPS, SENTIMENTS, Mood, Song, UnscoredSong

UNIT: Final = 10_000  # a share of 1 as the table keeps it
_NAMES: Final = ("id", "artist", "title", "album", "year", "genre", "link", "popularity")


def row_of(song: Song | UnscoredSong) -> dict[str, object]:
    """A row of `songs`, all but its number."""
    return {
        **{name: getattr(song, name) for name in _NAMES},
        "artist_number": artist_number(song.artist),
        "reason": song.reason if isinstance(song, UnscoredSong) else None,
    }


def mood_row_of(stored: StoredSong, number: int, version: int) -> dict[str, object]:
    """A row of `moods`."""
    mood = stored.song.mood
    return {
        "song": number,
        "changed": version,
        **_rounded({**mood.emotions, **mood.sentiment, **mood.groups}),
        **_rounded({"valence": mood.valence, "arousal": mood.arousal}),
        "fingerprint": stored.fingerprint,
        "sketch": stored.sketch,
        "embedding": to_bytes(stored.embedding),
    }


def song_of(row: Row[Any]) -> Song:
    """A song from a row of `songs` joined with `moods`."""
    values = row._mapping
    return Song(
        **{name: values[name] for name in _NAMES},
        mood=Mood(
            emotions=_shares(values, EMOTIONS),
            valence=values["valence"] / UNIT,
            arousal=values["arousal"] / UNIT,
            sentiment=_shares(values, SENTIMENTS),
            groups=_shares(values, GROUPS),
        ),
    )


def unscored_of(row: Row[Any]) -> UnscoredSong:
    """A song without a mood from a row of `songs`."""
    values = row._mapping
    return UnscoredSong(**{name: values[name] for name in (*_NAMES, "reason")})


def _rounded(figures: Mapping[str, float]) -> dict[str, int]:
    return {name: round(UNIT * figure) for name, figure in figures.items()}


def _shares(values: Mapping[Any, int], names: Sequence[str]) -> dict[str, float]:
    """Shares that sum to 1 again."""
    total = sum(values[name] for name in names)
    return {name: values[name] / total for name in names}

"""The songs of an answer: the best ones under the artist cap, each with its reason."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final

from heartsong.catalogue.identity import name_key
from heartsong.model import Heard
from heartsong.ranking.diversify import cap_artists, crowded
from heartsong.ranking.explain import explain
from heartsong.ranking.retrieve import Candidate, Retriever, Weights
from heartsong.types import Mood, RankedSong, Song

if TYPE_CHECKING:
    from heartsong.store.base import Store

# Candidates looked at beyond the songs asked for, so that the artist cap has a choice.
_CHOICE: Final = 3
_LEAST_CHOICE: Final = 30


def choose(
    heard: Heard, k: int, retriever: Retriever, store: Store, weights: Weights | None = None
) -> list[RankedSong]:
    """The best `k` songs for a message, looking further down while one artist crowds it."""
    wanted = max(_CHOICE * k, _LEAST_CHOICE)
    while True:
        candidates = retriever.retrieve(heard, wanted, weights or Weights())
        songs = {song.id: song for song in store.songs([each.id for each in candidates])}
        artists = {song_id: name_key(song.artist) for song_id, song in songs.items()}
        chosen = cap_artists([(artists[each.id], each) for each in candidates], itemgetter(0), k)
        if wanted >= len(retriever) or not crowded([artist for artist, _ in chosen]):
            return [
                _ranked(rank, songs[each.id], each, heard.mood)
                for rank, (_, each) in enumerate(chosen, 1)
            ]
        wanted *= 4


def _ranked(rank: int, song: Song, candidate: Candidate, listener: Mood) -> RankedSong:
    return RankedSong(
        rank,
        song.id,
        song.artist,
        song.title,
        song.album,
        song.year,
        song.category,
        candidate.score,
        {"mood": candidate.mood, "meaning": candidate.meaning},
        song.mood,
        explain(listener, song.mood, candidate.mood, candidate.meaning),
    )

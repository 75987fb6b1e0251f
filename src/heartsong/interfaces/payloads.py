"""The JSON that programs get: a contract, written down in docs/json.md and held by a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from heartsong.evaluation.figures import Evaluation, Ranking, Result
from heartsong.types import (
    Mood,
    MoodGroups,
    RankedSong,
    Recommendation,
    Song,
    UnscoredSong,
)
from heartsong.wishes import Wish

Payload = dict[str, Any]


def of_mood(mood: Mood) -> Payload:
    return {
        "emotions": dict(mood.emotions),
        "valence": mood.valence,
        "arousal": mood.arousal,
        "sentiment": dict(mood.sentiment),
        "groups": dict(mood.groups),
    }


def of_analysis(text: str, mood: Mood) -> Payload:
    return {
        "text": text,
        "mood": of_mood(mood),
        "emotion": mood.emotion,
        "neutral": mood.neutral,
        "category": mood.category,
    }


def _of_names(song: Song | UnscoredSong | RankedSong) -> Payload:
    return {
        "id": song.id,
        "artist": song.artist,
        "title": song.title,
        "album": song.album,
        "year": song.year,
        "genre": song.genre,
        "link": song.link,
    }


def of_song(song: Song) -> Payload:
    return {
        **_of_names(song),
        "popularity": song.popularity,
        "category": song.category,
        "mood": of_mood(song.mood),
    }


def of_search(words: str, found: Sequence[Song | UnscoredSong]) -> Payload:
    return {"words": words, "songs": [_of_found(song) for song in found]}


def _of_found(song: Song | UnscoredSong) -> Payload:
    mood = None if isinstance(song, UnscoredSong) else song.mood
    return {
        **_of_names(song),
        "popularity": song.popularity,
        "category": mood and mood.category,
        "mood": mood and of_mood(mood),
        "unscored": song.reason if isinstance(song, UnscoredSong) else None,
    }


def of_mood_groups(found: MoodGroups) -> Payload:
    return {
        "songs": found.songs,
        "silhouette": found.silhouette,
        "groups": [
            {
                "name": each.name,
                "size": each.size,
                "emotion": each.emotion,
                "emotions": dict(each.emotions),
                "groups": dict(each.groups),
                "valence": each.valence,
                "arousal": each.arousal,
                "examples": [
                    {"id": song.id, "artist": song.artist, "title": song.title}
                    for song in each.examples
                ],
            }
            for each in found.groups
        ],
    }


def of_recommendation(answer: Recommendation) -> Payload:
    return {
        "text": answer.text,
        "mood": of_mood(answer.mood),
        "category": answer.category,
        "strategy": answer.strategy,
        "wishes": [of_wish(wish) for wish in answer.wishes],
        "notice": answer.notice,
        "help": answer.help,
        "weights": dict(answer.weights),
        "songs": [_of_ranked(song) for song in answer.songs],
    }


def _of_ranked(song: RankedSong) -> Payload:
    return {
        "rank": song.rank,
        **_of_names(song),
        "category": song.category,
        "score": song.score,
        "parts": dict(song.parts),
        "distance": song.distance,
        "mood": of_mood(song.mood),
        "sure": song.sure,
        "reason": song.reason,
        "lines": list(song.lines),
    }


def of_wish(wish: Wish) -> Payload:
    return {
        "kind": wish.kind,
        "stance": wish.stance,
        "value": wish.value,
        "heard": wish.heard,
        "id": wish.id,
        "known": wish.known,
    }


def of_evaluation(found: Evaluation) -> Payload:
    return {
        "task": str(found.task),
        "data": found.data,
        "texts": found.texts,
        "left_out": dict(found.left_out),
        "classes": list(found.classes),
        "notice": found.notice,
        "models": [_of_result(result) for result in found.results],
    }


def _of_result(result: Result) -> Payload:
    figures = asdict(result.figures)
    return {
        "model": result.model,
        "name": result.name,
        "texts_a_second": result.texts_a_second,
        **figures,
    }


def of_ranking(found: Ranking) -> Payload:
    return {
        "task": "recommend",
        "data": found.data,
        "songs": dict(found.songs),
        "lines": found.lines,
        "left_out": dict(found.left_out),
        "notice": found.notice,
        "rankers": [
            {
                "ranker": each.ranker,
                "queries": each.queries,
                "precision": each.precision,
                "ndcg": each.ndcg,
                "artists": each.artists,
                "coverage": each.coverage,
                "p50_ms": each.p50_ms,
                "p99_ms": each.p99_ms,
                "groups": dict(each.groups),
            }
            for each in found.results
        ],
    }


def flat(payload: Payload, prefix: str = "") -> Payload:
    """A payload as one row of a table; nested names are joined by dots: mood.emotions.joy."""
    row: Payload = {}
    for name, value in payload.items():
        if isinstance(value, dict):
            row |= flat(value, f"{prefix}{name}.")
        else:
            row[prefix + name] = value
    return row

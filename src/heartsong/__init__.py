"""Heartsong: what should I listen to, the way I feel now?

>>> from heartsong import Recommender
>>> answer = Recommender().recommend("I feel bad", k=10)
>>> answer.songs[0].title  # doctest: +SKIP
"""

from heartsong.config import Settings
from heartsong.conversation import Conversation
from heartsong.errors import (
    CatalogueError,
    ColumnError,
    FileError,
    HeartsongError,
    MissingDataError,
    MissingExtraError,
    ModelError,
    NewerCatalogueError,
    PackError,
    RequestError,
    SettingsError,
    StorageError,
    TextError,
)
from heartsong.playlist import Playlist, PlaylistSong
from heartsong.recommender import Recommender
from heartsong.types import (
    IngestPlan,
    IngestReport,
    Mood,
    MoodGroup,
    MoodGroups,
    PackInfo,
    RankedSong,
    Recommendation,
    Song,
    UnscoredSong,
)
from heartsong.wishes import Options, Wish

__all__ = [
    "CatalogueError",
    "ColumnError",
    "Conversation",
    "FileError",
    "HeartsongError",
    "IngestPlan",
    "IngestReport",
    "MissingDataError",
    "MissingExtraError",
    "ModelError",
    "Mood",
    "MoodGroup",
    "MoodGroups",
    "NewerCatalogueError",
    "Options",
    "PackError",
    "PackInfo",
    "Playlist",
    "PlaylistSong",
    "RankedSong",
    "Recommendation",
    "Recommender",
    "RequestError",
    "Settings",
    "SettingsError",
    "Song",
    "StorageError",
    "TextError",
    "UnscoredSong",
    "Wish",
]

"""What comes back, typed: it is the JSON of the command."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from heartsong.types import Category
from heartsong.wishes import Stance, Strategy, WishKind

Share = Annotated[float, Field(ge=0, le=1)]
Axis = Annotated[float, Field(ge=-1, le=1)]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MoodModel(_Told):
    """A mood; see `heartsong.Mood`."""

    emotions: dict[str, Share]
    valence: Axis
    arousal: Axis
    sentiment: dict[str, Share]
    groups: dict[str, Share]


class WishModel(_Told):
    """What was understood."""

    kind: WishKind
    stance: Stance
    value: str
    heard: str
    id: str | None
    known: bool


class NamesModel(_Told):
    """What a song is called."""

    id: str
    artist: str
    title: str
    album: str | None
    year: int | None
    genre: str | None
    link: str | None


class SongModel(NamesModel):
    """A song of the catalogue."""

    popularity: float | None
    category: Category
    mood: MoodModel


class FoundModel(NamesModel):
    """A song that was searched for; it may have no mood."""

    popularity: float | None
    category: Category | None
    mood: MoodModel | None
    unscored: str | None


class RankedModel(NamesModel):
    """A song of an answer."""

    rank: int
    category: Category
    score: float
    parts: dict[str, float]
    distance: float | None
    mood: MoodModel
    sure: Share
    reason: str
    lines: list[str]


class RecommendationModel(_Told):
    """Songs, best first."""

    text: str
    mood: MoodModel
    category: Category
    strategy: Strategy
    wishes: list[WishModel]
    notice: str | None
    help: bool
    weights: dict[str, float]
    songs: list[RankedModel]


class AnalysisModel(_Told):
    """What was heard in a text."""

    text: str
    mood: MoodModel
    emotion: str
    neutral: float
    category: Category


class AnalysesModel(_Told):
    """What was heard in each text."""

    analyses: list[AnalysisModel]


class TurnModel(_Told):
    """The answer to one line."""

    text: str
    recommendation: RecommendationModel | None
    state: str = Field(description="Send it with the next line; the server keeps none of it.")
    over: bool


class StepModel(SongModel):
    """A song of a journey."""

    rank: int
    reached: float
    likeness: float


class PlaylistModel(_Told):
    """A journey."""

    text: str
    to: str
    notice: str | None
    start: MoodModel
    goal: MoodModel
    songs: list[StepModel]


class SearchModel(_Told):
    """Songs that hold the words searched for."""

    words: str
    songs: list[FoundModel]


class PointsModel(_Told):
    """Songs over valence and arousal, column by column; `categories` counts from 0."""

    songs: int = Field(description="How many the catalogue has; more than are here are left out.")
    ids: list[str]
    artists: list[str]
    titles: list[str]
    categories: list[int]
    valence: list[float]
    arousal: list[float]


class ServerModel(_Told):
    """What the page needs to start."""

    version: str
    catalogue: str
    songs: int
    covers: bool = Field(description="Covers and previews may be fetched from the web.")
    covers_on: bool = Field(description="They are, unless the listener turns them off.")


class PreviewModel(_Told):
    """Where a song can be listened to."""

    url: str | None
    source: str | None


class ProblemModel(BaseModel):
    """An error as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": ProblemModel, "content": {"application/problem+json": {}}, "description": said}
    for code, said in {
        400: "No JSON",
        413: "Too large",
        415: "No JSON by its name",
        422: "What was asked cannot be done",
        429: "Too many requests",
        503: "The catalogue cannot be used",
    }.items()
}

"""What is sent and what comes back, typed: the JSON of answers is that of the command."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from heartsong.types import Category
from heartsong.wishes import Algorithm, Options, Stance, Strategy, Wish, WishKind

Share = Annotated[float, Field(ge=0, le=1)]
Axis = Annotated[float, Field(ge=-1, le=1)]
Words = Annotated[str, Field(max_length=20_000)]  # more than is heard: that gets its own sentence
Name = Annotated[str, Field(min_length=1, max_length=300)]
SongId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9]+$")]
MOST_SHOWN: Final = 5_000


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WishBody(_Sent):
    """A wish; see `heartsong.Wish`."""

    kind: WishKind
    stance: Stance
    value: Name


class OptionsBody(_Sent):
    """How songs are to be chosen; see `heartsong.Options`."""

    strategy: Strategy | None = None
    emotions: dict[str, float] | None = Field(default=None, max_length=20, examples=[{"joy": 0.6}])
    tilt: float = 1.0
    wishes: list[WishBody] = Field(default=[], max_length=100)
    algorithm: Algorithm = "heartsong"
    familiarity: float = 0.0
    seed: int | None = Field(default=None, ge=0, le=2**53)
    shown: list[SongId] = Field(default=[], max_length=MOST_SHOWN)
    quotes: bool = False

    def options(self) -> Options:
        return Options(
            self.strategy,
            self.emotions,
            self.tilt,
            tuple(Wish(each.kind, each.stance, each.value) for each in self.wishes),
            self.algorithm,
            self.familiarity,
            self.seed,
            frozenset(self.shown),
            self.quotes,
        )


class RecommendBody(_Sent):
    """Words, and how songs are to be chosen."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "I feel bad, nothing by ABBA", "k": 5}]},
    )
    text: Words
    k: int | None = None
    options: OptionsBody = OptionsBody()
    only_wishes_given: bool = Field(
        default=False,
        description="Leave out the wishes in the words: those given are all.",
    )


class AnalyzeBody(_Sent):
    """Texts to be heard."""

    texts: list[Words] = Field(min_length=1, max_length=100, examples=[["we got the keys today"]])
    kind: Literal["message", "song"] = "message"


class TurnBody(_Sent):
    """One line of a conversation, and the state that the line before it came back with."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "I feel bad"}]}
    )
    text: Words
    state: str | None = Field(default=None, max_length=400_000)
    k: int = 10
    options: OptionsBody = OptionsBody()


class JourneyBody(_Sent):
    """Where a playlist starts and where it leads."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "I feel bad", "to": "joy", "k": 12}]},
    )
    text: Words
    to: Name
    k: int = 12
    options: OptionsBody = OptionsBody()


class ExportBody(_Sent):
    """Songs to be written as a playlist."""

    name: str = Field(default="Heartsong", max_length=300)
    songs: list[SongId] = Field(min_length=1, max_length=1_000)
    format: Literal["m3u8", "jspf", "csv", "json"] = "m3u8"


class FeedbackBody(_Sent):
    """What a listener thought of a song; no words."""

    song: SongId
    kind: Literal["play", "like", "skip", "not_this_mood"]


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
    covers: bool


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

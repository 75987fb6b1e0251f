"""What is sent, typed and bounded."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from heartsong.wishes import Algorithm, Options, Stance, Strategy, Wish, WishKind

Words = Annotated[str, Field(max_length=20_000)]  # more than is heard: that gets its own sentence
Name = Annotated[str, Field(min_length=1, max_length=300)]
SongId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9]+$")]
Number = Annotated[int, Field(ge=1, le=1_000)]  # of songs
MOST_STATE: Final = 400_000  # characters
MOST_SHOWN: Final = 5_000


class _Sent(BaseModel):
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
    text: Words = ""
    state: str | None = Field(
        default=None,
        max_length=MOST_STATE,
        description="Of a conversation: what was heard in it takes the place of words.",
    )
    k: Number | None = None
    options: OptionsBody = OptionsBody()
    only_wishes_given: bool = Field(
        default=False,
        description="Leave out the wishes in the words: those given are all.",
    )


class AnalyzeBody(_Sent):
    """Texts to be heard."""

    texts: list[Words] = Field(min_length=1, max_length=100, examples=[["we got the keys today"]])
    kind: Literal["message", "song"] = "message"
    artist: Name | None = Field(default=None, description="Whose songs they are.")


class TurnBody(_Sent):
    """One line of a conversation, and the state that the line before it came back with."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "I feel bad"}]}
    )
    text: Words
    state: str | None = Field(default=None, max_length=MOST_STATE)
    k: Number = 10
    options: OptionsBody = OptionsBody()


class JourneyBody(_Sent):
    """Where a playlist starts and where it leads."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "I feel bad", "to": "joy", "k": 12}]},
    )
    text: Words
    to: Name
    k: Number = 12
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

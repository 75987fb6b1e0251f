"""The entities that all rooms share: frozen, typed, and free of other libraries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast, get_args

from heartsong.wishes import Strategy, Wish

Category = Literal["Happy", "Anxious/Sad", "Energetic", "Calm"]

EMOTIONS: Final = ("sadness", "joy", "love", "anger", "fear", "surprise")
SENTIMENTS: Final = ("negative", "neutral", "positive")
GROUPS: Final = ("happy", "sad", "angry", "relaxed")

# The prototype's names for the four quadrants of valence and arousal, in the order of GROUPS.
CATEGORY_OF_GROUP: Final[Mapping[str, Category]] = dict(
    zip(GROUPS, cast(tuple[Category, ...], get_args(Category)), strict=True)
)


@dataclass(frozen=True, slots=True)
class Mood:
    """How a message or a song feels.

    Attributes:
        emotions: share of each of the six `EMOTIONS`, in that order; shares are in [0, 1] and
            sum to 1. The neutral share is spread over them evenly.
        valence: unpleasant to pleasant, in [-1, 1]; 0 is the average text (or song).
        arousal: still to stirred, in [-1, 1]; 0 is the average text (or song).
        sentiment: share of each of the three `SENTIMENTS`; they sum to 1.
        groups: share of each of the four mood groups `GROUPS`; they sum to 1.
        neutral: the share in [0, 1] that was heard as no feeling before it was spread over the
            emotions; 0 for the songs of a catalogue, which do not keep it.
    """

    emotions: Mapping[str, float]
    valence: float
    arousal: float
    sentiment: Mapping[str, float]
    groups: Mapping[str, float]
    neutral: float = 0.0

    @property
    def emotion(self) -> str:
        """The leading one of the six emotions, or "neutral" where no feeling leads them all."""
        leading = max(EMOTIONS, key=self.emotions.__getitem__)
        unspread = self.emotions[leading] - self.neutral / len(EMOTIONS)
        return "neutral" if self.neutral > unspread else leading

    @property
    def group(self) -> str:
        """The mood group with the largest share."""
        return max(GROUPS, key=self.groups.__getitem__)

    @property
    def category(self) -> Category:
        """The leading mood group under the name that listeners see."""
        return CATEGORY_OF_GROUP[self.group]


@dataclass(frozen=True, slots=True)
class Song:
    """A scored song of a catalogue.

    Attributes:
        id: the same in every catalogue: a digest of the normalised artist and title.
        link: where the source says the song can be found; may be relative to that source.
        popularity: how many plays or listeners its source counts, or a popularity of its own
            scale, 0 or more: larger is better known, comparable within one catalogue.
    """

    id: str
    artist: str
    title: str
    mood: Mood
    album: str | None = None
    year: int | None = None
    genre: str | None = None
    link: str | None = None
    popularity: float | None = None

    @property
    def category(self) -> Category:
        return self.mood.category


@dataclass(frozen=True, slots=True)
class UnscoredSong:
    """A song of a catalogue whose mood nobody can tell: it is kept, and never recommended.

    Attributes:
        id: as for `Song`.
        reason: why, in a few words ("no lyrics", "not in English").
        popularity: as for `Song`.
    """

    id: str
    artist: str
    title: str
    reason: str
    album: str | None = None
    year: int | None = None
    genre: str | None = None
    link: str | None = None
    popularity: float | None = None


@dataclass(frozen=True, slots=True)
class RankedSong:
    """One song of an answer.

    Attributes:
        rank: 1 for the best.
        score: the sum of `parts`, each times its weight in `Recommendation.weights`, in [0, 1].
        parts: what the score is made of, each in [0, 1]; `mood` is always there.
        reason: one plain sentence that the parts bear out.
        sure: how likely the song is in the mood group that it is said to be in, in [0, 1].
        distance: of its emotions from those that sliders ask for, by Euclid, in [0, 1.42]; None
            where no sliders were set.
        lines: those of its lyrics that carry its mood, where they were asked for and are known.
    """

    rank: int
    id: str
    artist: str
    title: str
    album: str | None
    year: int | None
    category: Category
    score: float
    parts: Mapping[str, float]
    mood: Mood
    reason: str
    sure: float = 0.0
    genre: str | None = None
    link: str | None = None
    distance: float | None = None
    lines: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The answer to a listener: what was heard and understood, and the songs, best first.

    Attributes:
        mood: what was heard.
        strategy: what the songs are to do with it.
        wishes: what was understood beside the mood, so that it can be corrected.
        notice: what the listener should know beside the songs, else None.
        songs: none where the message speaks of suicide or self-harm, unless it asks for some.
        weights: name of a part → its weight; they sum to 1.
        help: whether the message speaks of suicide or self-harm; `notice` is the answer then.
    """

    text: str
    mood: Mood
    category: Category
    strategy: Strategy
    notice: str | None
    songs: tuple[RankedSong, ...]
    wishes: tuple[Wish, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    help: bool = False


@dataclass(frozen=True, slots=True)
class MoodGroup:
    """A group of songs that a catalogue falls into by itself.

    Attributes:
        name: one of the four names that listeners know, with what sets it apart where two
            groups earn the same one: "Happy", "Happy (love)".
        size: how many songs.
        emotion: the emotion that leads in its middle.
        emotions, groups: mean shares of `EMOTIONS` and `GROUPS`.
        valence, arousal: means, in [-1, 1].
        examples: the songs nearest to its middle.
    """

    name: str
    size: int
    emotion: str
    emotions: Mapping[str, float]
    groups: Mapping[str, float]
    valence: float
    arousal: float
    examples: tuple[Song, ...]


@dataclass(frozen=True, slots=True)
class MoodGroups:
    """The groups of a catalogue, largest first.

    Attributes:
        songs: how many songs there are in all of them.
        silhouette: how clearly the groups are apart, in [-1, 1].
    """

    groups: tuple[MoodGroup, ...]
    songs: int
    silhouette: float


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a pack of songs says of itself.

    Attributes:
        format: version of the form of the file.
        model: name of the model that scored the songs.
        songs: how many there are.
        digest: the same for the same songs and figures.
    """

    format: int
    model: str
    songs: int
    digest: str


@dataclass(frozen=True, slots=True)
class IngestPlan:
    """How a source is ingested.

    Attributes:
        keep_lyrics: store the lyrics beside the figures, for reasons that quote them.
        limit: stop after so many rows; None reads them all.
        dry_run: score and count, and store nothing.
        look_up: ask LRCLIB for the lyrics of songs that have none.
    """

    keep_lyrics: bool = True
    limit: int | None = None
    dry_run: bool = False
    look_up: bool = False


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the rows of a source.

    Attributes:
        catalogue: the file that holds the songs.
        read: rows seen; equals stored + unchanged + the sums of `unscored` and `skipped`.
        stored: songs scored and stored; of a pack, songs stored as they came.
        unchanged: songs that the catalogue already held with the same lyrics and model; of a pack,
            all that it already held.
        unscored: reason → how many songs are kept without a mood.
        skipped: reason → how many rows are no songs, or songs once more.
        examples: reason → the first such row, as "row 7: Artist – Title".
        seconds: wall time.
        scored: False where the figures came along, as in a pack.
    """

    catalogue: str
    read: int
    stored: int
    unchanged: int
    unscored: Mapping[str, int]
    skipped: Mapping[str, int]
    examples: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    scored: bool = True

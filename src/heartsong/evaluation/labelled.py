"""What a ranking is judged on: songs whose mood people told, and lines of listeners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from heartsong.catalogue.identity import fingerprint
from heartsong.errors import FileError
from heartsong.evaluation.data import Dataset
from heartsong.evaluation.tables import TEXT, Row, Table, read_table
from heartsong.labels import plain
from heartsong.model import Floats, MoodModel
from heartsong.store.base import StoredSong
from heartsong.types import CATEGORY_OF_GROUP, GROUPS, Mood, Song

# Our own lines; those of the split "test" were kept from training, and nothing was chosen by them.
OWN_LINES: Final = Path(__file__).parent.parent / "training" / "messages.tsv"
KEPT: Final = "test"
A_GROUP: Final = 30  # of our own lines
FLATTERED: Final = (
    "A model that was trained on these very songs flatters itself here; of a folder of data sets "
    "heads are fitted anew, so that none judges a song whose artist it knows."
)
_EXPECTED: Final = ("group", "mood", "category", "label")
_GROUP_OF: Final = {plain(name): group for group, name in CATEGORY_OF_GROUP.items()} | {
    group: group for group in GROUPS
}


@dataclass(frozen=True, slots=True)
class Line:
    """What a listener writes, and the mood group whose songs should come.

    Attributes:
        seed: decides the order of songs that fit alike.
    """

    text: str
    group: str
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Songs as a catalogue holds them, and what people said of them.

    Attributes:
        name: of the data.
        model: name of the model that scored the songs, so that a Recommender takes them.
        groups: song id → the mood group that people gave it.
        left_out: reason → songs that are not among these.
        notice: one sentence that a reader of figures should know, else None.
    """

    name: str
    model: str
    songs: tuple[StoredSong, ...]
    groups: Mapping[str, str]
    left_out: Mapping[str, int]
    notice: str | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Mood group → songs that people gave it; groups that no song has are left out."""
        found = Counter(self.groups.values())
        return {group: found[group] for group in GROUPS if found[group]}


def a_song(number: int, artist: str, mood: Mood, embedding: Floats, lyrics: str) -> StoredSong:
    """A song of a data set, known by its number alone: two sets may spell its name in two ways."""
    song = Song(f"song {number}", artist, f"Song {number}", mood)
    return StoredSong(song, embedding, fingerprint(lyrics), lyrics)


def scored(data: Dataset, model: MoodModel) -> Labelled:
    """Songs that a listener labelled, scored by a model as it is."""
    heard = model.hear(data.texts, "song", data.genres)
    artists = data.artists or ("",) * len(data.texts)
    songs = tuple(
        a_song(number, artist, each.mood, each.embedding, "\n".join(lines))
        for number, (artist, each, lines) in enumerate(
            zip(artists, heard, data.texts, strict=True), 1
        )
    )
    truth = [data.classes[int(number)] for number in data.truth]
    groups = {each.song.id: group for each, group in zip(songs, truth, strict=True)}
    return Labelled(data.name, model.name, songs, groups, data.left_out, FLATTERED)


def read_lines(path: Path) -> list[Line]:
    """Lines from a table with a column of texts and one of mood groups, or of their categories.

    Raises:
        FileError: there is no such file, or it is no such table.
    """
    table = read_table(path)
    column = table.column(_EXPECTED)
    if column is None:
        raise FileError(
            f"{path} does not say which mood is expected: name a column 'group' and write "
            f"{', '.join(GROUPS)} in it."
        )
    found = _lines(table, table.rows, column)
    if not found:
        raise FileError(f"{path} has no line with a text and its group: write some.")
    return found


def own_lines(a_group: int = A_GROUP) -> list[Line]:
    """Those of our own lines that were kept from training, at most so many of a mood group."""
    table = read_table(OWN_LINES)
    lines = _lines(table, [row for row in table.rows if row["split"] == KEPT], "group")
    several = [[line for line in lines if line.group == group] for group in GROUPS]
    return [line for some in several for line in spread(some, a_group)]


def spread(lines: list[Line], most: int) -> list[Line]:
    """At most so many lines, spread evenly over all."""
    total = len(lines)
    return [lines[n * total // most] for n in range(most)] if total > most else lines


def _lines(table: Table, rows: list[Row], column: str) -> list[Line]:
    text = table.column(TEXT) or ""
    found = []
    for row in rows:
        said, words = (row.get(column) or "").strip(), (row.get(text) or "").strip()
        if not said or not words:
            continue
        if plain(said) not in _GROUP_OF:
            raise FileError(
                f"{table.path} has a line whose group is '{said[:40]}': write {', '.join(GROUPS)}."
            )
        found.append(Line(words, _GROUP_OF[plain(said)]))
    return found

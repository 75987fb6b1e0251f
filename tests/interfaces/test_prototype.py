"""The tables in the prototype's shapes, written by the command and read as its notebooks do."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from heartsong.encoder import SHIPPED_MODEL, Encoder
from heartsong.store.sqlite import SqliteStore
from heartsong.types import EMOTIONS
from tests.builders import a_stored_song
from tests.conftest import MAIN, Command, Inside, Runner
from tests.words import SONGS, Written, many, write_table

PROCESSED, TRAINDATA, CLUSTERED = SHAPES = [
    f"prototype-{name}" for name in ("processed", "traindata", "clustered")
]
TEXT = ["artist", "song", "link", "text"]
SCORED = [*TEXT, "sadness", "joy", "love", "anger", "fear", "surprise"]
COLUMNS = {PROCESSED: TEXT, TRAINDATA: SCORED, CLUSTERED: [*SCORED, "cluster", "mood"]}
UNTIDY = Written(
    'The "Quoted", Ones',
    "=SUM(A1)",
    'She said "Come, COME over" to the morning, and it came\r\n'
    "\r\n"
    "Café lights,\rone; lonely\tkitchen and the EVENING ends the same\n"
    "'We were happy,' says the window to the paper and the rain",
)
LONG = Written("Slow Ferries", "All Of It", "\n".join(song.lyrics for song in many(20)))
ALL = (*SONGS, UNTIDY, LONG)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A catalogue of our songs and of two whose lyrics are untidy or long; not to be changed."""
    from heartsong.recommender import Recommender

    folder = tmp_path_factory.mktemp("filled")
    with Recommender(folder / "my.db") as recommender:
        report = recommender.ingest(write_table(folder / "songs.csv", ALL))
    assert report.stored == len(ALL), report
    return folder / "my.db"


@pytest.fixture
def wordless(inside: Inside, filled: Path, tmp_path: Path) -> Path:
    """The same songs without lyrics, as a pack brings them."""
    assert inside("pack", "export", "my.pack", "--catalogue", filled).code == 0
    assert inside("pack", "import", "my.pack", "--catalogue", "bare.db").code == 0
    return tmp_path / "bare.db"


def written(runner: Runner, shape: str, catalogue: Path) -> str:
    ended = runner("export", "--catalogue", catalogue, "--format", shape)
    assert (ended.code, ended.err) == (0, ""), ended
    return ended.out


def read(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table, newline="")))


def held(runner: Runner, catalogue: Path) -> list[dict]:
    """The songs as the ordinary export gives them."""
    ended = runner("export", "--catalogue", catalogue)
    return [json.loads(line) for line in ended.out.splitlines()]


def pieces(text: str) -> int:
    tokenizer = Tokenizer.from_file(str(SHIPPED_MODEL / "tokenizer.json"))
    return len(tokenizer.encode(text, add_special_tokens=False).ids)


def asks_for_moods(shape: str) -> None:
    if shape == CLUSTERED:
        pytest.importorskip("sklearn", reason="clusters need the extra 'moods'")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_has_the_prototypes_columns_and_the_catalogues_songs_in_order(
    inside: Inside, filled: Path, shape: str
) -> None:
    asks_for_moods(shape)
    table = written(inside, shape, filled)
    assert next(csv.reader(io.StringIO(table))) == COLUMNS[shape]
    assert [(row["artist"], row["song"], row["link"]) for row in read(table)] == [
        (song["artist"], song["title"], song["link"]) for song in held(inside, filled)
    ]
    assert {(row["artist"], row["song"]) for row in read(table)} == {song[:2] for song in ALL}


@pytest.mark.parametrize("shape", SHAPES)
def test_lyrics_are_lower_cased_and_otherwise_as_they_were(
    inside: Inside, filled: Path, shape: str
) -> None:
    asks_for_moods(shape)
    texts = {row["song"]: row["text"] for row in read(written(inside, shape, filled))}
    for song in (*SONGS, UNTIDY):
        assert texts[song.title] == song.lyrics.strip().lower()


def test_long_lyrics_are_cut_behind_510_word_pieces(inside: Inside, filled: Path) -> None:
    texts = {row["song"]: row["text"] for row in read(written(inside, PROCESSED, filled))}
    text = texts[LONG.title]
    assert pieces(text) == 510 < pieces(LONG.lyrics)
    assert LONG.lyrics.lower().startswith(text)


def test_a_cut_leaves_the_accent_of_its_last_letter(inside: Inside, tmp_path: Path) -> None:
    accent = "e\u0301"
    lyrics = f"{'the ' * 509}{accent} and then the morning"
    store = SqliteStore(tmp_path / "my.db", create=True)
    store.add([a_stored_song(lyrics=lyrics)], "a-model")
    store.close()
    (row,) = read(written(inside, PROCESSED, tmp_path / "my.db"))
    assert row["text"] == f"{'the ' * 509}{accent}"


@pytest.mark.parametrize("lyrics", ["one\rtwo", "one\r\ntwo", 'say "one', "one, two", "\n", "=1+1"])
def test_no_sign_in_lyrics_breaks_a_row(inside: Inside, tmp_path: Path, lyrics: str) -> None:
    store = SqliteStore(tmp_path / "my.db", create=True)
    store.add([a_stored_song(lyrics=lyrics), a_stored_song(title="Ebb", lyrics="ebb")], "a-model")
    store.close()
    rows = read(written(inside, PROCESSED, tmp_path / "my.db"))
    assert {row["song"]: row["text"] for row in rows} == {"Low Tide": lyrics, "Ebb": "ebb"}


def test_emotions_keep_every_digit(inside: Inside, filled: Path) -> None:
    rows = read(written(inside, TRAINDATA, filled))
    for row, song in zip(rows, held(inside, filled), strict=True):
        assert {name: float(row[name]) for name in EMOTIONS} == song["mood"]["emotions"]
    assert max(len(row["joy"]) for row in rows) > 12


def test_the_libraries_of_the_notebooks_read_a_table_as_it_is(inside: Inside, filled: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="the prototype's notebooks used pandas")
    frame = pandas.read_csv(io.StringIO(written(inside, TRAINDATA, filled), newline=""))
    assert list(frame.columns) == SCORED
    assert set(frame["song"]) == {song.title for song in ALL}
    assert frame[list(EMOTIONS)].dtypes.eq("float64").all()
    assert frame[list(EMOTIONS)].sum(axis=1).sub(1).abs().max() < 1e-9


def test_clusters_are_the_groups_that_moods_finds(inside: Inside, filled: Path) -> None:
    pytest.importorskip("sklearn", reason="clusters need the extra 'moods'")
    rows = read(written(inside, CLUSTERED, filled))
    groups = json.loads(inside("moods", "--catalogue", filled, "--json").out)["groups"]
    names = {str(number): group["name"] for number, group in enumerate(groups)}
    assert len(names) == 4
    assert all(row["mood"] == names[row["cluster"]] for row in rows)
    assert Counter(row["mood"] for row in rows) == {each["name"]: each["size"] for each in groups}
    for each in groups:
        for name, mean in each["emotions"].items():
            inside_it = [float(row[name]) for row in rows if row["mood"] == each["name"]]
            assert sum(inside_it) / len(inside_it) == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_songs_without_lyrics_have_an_empty_text(
    inside: Inside, wordless: Path, shape: str
) -> None:
    asks_for_moods(shape)
    rows = read(written(inside, shape, wordless))
    assert {(row["artist"], row["song"]) for row in rows} == {song[:2] for song in ALL}
    assert {row["text"] for row in rows} == {""}


def test_more_songs_than_are_held_at_once_keep_their_own_lyrics(
    inside: Inside, tmp_path: Path
) -> None:
    store = SqliteStore(tmp_path / "many.db", create=True)
    songs = [
        a_stored_song(title=f"Song {n}", lyrics=f"Verse {n}" if n % 3 else None) for n in range(350)
    ]
    store.add(songs, "a-model")
    store.close()
    rows = read(written(inside, PROCESSED, tmp_path / "many.db"))
    assert {row["song"]: row["text"] for row in rows} == {
        f"Song {n}": f"verse {n}" if n % 3 else "" for n in range(350)
    }


def test_the_starter_catalogue_is_written_too(inside: Inside) -> None:
    ended = inside("export", "--format", TRAINDATA)
    assert ended.code == 0
    rows = read(ended.out)
    assert len(rows) > 10_000
    assert {row["text"] for row in rows} == {""}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_holds_what_the_screen_shows(
    inside: Inside, filled: Path, tmp_path: Path, shape: str
) -> None:
    asks_for_moods(shape)
    output = tmp_path / "table.csv"
    ended = inside("export", "--catalogue", filled, "--format", shape, "--output", output)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert output.read_bytes().decode() == written(inside, shape, filled)


def test_a_table_of_texts_can_be_ingested_again(
    inside: Inside, filled: Path, tmp_path: Path
) -> None:
    (tmp_path / "again.csv").write_text(
        written(inside, PROCESSED, filled), encoding="utf-8", newline=""
    )
    assert inside("ingest", "again.csv", "--catalogue", "again.db").code == 0
    titles = [{song["title"] for song in held(inside, path)} for path in (filled, Path("again.db"))]
    assert titles[0] == titles[1]


def test_without_the_extra_clusters_are_refused_and_the_other_tables_are_written(
    command: Command, filled: Path
) -> None:
    without = replace(command, program=f"import sys; sys.modules['sklearn'] = None\n{MAIN}")
    said = without.refused("export", "--catalogue", filled, "--format", CLUSTERED)
    assert "pip install 'heartsong[moods]'" in said
    assert len(read(written(without, TRAINDATA, filled))) == len(ALL)


def test_an_empty_catalogue_gives_headings_and_no_clusters(inside: Inside, tmp_path: Path) -> None:
    SqliteStore(tmp_path / "empty.db", create=True).close()
    for shape in (PROCESSED, TRAINDATA):
        table = written(inside, shape, tmp_path / "empty.db")
        assert list(csv.reader(io.StringIO(table))) == [COLUMNS[shape]]
    refused = inside.refused("export", "--catalogue", "empty.db", "--format", CLUSTERED)
    assert "too few to group: ingest more songs" in refused


@pytest.mark.parametrize("shape", SHAPES)
def test_a_catalogue_that_is_not_there_leaves_neither_headings_nor_a_file(
    inside: Inside, tmp_path: Path, shape: str
) -> None:
    asked = ("export", "--catalogue", "absent.db", "--format", shape)
    assert "There is no catalogue at" in inside.refused(*asked)
    inside.refused(*asked, "--output", "table.csv")
    assert not (tmp_path / "table.csv").exists()


FORMULAS = ["=1+1", '=HYPERLINK("http://x","y")', "@SUM(A1)", "+1", "-1"]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_spreadsheet_runs_nothing_of_the_ordinary_table_and_numbers_stay_numbers(
    inside: Inside, tmp_path: Path, name: str
) -> None:
    store = SqliteStore(tmp_path / "my.db", create=True)
    store.add([a_stored_song(name, name, link=name, lyrics=name)], "a-model")
    store.close()
    (row,) = read(written(inside, "csv", tmp_path / "my.db"))
    assert row["artist"] == row["title"] == row["link"] == f"'{name}"
    assert float(row["mood.arousal"]) == -0.5
    for shape in (PROCESSED, TRAINDATA):
        (row,) = read(written(inside, shape, tmp_path / "my.db"))
        assert row["artist"] == row["song"] == row["link"] == name
    (song,) = held(inside, tmp_path / "my.db")
    assert song["artist"] == name


@pytest.mark.parametrize("name", ["Ada Vale", "7 = 7", "'Til Morning", "#1", "a\r=1+1", "a\n=1"])
def test_other_names_stand_in_the_ordinary_table_as_they_are(
    inside: Inside, tmp_path: Path, name: str
) -> None:
    store = SqliteStore(tmp_path / "my.db", create=True)
    store.add([a_stored_song(name, name)], "a-model")
    store.close()
    (row,) = read(written(inside, "csv", tmp_path / "my.db"))
    assert row["artist"] == row["title"] == name

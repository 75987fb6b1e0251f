"""How good recommendations are: against figures worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from heartsong.encoder import Encoder
from heartsong.errors import FileError, RequestError
from heartsong.evaluation.data import read
from heartsong.evaluation.labelled import (
    Labelled,
    Line,
    a_song,
    own_lines,
    read_lines,
    scored,
    spread,
)
from heartsong.evaluation.rankers import (
    SURE,
    Chance,
    Words,
    artists_of,
    certain,
    lyrics_of,
    rankers,
)
from heartsong.evaluation.recommend import (
    DRAWS,
    LINES,
    MOODS,
    Answer,
    certainties,
    evaluate,
    judge,
    ndcg,
    precision,
    usable,
    variety,
)
from heartsong.evaluation.task import Task
from heartsong.types import GROUPS
from tests.builders import WIDTH, a_mood, an_embedding

ALIKE = an_embedding(7, 384)
ANY = Line("", "happy")
LYRICS = {
    "happy": ["we dance and laugh in the sun", "laughing all summer, dancing on the pier"],
    "sad": ["i cry alone by the empty sea", "tears and grief, lonely and blue", "i cry and cry"],
    "angry": ["i scream with rage and burn it down"],
    "relaxed": ["a quiet slow river, gentle rest"],
}
SONGS = "\n".join(
    ["artist,title,mood,lyrics"]
    + [
        f'{group} {n},Song {n},{group},"{words}"'
        for group, several in LYRICS.items()
        for n, words in enumerate(several)
    ]
)


def a_shelf(groups: Sequence[str], artists: Sequence[str] | None = None) -> Labelled:
    """A song for each group named, with ids "song 1", "song 2" …"""
    names = artists or [f"Artist {n}" for n in range(len(groups))]
    songs = tuple(
        a_song(n, artist, a_mood(group), an_embedding(n), f"words {n}")
        for n, (group, artist) in enumerate(zip(groups, names, strict=True), 1)
    )
    return Labelled("ours", "m", songs, {f"song {n}": g for n, g in enumerate(groups, 1)}, {})


def answered(group: str, songs: Sequence[int], seconds: float = 0.001) -> Answer:
    return Answer(Line("", group), [f"song {n}" for n in songs], seconds)


@pytest.fixture
def labelled(tmp_path: Path, encoder: Encoder) -> Labelled:
    (tmp_path / "songs.csv").write_text(SONGS, encoding="utf-8")
    return scored(read(tmp_path / "songs.csv", Task.SONG_MOOD), encoder)


def test_precision_counts_empty_places_as_wrong() -> None:
    assert precision([True, False, True], 10) == 0.2
    assert precision([True] * 12, 10) == 1


def test_ndcg_discounts_by_the_logarithm_of_the_place() -> None:
    hits = [True, False, True]
    best = 1 + 1 / math.log2(3)
    assert ndcg(hits, 2, 10) == pytest.approx((1 + 1 / 2) / best)
    assert ndcg([True, True, False], 2, 10) == pytest.approx(1)
    assert ndcg([False, False, True], 1, 10) == pytest.approx(0.5)
    assert ndcg([], 3, 10) == ndcg([False], 0, 10) == 0


def test_more_right_songs_than_places_can_still_be_ranked_perfectly() -> None:
    assert ndcg([True] * 10, 500, 10) == pytest.approx(1)


def test_variety_is_of_full_answers_by_artists_that_are_known() -> None:
    artists = {f"song {n}": f"Artist {n % 4}" for n in range(10)}
    ten = [f"song {n}" for n in range(10)]
    assert variety([ten, ten[:3]], artists) == 4
    assert variety([ten[:3]], artists) is None
    assert variety([ten], {}) is None


def test_the_figures_of_a_ranker_are_those_worked_out_by_hand() -> None:
    shelf = a_shelf(["happy"] * 10 + ["sad"] * 10, [f"Artist {n % 5}" for n in range(20)])
    answers = [
        answered("happy", [1, 2, 3, 4, 5, 11, 12, 13, 14, 15], 0.001),
        answered("sad", [11, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0.003),
    ]
    found = judge("ours", LINES, answers, shelf)
    assert (found.ranker, found.queries) == ("ours", LINES)
    assert found.precision == pytest.approx((0.5 + 0.1) / 2)
    assert found.groups == {"happy": pytest.approx(0.5), "sad": pytest.approx(0.1)}
    gains = [1 / math.log2(place + 1) for place in range(1, 11)]
    assert found.ndcg == pytest.approx((sum(gains[:5]) + gains[0]) / 2 / sum(gains))
    assert found.artists == 5
    assert found.coverage == pytest.approx(14 / 20)  # 1 to 9 and 11 to 15
    assert found.p50_ms == pytest.approx(2)
    assert found.p99_ms == pytest.approx(2.98)


def test_a_set_of_fewer_than_ten_songs_has_fewer_places() -> None:
    found = judge("ours", LINES, [answered("sad", [1, 2])], a_shelf(["sad", "sad"]))
    assert found.precision == found.ndcg == found.coverage == 1


def test_chance_is_as_good_as_the_share_of_right_songs() -> None:
    shelf = a_shelf(["happy"] * 30 + ["sad"] * 10)
    ids = [each.song.id for each in shelf.songs]
    draws = [Chance(ids, seed).answer(ANY, 10) for seed in range(400)]
    assert all(len(set(songs)) == 10 for songs in draws)
    shares = [precision([shelf.groups[song] == "happy" for song in songs], 10) for songs in draws]
    assert sum(shares) / len(shares) == pytest.approx(0.75, abs=0.02)
    assert Chance(ids, 3).answer(ANY, 10) == Chance(ids, 3).answer(ANY, 10)


def test_bm25_finds_any_word_but_those_that_say_nothing(labelled: Labelled) -> None:
    words = Words(lyrics_of(labelled))
    texts = {each.song.id: each.lyrics or "" for each in labelled.songs}
    assert texts[words.answer(Line("I am on the river!", "sad"), 1)[0]].startswith(
        "a quiet slow river"
    )
    assert len(words.answer(Line("dancing, or crying?", "sad"), 10)) == 4
    assert words.answer(Line("you are what you were", "sad"), 10) == []
    assert words.answer(Line('"; DROP TABLE lyrics', "sad"), 10) == []


def test_the_mood_alone_is_heard_as_the_mood_that_is_expected() -> None:
    for group in GROUPS:
        mood = certain(group, WIDTH).heard.mood
        assert mood.group == group
        assert mood.groups[group] == SURE
        for shares in (mood.groups, mood.emotions, mood.sentiment):
            assert sum(shares.values()) == pytest.approx(1)


def test_every_way_is_measured_by_lines_and_by_moods(labelled: Labelled) -> None:
    lines = [Line("I cried all night, I miss her", "sad"), Line("best day of my life!", "happy")]
    found = evaluate(labelled, lines, threads=1)
    ways = ("heartsong", "prototype", "BM25", "random")
    for mode in (LINES, MOODS):
        assert tuple(each.ranker for each in found.asked(mode)) == ways
    assert found.songs == {"happy": 2, "sad": 3, "angry": 1, "relaxed": 1}
    assert found.lines == 2
    for each in found.results:
        assert set(each.groups) == ({"happy", "sad"} if each.queries == LINES else set(GROUPS))
    # All seven songs are shown to everyone, so only the order can tell the ways apart.
    ours = found.asked(MOODS)[0]
    assert ours.precision == pytest.approx(1 / 4)
    assert ours.coverage == 1
    assert ours.ndcg > found.asked(MOODS)[-1].ndcg


def test_a_mood_alone_is_asked_for_with_every_seed(labelled: Labelled) -> None:
    assert certainties(["sad", "happy"])[:2] == [Line("", "sad", 0), Line("", "sad", 1)]
    assert len(set(certainties(["sad", "happy"]))) == 20
    near = [a_mood("sad", valence=0.001 * n) for n in range(30)]
    songs = [a_song(n, f"Artist {n}", mood, ALIKE, "words") for n, mood in enumerate(near)]
    groups = {each.song.id: "sad" for each in songs}
    with rankers(Labelled("ours", labelled.model, tuple(songs), groups, {}), 1) as several:
        ours, theirs = several[:2]
        orders = {tuple(ours.match(line, 10)) for line in certainties(["sad"])}
        assert len(orders) == 10
        assert len({tuple(theirs.match(line, 10)) for line in certainties(["sad"])}) == 1


def test_figures_by_chance_are_the_same_every_time(labelled: Labelled) -> None:
    lines = [Line("best day of my life!", "happy")]
    first, again = (evaluate(labelled, lines, threads=1).asked(LINES)[-1] for _ in range(2))
    assert DRAWS == 20
    assert (first.precision, first.ndcg) == (again.precision, again.ndcg)


def test_lines_that_songs_are_no_answer_to_are_counted() -> None:
    lines = [
        Line("best day of my life!", "happy"),
        Line("I am so angry", "angry"),
        Line("I want to kill myself tonight", "sad"),
        Line("x" * 6_000, "sad"),
    ]
    found, left_out = usable(lines, {"happy": 2, "sad": 2})
    assert found == lines[:1]
    assert left_out == {
        "lines for angry, which no song is": 1,
        "lines that get help before songs": 1,
        "lines that cannot be understood": 1,
    }


def test_nothing_to_ask_is_refused(labelled: Labelled) -> None:
    with pytest.raises(RequestError, match="No line expects a mood group"):
        evaluate(labelled, [])
    with pytest.raises(RequestError, match="no song with a mood group"):
        evaluate(Labelled("ours", "m", (), {}, {}), [Line("hi", "sad")])


def test_songs_of_ones_own_are_scored_by_the_model_as_it_is(
    labelled: Labelled, encoder: Encoder
) -> None:
    assert labelled.model == encoder.name
    assert "flatters itself" in (labelled.notice or "")
    assert len(labelled.songs) == 7
    heard = encoder.hear([[LYRICS["sad"][0]]], "song")[0].mood
    first = next(each for each in labelled.songs if each.lyrics == LYRICS["sad"][0])
    assert first.song.mood.groups["sad"] == pytest.approx(heard.groups["sad"], abs=0.02)
    assert artists_of(labelled)[first.song.id] == "sad 0"


def test_own_lines_were_kept_from_training_and_are_spread() -> None:
    lines = own_lines(5)
    assert [line.group for line in lines] == [group for group in GROUPS for _ in range(5)]
    assert lines == own_lines(5)
    assert len({line.text for line in own_lines()}) == len(own_lines()) <= 4 * 30
    text = (Path(__file__).parents[2] / "src/heartsong/training/messages.tsv").read_text("utf-8")
    trained = {row.split("\t")[1] for row in text.splitlines() if not row.startswith("test\t")}
    assert not trained & {line.text for line in own_lines()}
    assert spread(lines, 4) == [lines[0], lines[5], lines[10], lines[15]]


def test_lines_name_groups_or_categories(tmp_path: Path) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text("text\tcategory\nso glad\tHappy\nso low\tAnxious/Sad\n\tCalm\n")
    assert read_lines(path) == [Line("so glad", "happy"), Line("so low", "sad")]
    path.write_text("text\tgroup\nso glad\trelaxed\n")
    assert read_lines(path) == [Line("so glad", "relaxed")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text\tmany\nso glad\thappy\n", "does not say which mood is expected"),
        ("text\tgroup\nso glad\tgleeful\n", "whose group is 'gleeful'"),
        ("text\tgroup\n\thappy\n", "has no line with a text and its group"),
    ],
)
def test_lines_that_cannot_be_used_are_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text(content)
    with pytest.raises(FileError, match=said):
        read_lines(path)

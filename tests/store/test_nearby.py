"""Catalogues that are too large to look at every song: made large by a lower limit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from heartsong.store import graph_file, nearby
from heartsong.store.base import StoredSong, Vectors
from heartsong.store.graph import read_label
from heartsong.store.space import rows_of
from heartsong.store.sqlite import SqliteStore
from tests.builders import WIDTH, a_mood, a_stored_song

SONGS = 600
# Few songs, questions unlike any message, and links that depend on which thread was first: by
# chance alone 40 candidates of 600 would hold a fifteenth.
ENOUGH = 0.75
QUERIES = np.random.default_rng(8).random((12, 10 + WIDTH)).astype(np.float32)


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (graph_file, nearby):
        monkeypatch.setattr(room, "EXACT_UP_TO", 300)
        monkeypatch.setattr(room, "BESIDE", 50)


def many(first: int, last: int, group: str = "sad") -> list[StoredSong]:
    return [
        a_stored_song(f"Band {n}", "Song", seed=n, mood=a_mood(group, 0.3 + n % 60 / 100))
        for n in range(first, last)
    ]


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    made = SqliteStore(tmp_path / "my.db", create=True)
    made.add(many(0, SONGS), "m1")
    return made


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return tmp_path / "my.db-graph"


def best(store: SqliteStore, query: NDArray[np.float32], k: int) -> list[str]:
    """What every song's own figures say."""
    songs = list(store.all())
    vectors = Vectors(
        [each.song.id for each in songs],
        np.array([list(each.song.mood.emotions.values()) for each in songs], np.float32),
        np.array([list(each.song.mood.groups.values()) for each in songs], np.float32),
        np.stack([each.embedding for each in songs]),
        np.array([[each.song.mood.valence, each.song.mood.arousal] for each in songs], np.float32),
    )
    products = rows_of(vectors) @ query
    return [vectors.ids[row] for row in np.argsort(-products)[:k]]


def recall(store: SqliteStore, k: int = 10) -> float:
    found = [len({*store.near(query, k).ids} & {*best(store, query, k)}) / k for query in QUERIES]
    return float(np.mean(found))


def test_few_songs_need_no_graph(tmp_path: Path, graph: Path) -> None:
    store = SqliteStore(tmp_path / "my.db", create=True)
    store.add(many(0, 300), "m1")
    assert recall(store) == 1
    assert not graph.exists()


def test_many_songs_are_searched_by_a_graph_in_a_file_beside_them(
    store: SqliteStore, graph: Path
) -> None:
    assert recall(store) >= ENOUGH
    label = read_label(graph)
    assert label is not None
    assert label.version == 1
    found = store.near(QUERIES[0], 10)
    products = rows_of(found) @ QUERIES[0]
    assert np.all(np.diff(products) <= 0)


def test_a_graph_is_used_again_as_it_is(store: SqliteStore, graph: Path, tmp_path: Path) -> None:
    store.near(QUERIES[0], 5)
    written = graph.stat()
    again = SqliteStore(tmp_path / "my.db")
    assert recall(again) >= ENOUGH
    assert (graph.stat().st_mtime_ns, graph.stat().st_ino) == (written.st_mtime_ns, written.st_ino)


def test_songs_that_a_graph_does_not_know_are_found_beside_it(
    store: SqliteStore, graph: Path
) -> None:
    store.near(QUERIES[0], 5)
    written = graph.stat().st_mtime_ns
    store.add(many(SONGS, SONGS + 40), "m1")
    new = {each.song.id for each in many(SONGS, SONGS + 40)}
    for query in QUERIES:
        assert new & {*best(store, query, 10)} <= {*store.near(query, 10).ids}
    assert recall(store) >= ENOUGH
    assert graph.stat().st_mtime_ns == written


def test_a_song_that_changed_is_ranked_by_what_it_is_now(store: SqliteStore) -> None:
    store.near(QUERIES[0], 5)
    sad = np.zeros(10 + WIDTH, np.float32)
    sad[7] = 1  # the mood group "sad" alone
    before = store.near(sad, 5).ids
    numbers = [int(each.artist.removeprefix("Band ")) for each in store.songs(before)]
    store.add([many(n, n + 1, "happy")[0] for n in numbers], "m1")
    assert not {*before} & {*store.near(sad, 5).ids}


def test_a_graph_that_has_fallen_far_behind_is_brought_up_to_date(
    store: SqliteStore, graph: Path
) -> None:
    store.near(QUERIES[0], 5)
    store.add(many(SONGS, 2 * SONGS), "m1")
    assert recall(store) >= ENOUGH
    label = read_label(graph)
    assert label is not None
    assert label.version == 2


def spoil(graph: Path) -> None:
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 255
    graph.write_bytes(content)


@pytest.mark.parametrize("harm", [spoil, Path.unlink, lambda graph: graph.write_bytes(b"")])
def test_a_damaged_or_lost_graph_is_made_anew(
    store: SqliteStore, graph: Path, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    store.near(QUERIES[0], 5)
    store.close()
    harm(graph)
    assert recall(SqliteStore(tmp_path / "my.db")) >= ENOUGH
    assert read_label(graph) is not None


def test_the_graph_of_a_catalogue_that_was_thrown_away_is_not_believed(
    store: SqliteStore, graph: Path, tmp_path: Path
) -> None:
    store.near(QUERIES[0], 5)
    store.close()
    old = read_label(graph)
    (tmp_path / "my.db").unlink()
    other = SqliteStore(tmp_path / "my.db", create=True)
    other.add(many(5000, 5000 + SONGS, "angry"), "m1")
    assert recall(other) >= ENOUGH
    new = read_label(graph)
    assert old is not None
    assert new is not None
    assert old.identity != new.identity


def test_the_graph_of_a_newer_state_is_not_believed_after_a_backup_came_back(
    store: SqliteStore, graph: Path, tmp_path: Path
) -> None:
    store.close()
    backup = (tmp_path / "my.db").read_bytes()
    store = SqliteStore(tmp_path / "my.db")
    store.add(many(SONGS, 2 * SONGS), "m1")
    store.near(QUERIES[0], 5)
    store.close()
    (tmp_path / "my.db").write_bytes(backup)
    again = SqliteStore(tmp_path / "my.db")
    assert recall(again) >= ENOUGH
    label = read_label(graph)
    assert label is not None
    assert label.version == 1


@pytest.mark.parametrize("count", [200, SONGS])
def test_a_backup_that_comes_back_under_an_open_store_is_what_counts(
    tmp_path: Path, count: int
) -> None:
    path = tmp_path / "my.db"
    store = SqliteStore(path, create=True)
    store.add(many(0, count), "m1")
    store.close()
    backup = path.read_bytes()
    later = SqliteStore(path)
    later.add(many(count, count + 9), "m1")
    assert len(later.near(QUERIES[0], 10 * count)) == count + 9
    later._database.close()  # its connections alone: what it knows of the songs stays
    path.write_bytes(backup)
    assert len(later.near(QUERIES[0], 10 * count)) == count
    later.close()


def test_more_songs_than_a_graph_is_good_for_come_from_all_of_them(store: SqliteStore) -> None:
    for k in (200, SONGS, 10 * SONGS):
        assert list(store.near(QUERIES[0], k).ids) == best(store, QUERIES[0], k)


def test_where_no_file_can_be_written_the_graph_stays_in_memory(
    store: SqliteStore, graph: Path, caplog: pytest.LogCaptureFixture
) -> None:
    graph.mkdir()
    assert recall(store) >= ENOUGH
    assert "stays in memory" in caplog.text
    assert recall(store) >= ENOUGH


def test_while_songs_are_written_the_graph_is_kept_up(
    tmp_path: Path, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_file, "_EVERY", 0.01)
    store = SqliteStore(tmp_path / "my.db", create=True)
    with store.indexing():
        for start in range(0, SONGS, 100):
            store.add(many(start, start + 100), "m1")
            threading.Event().wait(0.03)
    label = read_label(graph)
    assert label is not None
    assert label.version == SONGS // 100
    assert recall(store) >= ENOUGH


def test_few_new_songs_leave_the_graph_as_it_is(store: SqliteStore, graph: Path) -> None:
    with store.indexing():
        pass
    written = graph.stat().st_mtime_ns
    with store.indexing():
        store.add(many(SONGS, SONGS + 40), "m1")
    assert graph.stat().st_mtime_ns == written


def test_songs_that_shrink_below_the_limit_need_the_graph_no_more(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.near(QUERIES[0], 5)
    monkeypatch.setattr(nearby, "EXACT_UP_TO", 10_000)
    store.add(many(SONGS, SONGS + 1), "m1")
    assert recall(store) == 1

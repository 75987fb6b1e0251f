"""The commands over packs, and packs among the sources of `heartsong ingest`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from heartsong import IngestPlan, Recommender
from heartsong.catalogue.pack import write_pack
from heartsong.encoder import Encoder
from heartsong.errors import FileError
from heartsong.store.base import StoredSong
from heartsong.store.sqlite import SqliteStore
from tests.builders import a_stored_song, an_embedding
from tests.conftest import Inside
from tests.servers import NOTHING, Answer, Server, results, track
from tests.words import SONGS, Written, write_table

THEIRS = "another-model"
NAMED = SONGS[:4]


def a_pack(path: Path, songs: Sequence[Written] = NAMED, model: str = THEIRS) -> Path:
    """A pack of songs by their names; figures and width are not those of the shipped model."""
    write_pack(path, model, [a_stored_song(song.artist, song.title) for song in songs])
    return path


def moods_of(catalogue: Path) -> dict[str, str]:
    """Title → why a song has no mood, or nothing where it has one."""
    with closing(SqliteStore(catalogue)) as store:
        scored = {each.song.title: "" for each in store.all()}
        return scored | {song.title: song.reason for song in store.unscored()}


def at_lrclib(song: Written) -> Answer:
    words = song.lyrics
    return results(track(artistName=song.artist, trackName=song.title, plainLyrics=words))


def test_a_pack_carries_songs_from_one_catalogue_to_another(
    inside: Inside, tmp_path: Path, songs_csv: Path
) -> None:
    assert inside("ingest", songs_csv, "--catalogue", "one.db").code == 0
    wrote = inside("pack", "export", "my.pack", "--catalogue", "one.db")
    assert wrote.out.startswith(f"Wrote {len(SONGS)} songs scored by heartsong-mood-")
    told = inside("pack", "info", "my.pack")
    assert f"{len(SONGS)} songs" in told.out
    assert "format 1" in told.out
    assert inside("pack", "import", "my.pack", "--catalogue", "other.db").code == 0
    exported = [inside("export", "--catalogue", name) for name in ("one.db", "other.db")]
    names = [[json.loads(line)["title"] for line in each.out.splitlines()] for each in exported]
    assert names[0] == names[1]
    # What the catalogue knows better is kept, and lyrics at hand are scored again.
    again = inside("pack", "import", "my.pack", "--catalogue", "one.db")
    assert again.code == 0
    assert inside("export", "--catalogue", "one.db").out == exported[0].out
    rescored = inside("ingest", songs_csv, "--catalogue", "other.db")
    assert f"{len(SONGS)} songs scored" in rescored.out


def test_an_import_is_reported(inside: Inside, encoder: Encoder, tmp_path: Path) -> None:
    songs = [ours(song, encoder) for song in NAMED]
    write_pack(tmp_path / "my.pack", encoder.name, songs)
    ended = inside("pack", "import", "my.pack", "--catalogue", "my.db")
    assert ended.code == 0, ended
    assert "4 rows read" in ended.out
    assert "4 songs stored in my.db" in ended.out
    assert "0 already there" in ended.out
    assert "scored" not in ended.out
    assert "4 already there" in inside("pack", "import", "my.pack", "--catalogue", "my.db").out


def ours(song: Written, encoder: Encoder) -> StoredSong:
    """A song as the shipped model could have scored it."""
    named = a_stored_song(song.artist, song.title)
    return replace(named, embedding=an_embedding(1, encoder.width))


def test_a_pack_is_ingested_like_any_source(
    inside: Inside, encoder: Encoder, tmp_path: Path
) -> None:
    path = tmp_path / "their.zip"
    write_pack(path, encoder.name, [ours(song, encoder) for song in NAMED])
    tried = inside("ingest", path, "--catalogue", "my.db", "--dry-run")
    assert "4 songs found, none stored" in tried.out
    assert not (tmp_path / "my.db").exists()
    few = inside("ingest", path, "--catalogue", "my.db", "--limit", "3")
    assert "3 songs stored in my.db" in few.out
    ended = inside("ingest", path, "--catalogue", "my.db")
    assert ended.code == 0, ended
    assert "1 songs stored" in ended.out
    assert "3 already there" in ended.out
    asked = inside("recommend", "I feel bad", "--catalogue", "my.db", "--json")
    assert len(json.loads(asked.out)["songs"]) == 4


@pytest.mark.parametrize("command", [("ingest",), ("pack", "import")])
def test_a_pack_of_another_model_is_refused_with_what_to_do(
    inside: Inside, tmp_path: Path, command: tuple[str, ...]
) -> None:
    a_pack(tmp_path / "odd.pack")
    refused = inside.refused(*command, "odd.pack", "--catalogue", "my.db")
    assert f"was scored by the model {THEIRS}" in refused
    assert f"with --model FOLDER, where FOLDER holds {THEIRS}" in refused
    assert "'heartsong pack import odd.pack --rescore'" in refused
    assert not (tmp_path / "my.db").exists()


def test_what_is_no_pack_is_refused(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "no.pack").write_bytes(b"nothing")
    commands = (
        ("pack", "import", "no.pack"),
        ("pack", "import", "no.pack", "--rescore"),
        ("pack", "info", "no.pack"),
        ("pack", "info", "absent.pack"),
        ("ingest", "no.pack"),
        ("ingest", "absent.pack"),
    )
    for command in commands:
        assert "pack" in inside.refused(*command)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("options", [(), ("--rescore",)])
def test_a_damaged_pack_leaves_the_catalogue_as_it_is(
    inside: Inside, encoder: Encoder, catalogue: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    path = a_pack(tmp_path / "cut.pack", model=THEIRS if options else encoder.name)
    before = moods_of(catalogue)
    whole = path.read_bytes()
    at = whole.index(b"moods.npy") + 30
    path.write_bytes(whole[:at] + b"?" + whole[at + 1 :])
    for where in (catalogue, tmp_path / "new.db"):
        refused = inside.refused("pack", "import", path, "--catalogue", where, *options)
        assert "is damaged" in refused
        assert "fetch it again" in refused
    assert moods_of(catalogue) == before
    assert inside("recommend", "I feel bad", "--catalogue", catalogue).code == 0
    assert not (tmp_path / "new.db").exists()


def test_figures_that_do_not_fit_the_model_are_refused(
    inside: Inside, encoder: Encoder, tmp_path: Path
) -> None:
    a_pack(tmp_path / "narrow.pack", model=encoder.name)
    refused = inside.refused("pack", "import", "narrow.pack", "--catalogue", "my.db")
    assert "is damaged (embeddings.npy)" in refused
    assert not (tmp_path / "my.db").exists()


def test_songs_of_another_model_without_lyrics_are_kept_without_a_mood(
    inside: Inside, tmp_path: Path
) -> None:
    mine = write_table(tmp_path / "songs.csv", SONGS[:1])
    assert inside("ingest", mine, "--catalogue", "my.db").code == 0
    a_pack(tmp_path / "odd.pack")
    ended = inside("pack", "import", "odd.pack", "--catalogue", "my.db", "--rescore")
    assert ended.code == 0, ended
    assert "0 songs scored and stored in my.db" in ended.out
    assert "1 already there" in ended.out
    assert "3 kept without a mood: no lyrics at hand" in ended.out
    known = {song.title: "no lyrics at hand" for song in NAMED}
    assert moods_of(tmp_path / "my.db") == known | {SONGS[0].title: ""}


def test_songs_of_another_model_alone_without_lyrics_are_no_success(
    inside: Inside, tmp_path: Path
) -> None:
    a_pack(tmp_path / "odd.pack")
    ended = inside("pack", "import", "odd.pack", "--catalogue", "my.db", "--rescore")
    assert ended.code == 2
    assert "4 kept without a mood: no lyrics at hand" in ended.out
    assert ended.err.endswith("No song of odd.pack could be scored: see the reasons above.\n")


def test_songs_of_another_model_are_scored_anew_where_their_lyrics_are_found(
    inside: Inside, tmp_path: Path, server: Server
) -> None:
    pytest.importorskip("httpx", reason="looking up lyrics needs the extra 'lookup'")
    pytest.importorskip("tenacity", reason="looking up lyrics needs the extra 'lookup'")
    mine = write_table(tmp_path / "songs.csv", SONGS[:1])
    assert inside("ingest", mine, "--catalogue", "my.db").code == 0
    before = inside("export", "--catalogue", "my.db").out
    a_pack(tmp_path / "odd.pack", SONGS[:3])
    server.gives(at_lrclib(SONGS[1]), NOTHING)
    mirror = {"HEARTSONG_LRCLIB": server.base}
    rescore = ("pack", "import", "odd.pack", "--rescore")

    ended = inside(*rescore, "--lyrics", "lrclib", "--catalogue", "my.db", environment=mirror)
    assert ended.code == 0, ended
    assert "1 songs scored and stored" in ended.out
    assert "1 already there" in ended.out
    assert "1 kept without a mood: not at LRCLIB" in ended.out
    # Nobody is asked for what the catalogue has scored, and it stays as it is.
    assert {each.values["track_name"] for each in server.asked} == {s.title for s in SONGS[1:3]}
    assert before.strip() in inside("export", "--catalogue", "my.db").out

    # What was found once is at hand from then on, and the same words give the same figures.
    asked = len(server.asked)
    again = inside(*rescore, "--catalogue", "new.db", environment=mirror)
    assert "1 songs scored and stored in new.db" in again.out
    assert moods_of(tmp_path / "new.db") == {
        SONGS[0].title: "no lyrics at hand",
        SONGS[1].title: "",
        SONGS[2].title: "not at LRCLIB",
    }
    assert len(server.asked) == asked
    table = write_table(tmp_path / "same.csv", SONGS[1:2])
    assert "1 already there" in inside("ingest", table, "--catalogue", "new.db").out


def test_lyrics_are_looked_up_only_for_scoring_anew(inside: Inside, tmp_path: Path) -> None:
    a_pack(tmp_path / "odd.pack")
    refused = inside.refused("pack", "import", "odd.pack", "--lyrics", "lrclib")
    assert "give --rescore too" in refused


def test_scoring_anew_leaves_figures_of_this_model_as_they_came(
    encoder: Encoder, tmp_path: Path
) -> None:
    path = tmp_path / "my.pack"
    write_pack(path, encoder.name, [ours(song, encoder) for song in NAMED])
    with Recommender(tmp_path / "my.db") as recommender:
        report = recommender.import_pack(path, rescore=True)
    assert (report.read, report.stored, report.unscored) == (4, 4, {})


def test_a_rescore_can_be_limited_and_tried_from_python(tmp_path: Path) -> None:
    path, done = a_pack(tmp_path / "odd.pack"), []
    with Recommender(tmp_path / "my.db") as recommender:
        plan = IngestPlan(limit=2, dry_run=True)
        report = recommender.import_pack(
            path, rescore=True, plan=plan, progress=lambda *told: done.append(told)
        )
    assert (report.read, report.unscored, report.scored) == (2, {"no lyrics at hand": 2}, True)
    assert done == [(2, 1.0)]
    assert not (tmp_path / "my.db").exists()


def test_kept_lyrics_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    path = a_pack(tmp_path / "odd.pack")
    (tmp_path / "data").mkdir()
    with closing(sqlite3.connect(tmp_path / "data" / "lyrics.db")) as other:
        other.execute("CREATE TABLE something (a)")
    with (
        Recommender(tmp_path / "my.db") as recommender,
        pytest.raises(FileError, match="is no cache of lyrics"),
    ):
        recommender.import_pack(path, rescore=True)


def test_a_catalogue_is_not_packed_over_itself(inside: Inside, catalogue: Path) -> None:
    before = catalogue.read_bytes()
    refused = inside.refused("pack", "export", catalogue, "--catalogue", catalogue)
    assert "is the catalogue itself: choose another file" in refused
    assert catalogue.read_bytes() == before

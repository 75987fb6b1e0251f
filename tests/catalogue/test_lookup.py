from __future__ import annotations

import gzip
import json
import logging
import re
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from heartsong.catalogue.lookup import Found, LyricsLookup, looked_up
from heartsong.catalogue.sources.base import RawSong, Unusable
from heartsong.errors import FileError, MissingExtraError, SettingsError
from heartsong.store.sqlite import SqliteStore
from tests.builders import a_stored_song
from tests.servers import NOTHING, WORDS, Answer, Server, answer, results, track

pytest.importorskip("httpx", reason="looking up lyrics needs the extra 'lookup'")
pytest.importorskip("tenacity", reason="looking up lyrics needs the extra 'lookup'")

SONG = RawSong(1, "Ada Vale", "Low Tide", None, duration=215.0)
UNTIMED = RawSong(1, "Ada Vale", "Low Tide", None)
NOT_THERE = Found(why="not at LRCLIB")
UNREACHED = Found(why="LRCLIB cannot be reached")
UNUSABLE = Found(why="LRCLIB gave no usable answer")


class Lookups:
    """Lookups that share one cache; how long they wanted to wait is noted, and not waited."""

    def __init__(self, base: str, cache: Path) -> None:
        self.base, self.cache = base, cache
        self.waited: list[float] = []
        self._open: list[LyricsLookup] = []

    def new(self, *, per_second: float = 1e6, timeout: float = 5.0) -> LyricsLookup:
        lookup = LyricsLookup(self.cache, self.base, per_second, timeout, self.waited.append)
        self._open.append(lookup)
        return lookup

    def close(self) -> None:
        for lookup in self._open:
            lookup.close()


@pytest.fixture
def lookups(server: Server, tmp_path: Path) -> Iterator[Lookups]:
    lookups = Lookups(server.base, tmp_path / "cache" / "lyrics.db")
    yield lookups
    lookups.close()


def test_without_an_address_only_what_was_kept_is_found(
    lookups: Lookups, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.gives(answer())
    lookups.new().find(SONG)
    asked = len(server.asked)
    monkeypatch.setitem(sys.modules, "heartsong.catalogue.lrclib", None)  # nor is the extra needed
    with LyricsLookup(lookups.cache, None) as kept:
        assert kept.find(SONG) == Found(WORDS)
        assert kept.find(UNTIMED) == Found()
    assert len(server.asked) == asked


def test_nobody_is_asked_for_a_song_that_is_scored(
    lookups: Lookups, server: Server, store: SqliteStore
) -> None:
    server.gives(answer())
    store.add([a_stored_song("Ada Vale", "Low Tide")], "m1")
    rows = [SONG, Unusable(2, "no artist"), replace(another(3), lyrics="mine"), another(4)]
    found = list(looked_up(rows, lookups.new(), store))
    assert found[:3] == rows[:3]
    assert found[3] == replace(rows[3], lacking="not at LRCLIB")
    assert {each.values["track_name"] for each in server.asked} == {"Song 4"}


def another(number: int) -> RawSong:
    return RawSong(number, "Ada Vale", f"Song {number}", None, duration=215.0)


# What is asked, and what is believed


def test_a_song_of_known_length_is_asked_for_by_all_that_is_known(
    server: Server, lookups: Lookups
) -> None:
    server.gives(answer())
    song = RawSong(1, "Ada Vale", "Low Tide & Söhne", None, album="Shore", duration=215.4)
    server.gives(answer(trackName="low tide and sohne"))
    assert lookups.new().find(song) == Found(WORDS)
    (asked,) = server.asked
    assert asked.path == "/api/get"
    assert asked.values == {
        "artist_name": "Ada Vale",
        "track_name": "Low Tide & Söhne",
        "album_name": "Shore",
        "duration": "215.4",
    }


def test_a_song_of_unknown_length_is_searched_for(server: Server, lookups: Lookups) -> None:
    server.gives(results(track()))
    assert lookups.new().find(UNTIMED) == Found(WORDS)
    (asked,) = server.asked
    assert asked.path == "/api/search"
    assert asked.values == {"artist_name": "Ada Vale", "track_name": "Low Tide"}


@pytest.mark.parametrize("duration", [0.0, -1.0, float("nan"), float("inf"), 1e300, 4000.0])
def test_a_length_that_cannot_be_asked_for_is_left_out(
    server: Server, lookups: Lookups, duration: float
) -> None:
    server.gives(results(track(duration=4000)))
    song = RawSong(1, "Ada Vale", "Low Tide", None, duration=duration)
    assert lookups.new().find(song) == Found(WORDS)
    assert [asked.path for asked in server.asked] == ["/api/search"]


def test_a_song_that_is_not_on_its_album_is_searched_for_elsewhere(
    server: Server, lookups: Lookups
) -> None:
    server.gives(NOTHING, results(track(albumName="Best of Ada Vale")))
    song = RawSong(1, "Ada Vale", "Low Tide", None, album="Shore", duration=215.0)
    assert lookups.new().find(song) == Found(WORDS)
    assert [asked.path for asked in server.asked] == ["/api/get", "/api/search"]


def test_heartsong_says_who_asks(server: Server, lookups: Lookups) -> None:
    lookups.new().find(SONG)
    agent = server.asked[0].headers["User-Agent"]
    assert re.match(r"Heartsong/\d[\w.]* \(.*music recommender\)$", agent)
    assert "@" not in agent


@pytest.mark.parametrize(
    "facts",
    [
        {"plainLyrics": None},
        {"plainLyrics": "", "instrumental": None},
        {"plainLyrics": f"\0 {WORDS}\n", "albumName": None},
    ],
)
def test_plain_lyrics_are_given_or_synced_ones_without_their_stamps(
    server: Server, lookups: Lookups, facts: dict[str, object]
) -> None:
    server.gives(answer(**facts))
    assert lookups.new().find(SONG) == Found(WORDS)


def test_an_instrumental_is_one(server: Server, lookups: Lookups) -> None:
    server.gives(answer(instrumental=True, plainLyrics=None, syncedLyrics=None))
    assert lookups.new().find(SONG) == Found(instrumental=True)
    assert lookups.new().find(SONG) == Found(instrumental=True)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"plainLyrics": None, "syncedLyrics": None},
        {"plainLyrics": " \n", "syncedLyrics": "[00:12.00]"},
        {"duration": 217.1},
        {"duration": 212},
        {"duration": None},
        {"duration": 10**400},
        {"artistName": "Bea Moor"},
        {"artistName": None},
        {"trackName": "High Tide"},
        {"trackName": "low tide" + " " * 1_000_000},
    ],
)
def test_another_recording_or_one_without_words_is_not_taken(
    server: Server, lookups: Lookups, facts: dict[str, object]
) -> None:
    server.gives(answer(**facts))
    assert lookups.new().find(SONG) == NOT_THERE


@pytest.mark.parametrize("duration", [213, 213.0, 217, 216.9])
def test_a_length_may_differ_by_two_seconds(
    server: Server, lookups: Lookups, duration: float
) -> None:
    server.gives(answer(duration=duration))
    assert lookups.new().find(SONG) == Found(WORDS)


def test_of_the_results_the_one_with_plain_lyrics_is_taken(
    server: Server, lookups: Lookups
) -> None:
    server.gives(
        results(
            track(plainLyrics="other words", artistName="Bea Moor"),
            track(plainLyrics="other words", trackName="Low Tide (Live)"),
            track(plainLyrics=None, syncedLyrics=None),
            track(plainLyrics=None, syncedLyrics=None, instrumental=True),
            track(plainLyrics=None, syncedLyrics="[00:01.00] synced words"),
            track(artistName="ADA VALE feat. Bea Moor", trackName="Low Tide - 2009 Remaster"),
            track(plainLyrics="later words"),
        )
    )
    assert lookups.new().find(UNTIMED) == Found(WORDS)


def test_of_results_without_plain_lyrics_synced_ones_come_before_none_sung(
    server: Server, lookups: Lookups
) -> None:
    nothing = track(plainLyrics=None, syncedLyrics=None)
    unsung = {**nothing, "instrumental": True}
    lookup = lookups.new()
    server.gives(results(nothing, unsung, track(plainLyrics=None)))
    assert lookup.find(UNTIMED) == Found(WORDS)
    server.gives(results(*({**each, "trackName": "Reel"} for each in (nothing, unsung))))
    assert lookup.find(RawSong(2, "Ada Vale", "Reel", None)) == Found(instrumental=True)


def test_results_of_another_length_are_not_taken(server: Server, lookups: Lookups) -> None:
    server.gives(NOTHING, results(track(duration=300), track(duration=214, plainLyrics="these")))
    song = RawSong(1, "Ada Vale", "Low Tide", None, album="Shore", duration=215.0)
    assert lookups.new().find(song) == Found("these")


# Names that are none


@pytest.mark.parametrize("name", ["", "  ", "\0", "a" * 301, "a" * 200_000])
def test_a_name_that_cannot_be_asked_for_is_not_asked_for(
    server: Server, lookups: Lookups, name: str
) -> None:
    assert lookups.new().find(RawSong(1, name, "Low Tide", None)) == NOT_THERE
    assert lookups.new().find(RawSong(1, "Ada Vale", name, None)) == NOT_THERE
    assert server.asked == []


def test_broken_signs_in_names_and_answers_are_replaced(server: Server, lookups: Lookups) -> None:
    song = RawSong(1, "Ada \udce9Vale", "Low Tide", None)
    server.gives(results(track(artistName="Ada ?Vale", plainLyrics="half a \ud83d sign")))
    assert lookups.new().find(song) == Found("half a ? sign")
    assert lookups.new().find(song) == Found("half a ? sign")
    assert len(server.asked) == 1


# A network that fails


@pytest.mark.parametrize(
    "fault",
    [
        Answer(status=500),
        Answer(status=503),
        Answer(status=429),
        Answer(json.dumps(track()).encode(), cut=True),
    ],
)
def test_a_failure_that_passes_is_tried_again_after_a_growing_wait(
    server: Server, lookups: Lookups, fault: Answer
) -> None:
    server.gives(fault, fault, fault, answer())
    assert lookups.new().find(SONG) == Found(WORDS)
    assert len(server.asked) == 4
    first, second, third = lookups.waited
    assert 1 <= first <= 2 <= second <= 3
    assert 4 <= third <= 5


def test_waits_are_not_the_same_for_everybody(server: Server, lookups: Lookups) -> None:
    server.gives(Answer(status=500))
    lookups.new().find(SONG)
    lookups.new().find(SONG)
    assert lookups.waited[:3] != lookups.waited[3:]


def test_after_four_tries_a_song_is_given_up_and_not_kept(server: Server, lookups: Lookups) -> None:
    server.gives(Answer(status=502))
    lookup = lookups.new()
    assert lookup.find(SONG) == UNREACHED
    assert len(server.asked) == 4
    server.gives(answer())
    assert lookup.find(SONG) == Found(WORDS)


@pytest.mark.parametrize("slow", [Answer(pause=5.0), Answer(b"x" * 400, drip=0.04)])
def test_an_answer_that_takes_too_long_is_given_up(
    server: Server, lookups: Lookups, slow: Answer
) -> None:
    server.gives(slow, answer())
    started = time.monotonic()
    assert lookups.new(timeout=0.2).find(SONG) == Found(WORDS)
    assert time.monotonic() - started < 3


def test_a_server_that_is_not_there_is_said_not_to_be_reached(tmp_path: Path) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unused.getsockname()[1]}/api"
        lookups = Lookups(base, tmp_path / "lyrics.db")
        with closing(lookups.new()) as lookup:
            assert lookup.find(SONG) == UNREACHED
    assert len(lookups.waited) == 3


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("0", 0, 0),
        ("7", 7, 7),
        ("86400", 60, 60),
        (format_datetime(datetime.now(UTC) + timedelta(days=2)), 60, 60),
        (format_datetime(datetime.now(UTC) - timedelta(days=2)), 0, 0),
        ("Fri, 31 Dec 1999 23:59:59 -0000", 0, 0),
        ("soon", 1, 2),
        ("9" * 5000, 1, 2),
        ("-3", 1, 2),
        ("Fri, 99 Dec 99999999999 23:59:59 GMT", 1, 2),
    ],
)
def test_the_wait_that_lrclib_asks_for_is_kept_up_to_a_minute(
    server: Server, lookups: Lookups, asked: str, least: float, most: float
) -> None:
    server.gives(Answer(status=429, headers={"Retry-After": asked}), answer())
    assert lookups.new().find(SONG) == Found(WORDS)
    (waited,) = lookups.waited
    assert least <= waited <= most


def test_a_date_to_wait_for_is_counted_from_now(server: Server, lookups: Lookups) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    server.gives(Answer(status=503, headers={"Retry-After": date}), answer())
    assert lookups.new().find(SONG) == Found(WORDS)
    (waited,) = lookups.waited
    assert 20 < waited <= 30


def test_after_five_failures_in_a_row_nothing_more_is_asked_but_what_is_kept_is_given(
    server: Server, lookups: Lookups
) -> None:
    server.gives(answer())
    lookup = lookups.new()
    lookup.find(SONG)
    server.asked.clear()
    server.gives(Answer(status=500))
    assert [lookup.find(another(n)) for n in range(5)] == [UNREACHED] * 5
    assert len(server.asked) == 20
    server.gives(answer())
    assert lookup.find(another(6)) == UNREACHED
    assert lookup.find(SONG) == Found(WORDS)
    assert len(server.asked) == 20


def test_an_answer_between_failures_starts_the_count_anew(server: Server, lookups: Lookups) -> None:
    lookup = lookups.new()
    for start in (0, 10):
        server.gives(Answer(status=500))
        assert [lookup.find(another(start + n)) for n in range(4)] == [UNREACHED] * 4
        server.gives(NOTHING)
        assert lookup.find(another(start + 5)) == NOT_THERE


def test_answers_from_somebody_else_end_the_asking_too(server: Server, lookups: Lookups) -> None:
    server.gives(Answer(b"<html>Please log in</html>"))
    lookup = lookups.new()
    assert [lookup.find(another(n)) for n in range(8)] == [UNUSABLE] * 8
    assert len(server.asked) == 5


# Answers that are none


@pytest.mark.parametrize(
    "given",
    [
        Answer(b""),
        Answer(b"<html>Please log in</html>"),
        Answer(b"\xff\xfe\x00"),
        Answer(b'{"plainLyrics": '),
        Answer(b"[" * 100_000),
        Answer(b"null"),
        Answer(b'"words"'),
        Answer(b"[[]]"),
        answer(plainLyrics=7),
        answer(syncedLyrics=["words"]),
        answer(trackName={"a": 1}),
        answer(artistName=True),
        answer(duration="215"),
        answer(duration=True),
        answer(instrumental="no"),
        answer(instrumental=1),
        Answer(json.dumps(track(plainLyrics="la " * 700_000)).encode()),
        Answer(b"{}"),
        Answer(b'{"error": "down"}'),
        Answer(gzip.compress(json.dumps(track()).encode()), headers={"Content-Encoding": "gzip"}),
        Answer(json.dumps(track()).encode(), 400),
        Answer(json.dumps(track()).encode(), 403),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_failure_of_that_song_alone(
    server: Server, lookups: Lookups, given: Answer
) -> None:
    server.gives(given, answer())
    lookup = lookups.new()
    assert lookup.find(SONG) == UNUSABLE
    assert len(server.asked) == 1
    assert lookup.find(SONG) == Found(WORDS)


def test_a_body_without_end_is_cut_off(server: Server, lookups: Lookups) -> None:
    server.gives(Answer(b" " * 40_000_000))
    started = time.monotonic()
    assert lookups.new().find(SONG) == UNUSABLE
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_to_another_host_is_not_followed(
    server: Server, lookups: Lookups, status: int
) -> None:
    with Server() as other:
        elsewhere = f"http://localhost:{other.server_port}/api/get"
        server.gives(Answer(status=status, headers={"Location": elsewhere}))
        assert lookups.new().find(SONG) == UNUSABLE
        assert other.asked == []
    assert len(server.asked) == 1


# The pace


def test_requests_are_spaced_evenly(server: Server, lookups: Lookups) -> None:
    lookup = lookups.new(per_second=0.01)
    for number in range(4):
        lookup.find(another(number))
    # No time passes in this test: each has to wait a hundred seconds more than the one before.
    assert lookups.waited == pytest.approx([100, 200, 300], abs=5)


def test_a_try_again_waits_for_its_turn_too(server: Server, lookups: Lookups) -> None:
    server.gives(Answer(status=429, headers={"Retry-After": "3"}), answer())
    lookups.new(per_second=0.01).find(SONG)
    assert lookups.waited == pytest.approx([3, 100], abs=5)


# The cache


def age(cache: Path, days: float) -> None:
    with closing(sqlite3.connect(cache)) as connection, connection:
        connection.execute("UPDATE answers SET asked = asked - ?", (days * 86400,))


def test_what_was_found_is_kept_for_good(server: Server, lookups: Lookups) -> None:
    server.gives(answer())
    assert lookups.new().find(SONG) == Found(WORDS)
    age(lookups.cache, 400)
    same = RawSong(9, "ADA VALE", "Low Tide (Remastered)", None, duration=215.3)
    assert lookups.new().find(same) == Found(WORDS)
    assert len(server.asked) == 1


def test_another_length_is_another_recording(server: Server, lookups: Lookups) -> None:
    server.gives(answer(), answer(duration=300, plainLyrics="more words"))
    lookup = lookups.new()
    longer = RawSong(1, "Ada Vale", "Low Tide", None, duration=300.0)
    assert lookup.find(SONG) == Found(WORDS)
    assert lookup.find(longer) == Found("more words")


def test_that_nothing_was_found_is_believed_for_thirty_days(
    server: Server, lookups: Lookups
) -> None:
    assert lookups.new().find(SONG) == NOT_THERE
    server.gives(answer())
    age(lookups.cache, 29)
    assert lookups.new().find(SONG) == NOT_THERE
    assert len(server.asked) == 1
    age(lookups.cache, 2)
    assert lookups.new().find(SONG) == Found(WORDS)
    assert lookups.new().find(SONG) == Found(WORDS)
    assert len(server.asked) == 2


def test_two_runs_may_share_a_cache(server: Server, lookups: Lookups) -> None:
    one, other = lookups.new(), lookups.new()
    server.gives(answer())
    assert one.find(SONG) == Found(WORDS)
    assert other.find(SONG) == Found(WORDS)
    assert len(server.asked) == 1
    with closing(sqlite3.connect(lookups.cache)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_cache_that_fails_in_use_only_costs_requests(server: Server, lookups: Lookups) -> None:
    lookup = lookups.new()
    with closing(sqlite3.connect(lookups.cache)) as connection:
        connection.execute("DROP TABLE answers")
    server.gives(answer())
    assert lookup.find(SONG) == Found(WORDS)
    assert lookup.find(SONG) == Found(WORDS)
    assert len(server.asked) == 2


def test_a_file_that_is_no_cache_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text = tmp_path / "songs.csv"
    text.write_text("artist,title,lyrics\n" * 90)
    with pytest.raises(FileError, match=r"songs\.csv is no cache of lyrics, or it is damaged"):
        LyricsLookup(text)
    database = tmp_path / "my.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE songs (id)")
    before = database.read_bytes()
    with pytest.raises(FileError, match=r"my\.db is no cache .*holds something else"):
        LyricsLookup(database)
    assert database.read_bytes() == before
    with pytest.raises(FileError, match="cannot be opened"):
        LyricsLookup(text / "below" / "cache.db")
    with pytest.raises(FileError, match="cannot be opened"):
        LyricsLookup(tmp_path)


# Making one


@pytest.mark.parametrize(
    "base", ["", "lrclib.net/api", "ftp://lrclib.net", "https://", "http://lrclib:net"]
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(SettingsError, match="address"):
        LyricsLookup(tmp_path / "lyrics.db", base)


def test_a_proxy_that_is_none_is_said_to_be_at_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://127.0.0.1")
    with pytest.raises(SettingsError, match=r"cannot be asked .*mend the address, the proxy"):
        LyricsLookup(tmp_path / "lyrics.db")


@pytest.mark.parametrize(("per_second", "timeout"), [(0, 10), (-1, 10), (float("nan"), 1), (4, 0)])
def test_numbers_that_are_not_above_0_are_refused(
    tmp_path: Path, per_second: float, timeout: float
) -> None:
    with pytest.raises(SettingsError, match="above 0"):
        LyricsLookup(tmp_path / "lyrics.db", per_second=per_second, timeout=timeout)


@pytest.mark.parametrize("library", ["httpx", "tenacity"])
def test_without_the_extra_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.delitem(sys.modules, "heartsong.catalogue.lrclib", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=r"Looking up lyrics needs .*heartsong\[lookup\]"):
        LyricsLookup(tmp_path / "lyrics.db")


def test_nothing_is_logged_of_what_is_listened_to(
    server: Server, lookups: Lookups, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.gives(Answer(status=500), answer())
    with closing(lookups.new()) as lookup:
        assert lookup.find(SONG) == Found(WORDS)
    for word in ("Tide", "Vale", "shore"):
        assert word not in caplog.text


def test_after_a_lookup_httpx_logs_as_before(
    server: Server, lookups: Lookups, caplog: pytest.LogCaptureFixture
) -> None:
    import httpx

    caplog.set_level(logging.INFO, "httpx")
    with lookups.new():
        pass
    httpx.get(f"{server.base}/other")
    assert "/other" in caplog.text

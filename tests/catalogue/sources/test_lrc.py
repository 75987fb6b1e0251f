from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.catalogue.sources.lrc import decoded, is_timed, plain_lyrics

WORDS = "we walked along the shore\nand counted every boat"


@pytest.mark.parametrize(
    "text",
    [
        "[00:12.30]we walked along the shore\n[00:15.10]and counted every boat",
        "[00:12]we walked along the shore\n[0:15]and counted every boat",
        "[00:12:30]we walked along the shore\n[1:00:15.123]and counted every boat",
        "[00:12.30] we walked along the shore\r\n[00:15.10] and counted every boat\r\n",
        "[00:12.30][01:12.30]we walked along the shore\r[00:15.10]and counted every boat",
        "[00:12.30]<00:12.30> we <00:12.60> walked <00:12.9> along <00:13.1> the <00:13.4> shore\n"
        "[00:15.10]and <00:15.40>counted <00:15.80>every <00:16.20>boat",
        "[00:12.30]F: we walked along the shore\n[00:15.10]v2: and counted every boat",
        "[-00:00.50]we walked along the shore\n[00:15,10]and counted every boat",
    ],
)
def test_time_stamps_are_taken_out_in_every_form(text: str) -> None:
    assert is_timed(text)
    assert plain_lyrics(text) == WORDS


@pytest.mark.parametrize(
    "tag",
    ["[ar:Ada Vale]", "[ti: Low Tide]", "[offset:+250]", "[LENGTH: 3:35]", "[#:made by hand]"],
)
def test_id_tags_are_taken_out(tag: str) -> None:
    assert plain_lyrics(f"{tag}\n{tag}\n[00:12.30]{WORDS}") == WORDS


@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        "[Chorus: Ada]\nwe walked",
        "meet me at 10:30",
        "I <3 you",
        "F: is a chord",
        "two  blanks   stay",
        "one verse\n\nand another",
    ],
)
def test_what_is_no_lrc_stays_as_it_is(text: str) -> None:
    assert not is_timed(text)
    assert plain_lyrics(text) == text


def test_an_empty_stamp_parts_verses_and_never_by_more_than_one_line() -> None:
    text = (
        "[00:01.00]\n\n[00:12.30]we walked\n[00:14.00]\n[00:15.00]\n\n[00:16.00]we ran\n[00:20.00]"
    )
    assert plain_lyrics(text) == "we walked\n\nwe ran"


def test_control_characters_are_taken_out_and_odd_line_ends_end_lines() -> None:
    assert (
        plain_lyrics("we\0 wal\x1bked\x85we\tran\u2028home\ud800\ufeff")
        == "we walked\nwe\tran\nhome"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_each_encoding_is_read(encoding: str) -> None:
    assert decoded("Zoë’s café\n".encode(encoding)) == "Zoë’s café\n"


def test_bytes_big_end_first_are_read_by_their_mark() -> None:
    assert decoded(b"\xfe\xff" + "Zoë".encode("utf-16-be")) == "Zoë"


def test_a_text_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    assert decoded("words".encode("utf-16")[:-1]).startswith("word")


@given(st.binary(max_size=300))
def test_any_bytes_give_words_without_control_characters(content: bytes) -> None:
    words = plain_lyrics(decoded(content))
    assert all(sign.isprintable() or sign in "\n\t" or ord(sign) > 0x9F for sign in words)


@given(st.text(max_size=300))
def test_any_text_gives_lines_without_blanks_around_them(text: str) -> None:
    words = plain_lyrics(text)
    assert words == words.strip()
    assert "\n\n\n" not in words


def test_a_long_line_of_unclosed_marks_takes_no_long_time() -> None:
    assert plain_lyrics("[ar:" * 50_000).startswith("[ar:")
    assert plain_lyrics("[00:" * 50_000 + "<1:" * 50_000).startswith("[00:")

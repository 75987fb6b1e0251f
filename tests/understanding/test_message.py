from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.understanding.message import normalise


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("I feel bad", "I feel bad"),
        ("  I\n feel\tbad  ", "I feel bad"),
        ("I’m fine", "I'm fine"),
        ("look https://example.org/a?b=c at www.example.org this", "look at this"),
        ("@friend how are you @other_1", "how are you"),
        ("write to me@example.org", "write to me@example.org"),
        ("ﬁne", "fine"),
        ("so sad 😢", "so sad crying face"),
        ("👍🏽", "thumbs up medium skin tone"),
        ("Zoë is sad", "Zoë is sad"),
    ],
)
def test_a_message_is_read_as_plain_words(typed: str, read: str) -> None:
    assert normalise(typed) == read


@given(st.text(max_size=200))
def test_white_space_is_folded(text: str) -> None:
    read = normalise(text)
    assert read == " ".join(read.split())


@given(st.text(alphabet="abc ’😢1.", max_size=60))
def test_what_was_read_once_reads_the_same_again(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)

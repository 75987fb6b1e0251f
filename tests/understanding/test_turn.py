"""What a line in a conversation means; and that messages stay messages."""

from __future__ import annotations

import time

import pytest

from heartsong.understanding.steering import Move
from heartsong.understanding.target import Target
from heartsong.understanding.turn import turn
from heartsong.understanding.turns import (
    Ask,
    Avoid,
    Command,
    Forget,
    Like,
    Message,
    More,
    Steer,
    Topic,
    Turn,
    Why,
)
from tests.words import SONGS

IT = Target()


def nth(place: int) -> Target:
    return Target(place, counted=True)


def steer(*moves: tuple[str, float]) -> Steer:
    return Steer(tuple(Move(*move) for move in moves))  # type: ignore[arg-type]


LINES: dict[str, Turn] = {
    "more": More(),
    "More, please!": More(),
    "ok more": More(),
    "some more songs": More(),
    "next": More(),
    "what else?": More(),
    "another five": More(5),
    "5 more": More(5),
    "give me ten more songs": More(10),
    "a few more": More(3),
    "the next 20": More(20),
    "one more": More(1),
    "another one": More(1),
    "0 more": More(0),
    "can I hear five more please": More(5),
    "yes, more of that": More(),
    "more upbeat": steer(("upbeat", 1)),
    "something more upbeat please": steer(("upbeat", 1)),
    "can you make it happier?": steer(("upbeat", 1)),
    "sadder": steer(("sad", 1)),
    "no, sadder": steer(("sad", 1)),
    "a bit calmer": steer(("calm", 0.5)),
    "much louder": steer(("energetic", 2)),
    "less sad": steer(("sad", -1)),
    "not so angry": steer(("angry", -1)),
    "that's too sad": steer(("sad", -1)),
    "these are a bit too loud for me": steer(("energetic", -1)),
    "not happy enough": steer(("upbeat", 1)),
    "too slow": steer(("fast", 1)),
    "I'd prefer calmer songs": steer(("calm", 1)),
    "let me hear something darker": steer(("dark", 1)),
    "slower": steer(("fast", -1)),
    "slower and sadder": steer(("fast", -1), ("sad", 1)),
    "calmer, less angry": steer(("calm", 1), ("angry", -1)),
    "more hope": steer(("hopeful", 1)),
    "less about love": Topic("love", more=False),
    "more about rain": Topic("rain", more=True),
    "nothing more about work, please": Topic("work", more=False),
    "no more love songs": Topic("love", more=False),
    "who sings the second one?": Ask("artist", nth(2)),
    "Who's that?": Ask("artist", IT),
    "who is number 3 by": Ask("artist", nth(3)),
    "who is the singer of the last one": Ask("artist", nth(8)),
    "who sings Lantern": Ask("artist", Target(7)),
    "who's singing the third one": Ask("artist", nth(3)),
    "when is it from": Ask("year", IT),
    "what year is the first song": Ask("year", nth(1)),
    "when did Slow Water come out?": Ask("year", Target(3)),
    "how old is it": Ask("year", IT),
    "which album is the 4th on": Ask("album", nth(4)),
    "what's the fifth one called": Ask("title", nth(5)),
    "tell me about the second one": Ask("all", nth(2)),
    "number two": Ask("all", nth(2)),
    "why": Why(IT),
    "why this one": Why(IT),
    "why the third?": Why(nth(3)),
    "but why the twelfth one": Why(nth(12)),
    "why did you pick Hate Mail": Why(Target(8)),
    "why is the last one on the list": Why(nth(8)),
    "not this artist again": Avoid("artist", IT),
    "no more of that band please": Avoid("artist", IT),
    "not the second artist again": Avoid("artist", nth(2)),
    "no more Marrow Lane": Avoid("artist", Target(1, by_artist=True)),
    "nothing by the copper hens": Avoid("artist", Target(4, by_artist=True)),
    "stop playing Marrow Lane": Avoid("artist", Target(1, by_artist=True)),
    "don't play this artist any more": Avoid("artist", IT),
    "another artist": Avoid("artist", IT),
    "not this one": Avoid("song", IT),
    "skip the second": Avoid("song", nth(2)),
    "not Slow Water again": Avoid("song", Target(3)),
    "I don't like number four": Avoid("song", nth(4)),
    "I hate the first one": Avoid("song", nth(1)),
    "more like the first one": Like("song", nth(1)),
    "something like Slow Water": Like("song", Target(3)),
    "I love number two": Like("song", nth(2)),
    "the third one is great": Like("song", nth(3)),
    "I really like this one": Like("song", IT),
    "more by this artist": Like("artist", IT),
    "play more stuff like number three": Like("song", nth(3)),
    "more from Ida Fennimore": Like("artist", Target(3, by_artist=True)),
    "forget the rain": Forget("rain"),
    "never mind the eighties": Forget("eighties"),
    "forget it": Command("undo"),
    "can we go back": Command("undo"),
    "undo": Command("undo"),
    "scratch that": Command("undo"),
    "start over": Command("start over"),
    "let's start again": Command("start over"),
    "what did you hear?": Command("heard"),
    "thanks": Command("thanks"),
    "great, thank you so much": Command("thanks"),
    "nice songs": Command("thanks"),
    "Help!": Command("help"),
    "?": Command("help"),
    "ok thanks bye": Command("bye"),
    "why did you choose these": Command("heard"),
    "bye": Command("bye"),
    "hello": Command("hello"),
    "okay": Command("nod"),
}

MESSAGES = (
    "more than anything I miss her",
    "more and more tired every day",
    "I need more time with my kids",
    "next week I start my new job",
    "another day, another quarrel",
    "one more night without you",
    "five more days until the exam",
    "why does it always rain on me",
    "why me",
    "why is everything so hard",
    "why can't I sleep",
    "I want to start over with her",
    "I start over in a new town tomorrow",
    "the second week without him",
    "the first one in my family to graduate",
    "the last one broke my heart",
    "number two in the race and still unhappy",
    "help me sleep",
    "help, I am so stressed",
    "bye bye summer, hello rain",
    "thanks to my sister I am laughing again",
    "who cares about my birthday",
    "who am I without my work",
    "when is it over",
    "when he left I cried",
    "what is love",
    "I feel sadder than yesterday",
    "I'm calmer now",
    "it's too late for us",
    "it is too much",
    "I'm too sad to work",
    "I am not happy enough",
    "she is great and I am nervous",
    "life is good",
    "I hate it",
    "I hate this town",
    "I love him",
    "I love the second of May",
    "not again",
    "not today",
    "no more tears",
    "no more Johnny Cash",
    "songs like Folsom Prison",
    "more like Ida Fennimore",
    "don't play with my heart",
    "stop playing games with me",
    "let me hear from you",
    "something happy",
    "songs about rain",
    "make me happier",
    "forgetting her is hard",
    "undo this whole year for me",
    "skip work and drive to the sea",
    "nothing feels right",
    "I like my new flat",
    "happy",
    "ignoring the phone all day",
)


@pytest.mark.parametrize(("line", "meant"), LINES.items(), ids=LINES)
def test_a_line_means(line: str, meant: Turn) -> None:
    assert turn(line, SONGS) == meant


@pytest.mark.parametrize("line", MESSAGES)
def test_a_message_stays_a_message(line: str) -> None:
    found = turn(line, SONGS)
    assert isinstance(found, Message)
    assert found.text == line


@pytest.mark.parametrize(
    ("line", "corrects"),
    [
        ("actually I'm fine now, just tired", True),
        ("no, I am angry", True),
        ("I'm not sad any more", True),
        ("I feel better now", True),
        ("I feel bad", False),
        ("my knowledge of her is small", False),
    ],
)
def test_a_message_may_take_back_what_was_said(line: str, corrects: bool) -> None:
    assert turn(line) == Message(line, corrects)


@pytest.mark.parametrize(
    "line", ["not this one", "I love number two", "nice", "more like the first one", "Slow Water"]
)
def test_what_is_said_of_songs_is_a_message_while_none_was_shown(line: str) -> None:
    assert turn(line) == Message(line)


def test_signs_case_and_curly_quotes_do_not_matter() -> None:
    assert turn("  THAT’S TOO SAD!!  ", SONGS) == steer(("sad", -1))


@pytest.mark.parametrize("line", ["", "   ", "...", "!?", "\0", "😭", "more " * 2000, "(" * 110])
def test_anything_at_all_has_a_meaning(line: str) -> None:
    assert isinstance(turn(line, SONGS), Message)


@pytest.mark.parametrize(
    "line",
    ["more " * 24, "not so " * 17, "i really really like " * 5, "a bit " * 20, "why is " * 17],
)
def test_no_line_takes_long_to_be_read(line: str) -> None:
    """Patterns that look back twice at each place would take minutes."""
    began = time.perf_counter()
    turn(line, SONGS)
    assert time.perf_counter() - began < 0.5

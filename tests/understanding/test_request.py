from __future__ import annotations

import math

import pytest

from heartsong.errors import RequestError
from heartsong.understanding.request import agreed, check, settle
from heartsong.understanding.wishes.purpose import Purpose
from heartsong.wishes import Options, Request, Wish
from tests.builders import a_hearing, a_mood

NO_ABBA = Wish("artist", "avoid", "ABBA")
ABBA = Wish("artist", "want", "ABBA")


def settled(k: int | None = 10, held: int = 1000, **more: object) -> Request:
    options = more.pop("options", Options())
    return settle(a_hearing(**more), k, options, held)  # type: ignore[arg-type]


def test_a_plain_request_needs_no_notice() -> None:
    assert settled() == Request("I feel bad", 10)


@pytest.mark.parametrize(
    ("given", "said", "k"), [(None, None, 10), (None, 3, 3), (5, None, 5), (5, 3, 5)]
)
def test_how_many_songs_is_given_or_said_or_ten(
    given: int | None, said: int | None, k: int
) -> None:
    assert settle(a_hearing(k=said), given, Options(), 1000).k == k


def test_a_strategy_is_given_or_said_or_to_match() -> None:
    assert settled().strategy == "match"
    assert settled(strategy="lift").strategy == "lift"
    assert settled(strategy="lift", options=Options(strategy="calm")).strategy == "calm"


def test_a_mood_that_hardly_leads_is_said_to_be_doubtful_where_it_is_all_there_is() -> None:
    unsure = a_mood("sad", 0.35)
    assert any("not sure how you feel" in each for each in settled(mood=unsure).notices)
    assert not settled(mood=unsure, wishes=(ABBA,)).notices
    assert not settled(mood=unsure, felt=False).notices
    assert not settled(mood=unsure, options=Options(emotions={"joy": 1})).notices


def test_how_well_known_songs_shall_be_is_given_or_said() -> None:
    assert settled(familiarity=-0.7).options.familiarity == -0.7
    assert settled(familiarity=-0.7, options=Options(familiarity=1)).options.familiarity == 1
    assert settled().options.familiarity == 0


def test_what_music_is_for_and_what_nobody_can_tell_are_said() -> None:
    (notice,) = settled(purpose=Purpose("for the gym", "drive")).notices
    assert notice == "I looked for songs with drive (“for the gym”)."
    assert settled(unknown="There may be drums.").notices == ("There may be drums.",)


@pytest.mark.parametrize(
    ("held", "said"),
    [(1, "only 1 song."), (9, "only 9 songs."), (10, None)],
)
def test_a_catalogue_with_too_few_songs_is_said_to_have_few(held: int, said: str | None) -> None:
    notices = settled(held=held).notices
    assert notices == (() if said is None else (f"The catalogue has {said}",))


@pytest.mark.parametrize(("k", "held", "given"), [(10, 3, 3), (3, 10, 3), (10**9, 8, 8)])
def test_no_more_songs_are_asked_for_than_there_are(k: int, held: int, given: int) -> None:
    assert settled(k, held).k == given


def test_what_the_catalogue_lacks_is_said_unless_it_was_not_wanted_anyway() -> None:
    unknown = Wish("artist", "like", "Nobody At All", known=False)
    assert settled(wishes=(unknown,)).notices == (
        "I know no artist called Nobody At All in this catalogue.",
    )
    assert not settled(wishes=(Wish("artist", "avoid", "Nobody", known=False),)).notices


def test_several_notices_are_all_given_in_order() -> None:
    notices = settled(held=3, mood=a_mood("sad", 0.3), notice="I read your emoji.").notices
    assert len(notices) == 3
    assert notices[0] == "I read your emoji."


def test_wishes_come_once_and_what_is_not_wanted_wins() -> None:
    wishes, notices = agreed([ABBA, ABBA, NO_ABBA])
    assert wishes == [NO_ABBA]
    assert notices == ["You want ABBA and you do not: I left it out."]


def test_wishes_in_words_and_given_ones_are_settled_together() -> None:
    request = settled(wishes=(ABBA,), options=Options(wishes=(NO_ABBA,)))
    assert request.wishes == (NO_ABBA,)
    assert request.avoided("artist") == ["ABBA"]
    assert request.wanted("artist") == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (Options(emotions={"joy": math.nan}), "The slider joy is nan: give a number of 0 or more."),
        (Options(emotions={"joy": math.inf}), "The slider joy is inf"),
        (Options(emotions={"joy": -0.1}), "The slider joy is -0.1"),
        (Options(emotions={"glee": 1}), "There is no emotion 'glee': choose from sadness, joy"),
        (Options(emotions={"joy": 0, "fear": 0}), "All sliders are at 0"),
        (Options(emotions={}), "All sliders are at 0"),
        (Options(tilt=1.5), "The tilt is 1.5: give a number from 0 to 1."),
        (Options(tilt=math.nan), "The tilt is nan"),
        (Options(familiarity=-2), "The familiarity is -2: give a number from -1 to 1."),
        (Options(strategy="cry"), "no strategy 'cry': choose from match, lift, calm"),  # type: ignore[arg-type]
        (Options(algorithm="dice"), "no algorithm 'dice'"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(options: Options, sentence: str) -> None:
    with pytest.raises(RequestError) as caught:
        check(None, options)
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("k", [0, -1])
def test_no_songs_cannot_be_asked_for(k: int) -> None:
    with pytest.raises(RequestError, match=f"{k} songs cannot be given: ask for 1 or more"):
        check(k, Options())


def test_sliders_above_one_are_only_weights() -> None:
    check(None, Options(emotions={"joy": 7.0, "love": 3}))

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartsong.model import Heard
from heartsong.ranking.aim import aim, corner
from heartsong.types import EMOTIONS, GROUPS, Mood
from heartsong.understanding.hearing import nothing_heard
from heartsong.wishes import Options, Wish, WishKind
from tests.builders import a_hearing, a_mood, a_request, an_embedding, moods

SAD = a_mood("sad", 0.9, emotion="sadness", emotion_share=0.9)
NAMES = (*GROUPS, *EMOTIONS)


def avoiding(*names: str) -> tuple[Wish, ...]:
    return tuple(Wish("mood", "avoid", name) for name in names)


def wanting(*names: str) -> tuple[Wish, ...]:
    return tuple(Wish("mood", "want", name) for name in names)


def test_to_stay_with_a_listener_is_to_aim_at_their_own_mood() -> None:
    hearing = a_hearing(SAD)
    found = aim(hearing, a_request(), [])
    assert found.mood == SAD
    assert found.felt
    assert found.embedding is hearing.heard.embedding


@pytest.mark.parametrize(("strategy", "group"), [("lift", "happy"), ("calm", "relaxed")])
def test_a_strategy_leads_to_its_group_and_keeps_some_of_the_listener(
    strategy: str, group: str
) -> None:
    found = aim(a_hearing(SAD), a_request(strategy=strategy), []).mood
    assert found.group == group
    assert 0.1 < found.groups["sad"] < SAD.groups["sad"]
    assert found.valence > 0


@given(
    moods(),
    st.lists(st.sampled_from(NAMES), max_size=4, unique=True),
    st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
    st.sampled_from(["match", "lift", "calm"]),
)
def test_whatever_is_wished_the_aim_has_shares_that_sum_to_one(
    mood: Mood, avoided: list[str], wanted: list[str], strategy: str
) -> None:
    request = a_request(strategy=strategy, wishes=(*avoiding(*avoided), *wanting(*wanted)))
    found = aim(a_hearing(mood), request, []).mood
    for shares in (found.emotions, found.groups):
        assert sum(shares.values()) == pytest.approx(1)
        assert all(share >= 0 for share in shares.values())
    assert -1 <= found.valence <= 1
    assert -1 <= found.arousal <= 1


@given(moods(), st.sampled_from(GROUPS))
def test_an_unwanted_group_has_no_share(mood: Mood, name: str) -> None:
    found = aim(a_hearing(mood), a_request(wishes=avoiding(name)), []).mood
    assert found.groups[name] == pytest.approx(0)
    assert found.group != name


def test_what_a_sad_listener_who_wants_nothing_sad_is_left_with_is_bright() -> None:
    found = aim(a_hearing(SAD), a_request(wishes=avoiding("sad")), []).mood
    assert found.groups["happy"] + found.groups["relaxed"] > 0.7
    assert found.emotions["sadness"] == pytest.approx(0)
    calm = aim(a_hearing(SAD), a_request(wishes=avoiding("sad", "happy")), []).mood
    assert calm.group == "relaxed"


@pytest.mark.parametrize("name", NAMES)
def test_a_mood_that_is_asked_for_by_name_leads(name: str) -> None:
    found = aim(a_hearing(SAD), a_request(wishes=wanting(name)), []).mood
    shares = found.groups if name in GROUPS else found.emotions
    assert max(shares, key=shares.__getitem__) == name


def test_sliders_replace_the_emotions_or_tilt_them() -> None:
    def at(tilt: float) -> Mood:
        options = Options(emotions={"joy": 3.0, "love": 1.0}, tilt=tilt)
        return aim(a_hearing(SAD), a_request(options=options), []).mood

    assert at(1.0).emotions == pytest.approx(
        dict.fromkeys(EMOTIONS, 0.0) | {"joy": 0.75, "love": 0.25}
    )
    assert at(1.0).group == "happy"
    assert at(0.0).emotions == pytest.approx(dict(SAD.emotions))
    assert SAD.emotions["joy"] < at(0.5).emotions["joy"] < 0.75


def test_without_a_feeling_the_seeds_say_where_to() -> None:
    nothing = a_hearing(felt=False)
    seeds = [
        Heard(a_mood("angry", 0.9), an_embedding(1)),
        Heard(a_mood("angry", 0.5), an_embedding(2)),
    ]
    found = aim(nothing, a_request(), seeds)
    assert found.felt
    assert found.mood.groups["angry"] == pytest.approx(0.7)
    assert not aim(nothing, a_request(), []).felt
    assert aim(a_hearing(SAD), a_request(), seeds).mood == SAD


def test_a_listener_who_says_nothing_has_an_even_mood() -> None:
    heard = nothing_heard(8)
    assert set(heard.mood.emotions.values()) == {1 / 6}
    assert heard.mood.emotion == "neutral"
    assert not heard.embedding.any()


@pytest.mark.parametrize(
    ("group", "signs"),
    [("happy", (1, 1)), ("sad", (-1, -1)), ("angry", (-1, 1)), ("relaxed", (1, -1))],
)
def test_each_group_has_its_corner(group: str, signs: tuple[int, int]) -> None:
    valence, arousal = corner({name: float(name == group) for name in GROUPS})
    assert (valence * signs[0], arousal * signs[1]) == (0.5, 0.5)


def test_only_moods_move_the_aim() -> None:
    kinds: list[WishKind] = ["artist", "theme", "word", "pace"]
    wishes = tuple(Wish(kind, "avoid", "slow") for kind in kinds)
    assert aim(a_hearing(SAD), a_request(wishes=wishes), []).mood == SAD

"""Themes: told by the shipped model's head, and by descriptions where there is no head."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from heartsong.encoder import Encoder
from heartsong.errors import ModelError
from heartsong.lyrics.score import score
from heartsong.ranking.themes import CLEAR, NAMES, THEMES, VETOES, Themes
from heartsong.ranking.themes.head import SHIPPED_HEAD, Head, shipped
from tests.fakes import FakeEncoder

SHANTY = """The barrels roll, the whiskey flows, we drink until we fall
Another beer, another gin, a bottle for us all
My head is sore, the bar is closed, I drank away my pay
So pour the wine and pass the rum, I'm drunk again today"""
CAROL = """The sleigh bells ring on Christmas night, the reindeer cross the snow
And Santa leaves the presents where the tree and candles glow
Oh merry Christmas, children, hang your stockings by the fire
The carols rise on Christmas Day from every village choir"""


def of_lines(model: Encoder, *lines: str) -> dict[str, np.ndarray]:
    """Theme → the scores of the lines."""
    heard = np.stack([each.embedding for each in model.hear([[x] for x in lines], "message")])
    return dict(zip(NAMES, Themes(model).scores(heard, "message").T, strict=True))


def of_songs(model: Encoder, *lyrics: str) -> dict[str, np.ndarray]:
    heard = np.stack([each.embedding for each in score(lyrics, model) if each])
    return dict(zip(NAMES, Themes(model).scores(heard).T, strict=True))


def test_every_theme_has_a_name_of_its_own_a_clause_and_descriptions() -> None:
    assert len(set(NAMES)) == len(THEMES) == 25
    for theme in THEMES:
        assert theme.about.startswith("about ")
        assert all(theme.descriptions)


@pytest.mark.parametrize(
    ("line", "theme"),
    [
        ("my boyfriend dumped me and i want to throw his things out of the window", "break-up"),
        ("we carried my uncle's coffin to the churchyard this morning", "loss"),
        ("three pints of lager and i can't find my keys", "alcohol"),
        ("Saviour, wash my sins away", "faith"),
        ("soldiers dig the trenches while the shells come down", "war"),
        ("santa got stuck in our chimney", "christmas"),
    ],
)
def test_a_line_is_heard_as_its_theme_before_all_others(
    encoder: Encoder, line: str, theme: str
) -> None:
    scores = {name: float(values[0]) for name, values in of_lines(encoder, line).items()}
    assert max(scores, key=scores.__getitem__) == theme
    assert scores[theme] > 0.5


def test_a_line_about_nothing_has_no_theme(encoder: Encoder) -> None:
    for values in of_lines(encoder, "my printer is out of ink", "surprise me").values():
        assert values.max() < 0.5


def test_a_song_is_clearly_about_what_it_sings_of_and_no_veto_of_others_finds_it(
    encoder: Encoder,
) -> None:
    scores = of_songs(encoder, SHANTY, CAROL)
    assert scores["alcohol"][0] >= CLEAR > VETOES["alcohol"] > scores["alcohol"][1]
    assert scores["christmas"][1] >= CLEAR > VETOES["christmas"] > scores["christmas"][0]
    assert scores["break-up"][1] < VETOES["break-up"]
    assert set(VETOES) == set(NAMES)


def test_scores_are_shares_in_the_order_of_the_themes(encoder: Encoder) -> None:
    heard = np.random.default_rng(0).standard_normal((7, encoder.width)).astype(np.float32)
    for kind in ("song", "message"):
        scores = Themes(encoder).scores(heard, kind)  # type: ignore[arg-type]
        assert (scores.shape, scores.dtype) == ((7, len(THEMES)), np.float32)
        assert ((scores >= 0) & (scores <= 1)).all()
    assert Themes(encoder).scores(heard[:0]).shape == (0, len(THEMES))


def test_the_shipped_model_needs_no_hearing_and_no_other_model_gets_its_head(
    encoder: Encoder, fake: FakeEncoder
) -> None:
    assert shipped().model == encoder.name
    assert shipped().weights.shape == (len(THEMES), encoder.width)
    scores = Themes(fake).scores(np.eye(fake.width, dtype=np.float32))
    assert scores.shape == (fake.width, len(THEMES))


class Renamed(Encoder):
    """The shipped model under a name that no head was fitted for, counting what it hears."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self.name = "another-1"
        self.passes = 0

    def forward(self, pieces):  # type: ignore[no-untyped-def]
        self.passes += 1
        return super().forward(pieces)


def test_another_model_is_told_the_descriptions_once_and_finds_the_themes() -> None:
    model = Renamed()
    themes = Themes(model)
    assert model.passes == 0
    heard = np.stack([each.embedding for each in score([SHANTY, CAROL], model) if each])
    passes = model.passes
    scores = themes.scores(heard)
    assert np.array_equal(themes.scores(heard), scores)
    assert model.passes == passes + 1
    assert [NAMES[best] for best in scores.argmax(axis=1)] == ["alcohol", "christmas"]
    assert scores.max() > 0.5


@pytest.mark.parametrize("text", ["", "{}", '{"model": "m", "themes": {}, "lines": {}}'])
def test_a_damaged_head_is_told_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "head.json"
    path.write_text(text)
    with pytest.raises(ModelError, match="reinstall Heartsong"):
        shipped(path)
    with pytest.raises(ModelError, match="reinstall Heartsong"):
        shipped(tmp_path / "none.json")


def test_the_shipped_head_is_nothing_but_numbers() -> None:
    found = json.loads(SHIPPED_HEAD.read_text(encoding="utf-8"))
    assert set(found) == {"model", "lines", "themes"}
    assert set(found["themes"]) == set(NAMES)
    assert {type(n) for weights in found["themes"].values() for n in weights} == {int}


def test_no_sum_is_too_large_for_a_likelihood() -> None:
    line = (np.full(1, 1e30, np.float32), np.zeros(1, np.float32))
    head = Head("m", np.ones((1, 2), np.float32), {"song": line, "message": line})
    with np.errstate(all="raise", under="ignore"):
        scores = head.scores(np.array([[1, 1], [-1, -1]], np.float32), "song")
    assert scores[0, 0] == pytest.approx(1)
    assert scores[1, 0] == pytest.approx(0)

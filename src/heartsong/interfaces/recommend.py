"""The command recommend: words in, songs out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Final, cast, get_args

import typer

from heartsong.errors import RequestError
from heartsong.interfaces.files import given_words
from heartsong.interfaces.options import (
    CatalogueOption,
    JsonOption,
    ModelOption,
    SentimentModelOption,
    print_json,
    recommender,
)
from heartsong.wishes import Options, Stance, Wish, WishKind

_KINDS: Final = [kind for kind in get_args(WishKind) if kind != "song"]


class StrategyName(StrEnum):
    """What the songs are to do."""

    MATCH = "match"
    LIFT = "lift"
    CALM = "calm"


class AlgorithmName(StrEnum):
    """How songs are chosen."""

    HEARTSONG = "heartsong"
    PROTOTYPE = "prototype"


def recommend(
    text: Annotated[
        str, typer.Argument(help='How you feel, in your words; "-" reads them from a pipe.')
    ] = "",
    k: Annotated[
        int | None, typer.Option("-k", "--songs", help="How many songs; 10 by default.")
    ] = None,
    catalogue: CatalogueOption = None,
    strategy: Annotated[
        StrategyName | None,
        typer.Option(help="Stay with me, bring me up, settle me; as your words ask by default."),
    ] = None,
    mood: Annotated[
        str | None,
        typer.Option(
            metavar="EMOTION=WEIGHT,…", help="Sliders, in place of what was heard: joy=.6,love=.2."
        ),
    ] = None,
    tilt: Annotated[
        float, typer.Option(help="How far the sliders replace what was heard, from 0 to 1.")
    ] = 1.0,
    want: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND=VALUE", help=f"A wish: {', '.join(_KINDS)}."),
    ] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND=VALUE", help="What no song may have: artist=ABBA, theme=loss."),
    ] = None,
    familiarity: Annotated[
        float, typer.Option(help="From -1, hardly known songs, to 1, well-known ones.")
    ] = 0.0,
    seed: Annotated[
        int | None, typer.Option(help="The same number gives the same songs; else they vary.")
    ] = None,
    algorithm: Annotated[
        AlgorithmName, typer.Option(help="'prototype' is the students' own, as a baseline.")
    ] = AlgorithmName.HEARTSONG,
    lines: Annotated[
        bool, typer.Option(help="Quote the lines that carry a song's mood, where they are known.")
    ] = True,
    as_json: JsonOption = False,
    model: ModelOption = None,
    sentiment_model: SentimentModelOption = None,
) -> None:
    """Songs for the way you feel.

    Write as you would to a friend; ten songs come back, each with the reason why it fits.

    heartsong recommend "What music should I listen to if I feel bad"

    heartsong recommend "leg day, make it loud, nothing by ABBA" -k 5 --json

    heartsong recommend --mood sadness=.6,joy=.2
    """
    options = Options(
        strategy=None if strategy is None else strategy.value,
        emotions=None if mood is None else sliders(mood),
        tilt=tilt,
        wishes=(*wishes(want or [], "want"), *wishes(avoid or [], "avoid")),
        algorithm=algorithm.value,
        familiarity=familiarity,
        seed=seed,
        quotes=lines,
    )
    words = given_words(text) if text or mood is None else ""
    answer = recommender(catalogue, model, sentiment_model).recommend(words, k, options)
    if as_json:
        from heartsong.interfaces.payloads import of_recommendation

        print_json(of_recommendation(answer))
    else:
        from rich.console import Console

        from heartsong.interfaces import render

        render.recommendation(answer, Console())


def sliders(text: str) -> dict[str, float]:
    """The weights of "sadness=.6,joy=.2".

    Raises:
        RequestError: a part that is no name and number.
    """
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = part.partition("=")
        try:
            found[name.strip().casefold()] = float(value)
        except ValueError:
            found[name.strip().casefold()] = math.nan
        if not value.strip() or math.isnan(found[name.strip().casefold()]):
            raise RequestError(
                f"'{part}' is no slider: write an emotion and a weight, such as joy=.6."
            )
    return found


def wishes(given: Sequence[str], stance: Stance) -> list[Wish]:
    """Wishes written as "artist=ABBA".

    Raises:
        RequestError: a part that is no kind and value.
    """
    found = []
    for each in given:
        kind, _, value = each.partition("=")
        if kind not in _KINDS or not value.strip():
            raise RequestError(
                f"'{each}' is no wish: write KIND=VALUE, where the kind is one of "
                f"{', '.join(_KINDS)}."
            )
        found.append(Wish(cast(WishKind, kind), stance, value.strip()))
    return found

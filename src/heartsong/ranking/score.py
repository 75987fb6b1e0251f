"""How well songs fit: parts in [0, 1], each with a weight, and their sum."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.catalogue.kin import KIN
from heartsong.model import Floats
from heartsong.ranking.aim import Aim, corner
from heartsong.ranking.exclude import Mask, matches
from heartsong.ranking.pool import Pool, energy
from heartsong.ranking.seeds import Seeds
from heartsong.ranking.themes import NAMES
from heartsong.store.space import weighted
from heartsong.types import EMOTIONS, GROUPS, Mood
from heartsong.wishes import Request, WishKind

Doubles = NDArray[np.float64]

# What counts how much, before the weights of an answer are scaled to sum to 1.
MOOD: Final = 0.75
MEANING: Final = 0.25
UNFELT: Final = 0.1  # of the mood where the listener said nothing of one
THEME: Final = 0.5
OTHER: Final = 0.3  # than the themes that are not wanted
WORDS: Final = 0.6
ALIKE: Final = 1.0
PACE: Final = 0.4
FAMILIAR: Final = 0.3  # at the end of the dial
WISHED: Final = 3.0  # songs that have what was asked for come before all that have not
# What the part `mood` is made of. Found on songs that people labelled, by heads that knew neither
# them nor their artists: benchmarks/ranking_trials.py prints what else was tried.
_GROUPS: Final = 0.64
_EMOTIONS: Final = 0.2
_VALENCE: Final = 0.16
_FAR_VALENCE: Final = 0.3  # twice the standard deviation of songs
_SHARPER: Final = 1.5  # who is rather sad wants songs that are surely sad
# Songs whose scores differ by less than about this much fit alike: their order may vary.
VARIETY: Final = 0.004
_HEARD_TOGETHER: Final = 0.6  # of likeness; the rest is what is sung
_UNHEARD: Final = 0.2
_EXACT: Final[tuple[WishKind, ...]] = ("artist", "album", "genre", "years", "song")


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The scores of a pool.

    Attributes:
        parts: name of a part → (songs,) float64 in [0, 1].
        weights: name of a part → its weight; they sum to 1.
        total: (songs,) the weighted sum.
        order: (songs,) the same, with near equals in an order that the seed decides.
    """

    parts: Mapping[str, Doubles]
    weights: Mapping[str, float]
    total: Doubles
    order: Doubles


def query_row(aim: Aim) -> Floats:
    """An aim as a vector of the index: (10 + width,) float32; valence is not in it."""
    mood = MOOD if aim.felt else UNFELT
    row = np.concatenate([*_roots(aim.mood), aim.embedding]).astype(np.float32)
    # A cosine in [-1, 1] counts as a part in [0, 1], so half as steeply.
    return row * weighted(mood * _EMOTIONS, mood * _GROUPS, MEANING / 2, len(aim.embedding))


def score(pool: Pool, aim: Aim, request: Request, seeds: Seeds) -> Scores:
    """The parts of every song of a pool that this request asks for, and their weighted sum."""
    found: dict[str, tuple[float, Floats]] = {
        "mood": (MOOD if aim.felt else UNFELT, _mood(pool, aim.mood)),
        "meaning": (MEANING if aim.embedding.any() else 0.0, _meaning(pool, aim.embedding)),
    }
    if themes := request.wanted("theme"):
        found["theme"] = (THEME, _theme(pool, themes))
    if unwanted := request.avoided("theme"):
        # A cut alone leaves songs that touch on it: the less of it, the better.
        found["other"] = (OTHER, 1 - _theme(pool, unwanted))
    if request.wanted("word"):
        found["words"] = (WORDS, _each(pool, pool.relevance))
    if seeds.heard:
        found["alike"] = (ALIKE, _alike(pool, seeds))
    if paces := paces_of(request):
        found["pace"] = (PACE, _pace(pool, paces))
    if dial := request.options.familiarity:
        found["familiar"] = (FAMILIAR * abs(dial), _familiar(pool, dial))
    if (wished := granted(pool, request)) is not None:
        found["wished"] = (WISHED, wished)
    return _sum(pool, found, request.options.seed)


def granted(pool: Pool, request: Request) -> Floats | None:
    """(songs,) the share of the facts asked for that a song has; None where none was asked for."""
    kinds = [kind for kind in _EXACT if request.wanted(kind)]
    if not kinds:
        return None
    had = np.stack([_has(pool, kind, request) for kind in kinds]).astype(np.float32)
    share: Floats = had.mean(axis=0)
    return share


def _has(pool: Pool, kind: WishKind, request: Request) -> Mask:
    if kind != "song":
        return matches(pool, kind, request.wanted(kind))
    ids = {wish.id for wish in request.wishes if wish.kind == "song" and wish.stance == "want"}
    return np.array([each.id in ids for each in pool.facts], bool)


def _sum(pool: Pool, found: Mapping[str, tuple[float, Floats]], seed: int | None) -> Scores:
    total = sum(weight for weight, _ in found.values())
    weights = {name: weight / total for name, (weight, _) in found.items()}
    # Six digits: the last bits of a float32 sum differ between processors, the order must not.
    parts: dict[str, Doubles] = {
        name: np.clip(values.astype(np.float64), 0.0, 1.0).round(6)
        for name, (_, values) in found.items()
    }
    sums = np.zeros(len(pool))
    for name, values in parts.items():
        sums += weights[name] * values
    sums = np.round(sums, 6)
    return Scores(parts, weights, sums, sums + VARIETY * _dice(pool, seed))


def _dice(pool: Pool, seed: int | None) -> Doubles:
    """(songs,) a throw a song in [-1, 1], by its id, so that its company does not matter."""
    salt = np.random.default_rng(seed).integers(2**63, dtype=np.uint64)
    keys = np.array([zlib.crc32(each.id.encode()) for each in pool.facts], np.uint64) + salt
    # The finaliser of SplitMix64 (Steele, Lea and Flood 2014): neighbours come out unrelated.
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    keys ^= keys >> np.uint64(31)
    throws: Doubles = keys.astype(np.float64) / 2**63 - 1
    return throws


def _mood(pool: Pool, mood: Mood) -> Floats:
    """How much songs have a mood, in [0, 1].

    Bhattacharyya coefficients of the mood groups and of the emotions, and how far a song lies on
    the pleasant or the unpleasant side, whichever the groups are on.
    """
    root_of_emotions, root_of_groups = _roots(mood)
    emotions = np.sqrt(pool.vectors.emotions) @ root_of_emotions
    groups = np.sqrt(pool.vectors.groups) @ root_of_groups
    side = 2 * corner(dict(zip(GROUPS, np.square(root_of_groups).tolist(), strict=True)))[0]
    pleasant = np.clip(pool.vectors.affects[:, 0] / _FAR_VALENCE, -1, 1)
    found: Floats = _EMOTIONS * emotions + _GROUPS * groups + _VALENCE * (1 + side * pleasant) / 2
    return found


def _roots(mood: Mood) -> tuple[Floats, Floats]:
    """Square roots of the shares of emotions, (6,), and of the sharpened mood groups, (4,)."""
    groups = np.array([mood.groups[name] for name in GROUPS], np.float32) ** _SHARPER
    emotions = np.array([mood.emotions[name] for name in EMOTIONS], np.float32)
    return np.sqrt(emotions), np.sqrt(groups / groups.sum())


def _meaning(pool: Pool, embedding: Floats) -> Floats:
    return np.asarray((1 + pool.vectors.embeddings @ embedding) / 2, np.float32)


def _theme(pool: Pool, names: Sequence[str]) -> Floats:
    found: Floats = pool.themes[:, [NAMES.index(name) for name in names]].max(axis=1)
    return found


def _each(pool: Pool, values: Mapping[str, float]) -> Floats:
    return np.array([values.get(each.id, 0.0) for each in pool.facts], np.float32)


def _alike(pool: Pool, seeds: Seeds) -> Floats:
    """How much songs resemble the seeds; of several the nearest counts most.

    Their artists count as far as the same people hear them, and mood and meaning of the words do;
    for artists whom the table of `kin` lacks, words are all there is.
    """
    found = []
    artists = [each.artist for each in pool.facts]
    for seed, artist in zip(seeds.heard, seeds.artists, strict=True):
        words = (_mood(pool, seed.mood) + _meaning(pool, seed.embedding)) / 2
        shared: Floats = KIN.likeness(artist, artists)
        known = KIN.knows(artist)
        # Somebody nobody knows is less likely akin than most whom people hear together.
        shared = np.where(np.isnan(shared), _UNHEARD if known else words, shared).astype(np.float32)
        found.append(_HEARD_TOGETHER * shared + (1 - _HEARD_TOGETHER) * words)
    each = np.stack(found)
    alike: Floats = (each.max(axis=0) + each.mean(axis=0)) / 2
    return alike


def paces_of(request: Request) -> set[str]:
    """Fast or slow, or both: what is not to be slow had better be fast."""
    other = {"fast": "slow", "slow": "fast"}
    turned = {other[pace] for pace in request.avoided("pace") if pace in other}
    return turned | set(request.wanted("pace"))


def _pace(pool: Pool, paces: set[str]) -> Floats:
    found = energy(pool.vectors)
    if len(paces) > 1:  # neither fast nor slow
        found = np.abs(found)
        return np.asarray(1 - found, np.float32)
    return np.asarray((1 + found) / 2 if "fast" in paces else (1 - found) / 2, np.float32)


def _familiar(pool: Pool, dial: float) -> Floats:
    """Where a song stands among the others by popularity; those nobody counted stand between."""
    counts = np.array(
        [np.nan if each.popularity is None else each.popularity for each in pool.facts]
    )
    known = ~np.isnan(counts)
    places = np.full(len(pool), 0.5, np.float32)
    if known.sum() > 1:
        ranks = np.searchsorted(np.sort(counts[known]), counts[known])
        places[known] = ranks / (known.sum() - 1)
    return places if dial > 0 else 1 - places

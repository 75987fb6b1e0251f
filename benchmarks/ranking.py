"""Print the README's table of how good recommendations are, on songs that people labelled.

python benchmarks/ranking.py ../shared/data prints Markdown. No song is judged by a head that knows
it, its artist or a copy of it; the trunk saw none of these artists. Needs the extra `train`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from heartsong.evaluation.figures import Ranked, Ranking
from heartsong.evaluation.labelled import own_lines
from heartsong.evaluation.recommend import LINES, MOODS, evaluate
from heartsong.training.unseen import JUDGED, unseen

FIRST: Final = JUDGED[0]
ASKED: Final = {LINES: "lines as heard", MOODS: "the mood itself"}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    songs = unseen(Path(sys.argv[1]))
    lines = own_lines()
    found = {name: evaluate(each, lines) for name, each in songs.items()}
    print(f"{FIRST}, {sum(found[FIRST].songs.values()):,} songs, {found[FIRST].lines} lines\n")
    print(whole(found[FIRST]))
    print(f"\nPrecision@10 on all sets\n\n{beside(found)}")


def whole(found: Ranking) -> str:
    """Every figure on one set, a row for each ranker and kind of question."""
    names = list(found.results[0].measures())
    rows = [f"| asked | ranker | {' | '.join(names)} |", f"|---|---|{'---|' * len(names)}"]
    for each in found.results:
        figures = [_shown(name, value) for name, value in each.measures().items()]
        rows.append(f"| {ASKED[each.queries]} | {each.ranker} | {' | '.join(figures)} |")
    return "\n".join(rows)


def beside(found: Mapping[str, Ranking]) -> str:
    """Precision@10 of ours, the prototype and chance, a row for each set."""
    rankers = ("heartsong", "prototype", "random")
    heads = [f"{name}, {ASKED[mode]}" for mode in ASKED for name in rankers]
    rows = [f"| set | songs | moods | {' | '.join(heads)} |", f"|---|---|---|{'---|' * len(heads)}"]
    for name, each in found.items():
        cells = [f"{_of(each, mode, by).precision:.3f}" for mode in ASKED for by in rankers]
        songs = sum(each.songs.values())
        rows.append(f"| {name} | {songs:,} | {len(each.songs)} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _of(found: Ranking, mode: str, ranker: str) -> Ranked:
    return next(each for each in found.asked(mode) if each.ranker == ranker)


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.1f}" if name.endswith("ms") else f"{value:.3f}"


if __name__ == "__main__":
    main()

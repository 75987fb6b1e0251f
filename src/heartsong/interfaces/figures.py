"""Evaluations for people: models, or ways to choose songs, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heartsong.evaluation.figures import Classified, Evaluation, Ranked, Ranking, Result

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def evaluation(found: Evaluation, console: Console) -> None:
    """Print a table of measures, and of each model its classes and its confusions."""
    left_out = "".join(f", {count:,} left out: {why}" for why, count in found.left_out.items())
    _line(f"{found.task}: {found.texts:,} texts of {found.data}{left_out}", console)
    if found.notice:
        _line(found.notice, console)
    console.print(_side_by_side(found.results))
    for result in found.results:
        if isinstance(result.figures, Classified):
            _line(f"{result.model}: each class", console)
            console.print(_classes(result.figures))
            _line(f"{result.model}: what was heard (columns) of each class (rows)", console)
            console.print(_confusion(result.figures))


def ranking(found: Ranking, console: Console) -> None:
    """Print a table of ways to choose songs for lines as they are heard, and one for moods."""
    songs = ", ".join(f"{count:,} {group}" for group, count in found.songs.items())
    total = sum(found.songs.values())
    left_out = "".join(f", {count:,} left out: {why}" for why, count in found.left_out.items())
    _line(f"recommend: {total:,} songs of {found.data} ({songs}){left_out}", console)
    if found.notice:
        _line(found.notice, console)
    _line(f"{found.lines:,} lines, as they are heard", console)
    console.print(_ranked(found.asked("lines")))
    _line(
        "the expected moods themselves, as if nothing were misheard, each with ten seeds", console
    )
    console.print(_ranked(found.asked("moods")))


def _ranked(results: tuple[Ranked, ...]) -> Table:
    table = _table("measure", *(result.ranker for result in results))
    for measure in results[0].measures():
        figures = [result.measures()[measure] for result in results]
        digits = 1 if measure.endswith("ms") else 3
        table.add_row(measure, *("–" if each is None else f"{each:.{digits}f}" for each in figures))
    return table


def _side_by_side(results: tuple[Result, ...]) -> Table:
    table = _table("measure", *(result.model for result in results))
    for measure in results[0].figures.measures():
        figures = [result.figures.measures()[measure] for result in results]
        table.add_row(measure, *("–" if each is None else f"{each:.4f}" for each in figures))
    table.add_row("texts a second", *(f"{result.texts_a_second:,.0f}" for result in results))
    return table


def _classes(figures: Classified) -> Table:
    table = _table("class", "precision", "recall", "F1", "texts")
    for each in figures.classes:
        shares = (f"{share:.3f}" for share in (each.precision, each.recall, each.f1))
        table.add_row(each.name, *shares, f"{each.support:,}")
    return table


def _confusion(figures: Classified) -> Table:
    names = [each.name for each in figures.classes]
    table = _table("", *names)
    for name, row in zip(names, figures.confusion, strict=True):
        table.add_row(name, *(f"{count:,}" for count in row))
    return table


def _table(first: str, *others: str) -> Table:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first)
    for name in others:
        table.add_column(escape(name), justify="right", overflow="fold")
    return table


def _line(text: str, console: Console) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)

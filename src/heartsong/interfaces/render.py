"""Answers for people: a table on a terminal, plain lines when piped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from heartsong.types import (
    EMOTIONS,
    IngestReport,
    Mood,
    MoodGroups,
    RankedSong,
    Recommendation,
    Song,
    UnscoredSong,
)
from heartsong.wishes import Wish

if TYPE_CHECKING:
    from rich.console import Console

_WORTH_NAMING: Final = 0.2
_STRATEGIES: Final = {"lift": "bring me up", "calm": "settle me"}
_BARS: Final = "▁▂▃▄▅▆▇█"
_COLOURS: Final = {"Happy": "yellow", "Anxious/Sad": "blue", "Energetic": "red", "Calm": "green"}


def recommendation(answer: Recommendation, console: Console) -> None:
    """Print what was heard and the songs; only the notice where words are the better answer."""
    if answer.songs:
        said = answer.mood.neutral < 1
        _line(f"Heard: {heard(answer.mood) if said else 'no mood in your words'}", console, "bold")
        if told := understood(answer):
            _line(f"Understood: {told}", console)
    if answer.notice:
        _line(answer.notice, console, "italic")
    if not answer.songs:
        return
    if console.is_terminal:
        _table(answer, console)
    else:
        for song in answer.songs:
            print(f"{song.rank:>2}. {song.artist} – {song.title}{_origin(song)}", file=console.file)
            print(f"    {_fit(song)} {song.reason}", file=console.file)
            for line in song.lines:
                print(f"    “{line}”", file=console.file)


def analysis(mood: Mood, console: Console) -> None:
    """Print the mood of one text."""
    _line(f"Heard: {heard(mood)}", console, "bold")
    rows = {"emotions": mood.emotions, "sentiment": mood.sentiment, "groups": mood.groups}
    for name, shares in rows.items():
        listed = ", ".join(f"{each} {share:.2f}" for each, share in shares.items())
        _line(f"{name:<10}{listed}", console)
    _line(f"{'neutral':<10}{mood.neutral:.2f}, before it is spread over the emotions", console)
    _line(f"{'valence':<10}{mood.valence:+.2f}, arousal {mood.arousal:+.2f}", console)


def report(found: IngestReport, console: Console, dry_run: bool = False) -> None:
    """Print what became of the rows of a source."""
    how = ("scored", "scored and ") if found.scored else ("found", "")
    done = f"{how[0]}, none stored" if dry_run else f"{how[1]}stored in {found.catalogue}"
    rate = found.stored / found.seconds if found.seconds else 0.0
    lines = [
        f"{found.read:,} rows read in {found.seconds:.1f} s: {found.stored:,} songs {done} "
        f"({rate:.0f} a second), {found.unchanged:,} already there."
    ]
    for what, counts in (("kept without a mood", found.unscored), ("skipped", found.skipped)):
        for reason, count in counts.items():
            lines.append(f"  {count:,} {what}: {reason} (first: {found.examples[reason]})")
    for line in lines:
        _line(line, console)


def mood_groups(found: MoodGroups, console: Console) -> None:
    """Print the groups of a catalogue, each with where its middle lies and what songs it has."""
    total = found.songs
    _line(f"{total:,} songs in {len(found.groups)} groups, {found.silhouette:.2f} apart", console)
    for each in found.groups:
        leading = sorted(each.emotions.items(), key=lambda item: -item[1])[:2]
        named = ", ".join(f"{name} {share:.0%}" for name, share in leading)
        place = f"valence {each.valence:+.2f}, arousal {each.arousal:+.2f}"
        _line(
            f"{each.name}: {each.size:,} ({each.size / total:.0%}); {named}; {place}",
            console,
            "bold",
        )
        for song in each.examples:
            _line(f"    {song.artist} – {song.title}", console)


def songs(found: Sequence[Song | UnscoredSong], console: Console) -> None:
    """Print songs, each with its mood or why it has none."""
    if not found:
        _line("No song is called so.", console)
    for song in found:
        mood = heard(song.mood) if isinstance(song, Song) else f"without a mood: {song.reason}"
        _line(f"{song.artist} – {song.title}{_origin(song)}", console, "bold")
        _line(f"    {mood}", console)


def heard(mood: Mood) -> str:
    """A mood in words: the category, the emotions that lead, and where it lies."""
    leading = sorted(EMOTIONS, key=lambda name: (-mood.emotions[name], name))
    named = [
        f"{name} {mood.emotions[name]:.0%}"
        for name in leading
        if mood.emotions[name] > _WORTH_NAMING
    ]
    place = f"valence {mood.valence:+.2f}, arousal {mood.arousal:+.2f}"
    return f"{mood.category} ({', '.join(named) or 'no strong emotion'}; {place})"


def understood(answer: Recommendation) -> str:
    """The wishes and the strategy in words, so that a person can correct them."""
    told = [] if answer.strategy == "match" else [_STRATEGIES[answer.strategy]]
    return "; ".join([*told, *map(_wish, answer.wishes)])


def _wish(wish: Wish) -> str:
    stance = {"want": "", "like": "like ", "avoid": "no "}[wish.stance]
    if wish.kind in {"theme", "word"}:
        return f"{'not ' if wish.stance == 'avoid' else ''}about {wish.value}"
    if wish.kind in {"mood", "pace"}:
        return f"{'nothing ' if wish.stance == 'avoid' else ''}{wish.value}"
    if wish.kind == "years":
        return f"{'not ' if wish.stance == 'avoid' else ''}from {wish.value}"
    return f"{stance}{wish.value}{'' if wish.known else ' (unknown here)'}"


def _fit(song: RankedSong) -> str:
    far = "" if song.distance is None else f", {song.distance:.2f} away"
    return f"{song.category}, {song.score:.2f}{far}."


def _bars(mood: Mood) -> str:
    """Six bars, in the order of `EMOTIONS`."""
    return "".join(_BARS[min(7, int(8 * mood.emotions[name]))] for name in EMOTIONS)


def _table(answer: Recommendation, console: Console) -> None:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, justify in (
        ("", "right"),
        ("Song", "left"),
        ("Mood", "left"),
        ("Fit", "right"),
        ("Why", "left"),
    ):
        table.add_column(name, justify="right" if justify == "right" else "left", overflow="fold")
    for song in answer.songs:
        table.add_row(
            str(song.rank),
            f"[bold]{escape(song.title)}[/]\n{escape(song.artist + _origin(song))}",
            f"[{_COLOURS[song.category]}]{song.category}\n{_bars(song.mood)}[/]",
            f"{song.score:.2f}",
            escape("\n".join([song.reason, *(f"“{line}”" for line in song.lines)])),
        )
    console.print(table)


def _line(text: str, console: Console, style: str = "") -> None:
    """Text as it is: no markup read in it, and no line breaks but the terminal's own."""
    console.print(text, style=style, highlight=False, markup=False, soft_wrap=True)


def _origin(song: RankedSong | Song | UnscoredSong) -> str:
    known = [str(each) for each in (song.album, song.year) if each]
    return f" ({', '.join(known)})" if known else ""

"""Make the starter pack: python scripts/build_starter.py ../shared/data/catalogue/songs.csv

Chooses songs so that neither a source nor a genre makes up more than a quarter and no artist is
everywhere, scores them with the project's own `ingest`, and packs names and numbers, no lyrics.
The choice is by digest, so the same table gives the same songs.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from heartsong.catalogue.identity import name_key, song_id
from heartsong.catalogue.ingest import ingest
from heartsong.catalogue.pack import export_pack
from heartsong.catalogue.sources.csv import CsvSource
from heartsong.catalogue.starter import SHIPPED_PACK
from heartsong.encoder import Encoder
from heartsong.store.sqlite import SqliteStore
from heartsong.types import IngestPlan

SONGS_AN_ARTIST: Final = 40
MOST_OF_A_SOURCE: Final = 3000
COUNTRY: Final = "country"
LARGEST_PACK: Final = 8_000_000  # bytes
FIELDS: Final = ("artist", "song", "text", "album", "year")

# Rows that are not songs as released: sketches, snippets, lists, and names with lost signs.
_NOT_A_SONG: Final = re.compile(
    r"discography|foreword|snippet|a ?capp?ella|freestyle|booklet|liner notes|track ?list|"
    r"interview|\bpromo\b|unreleased|reference|\bdemo\b|\bskit\b|voice memo|\blive\b|prologue|"
    r"speech|poem|edited version|\bmix\b|remix|_",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\s*\[\d\]")  # an encyclopedia's "Heart [1]"
_TIGHT_COMMA: Final = re.compile(r",(?=\S)")
_SHOUTED_ENDING: Final = re.compile(r"(?<=\w)'(?:Re|S|T|Ll|Ve|D|M)\b")  # You'Re Not Alone


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table that may become a song of the pack."""

    id: str
    source: str
    fields: dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path, help="a table with the columns artist, song, text …")
    parser.add_argument("--output", type=Path, default=SHIPPED_PACK)
    arguments = parser.parse_args()
    chosen = choose(rows(arguments.table))
    sources = {row.id: row.source for row in chosen}
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "chosen.csv"
        write(chosen, table)
        store = SqliteStore(Path(folder) / "starter.db", create=True)
        report = ingest(CsvSource(table), Encoder(), store, IngestPlan(keep_lyrics=False))
        manifest = export_pack(store, arguments.output)
        kept = Counter(sources[stored.song.id] for stored in store.all())
    size = arguments.output.stat().st_size
    print(f"{manifest.songs:,} songs, {size / 1e6:.2f} MB, model {manifest.model}")
    print(f"unscored: {dict(report.unscored)}; skipped: {dict(report.skipped)}")
    print(f"{report.stored / report.seconds:.0f} songs/s")
    for source, count in kept.most_common():
        print(f"  {source:<24}{count:>6,}{count / manifest.songs:>8.1%}")
    if size > LARGEST_PACK or max(kept.values()) > manifest.songs / 4:
        raise SystemExit("The pack is too large or too much of one source: lower the limits.")


def rows(table: Path) -> Iterator[Row]:
    """The rows that name an artist and are songs as released, each artist and title once."""
    seen: set[str] = set()
    csv.field_size_limit(10_000_000)
    with table.open(encoding="utf-8", newline="") as file:
        for found in csv.DictReader(file):
            artist = _TIGHT_COMMA.sub(", ", _NUMBERED.sub("", found["artist"])).strip()
            title = found["song"].strip().rstrip("*").strip()
            title = _SHOUTED_ENDING.sub(lambda ending: ending.group().lower(), title)
            key = song_id(artist, title)
            if not artist or not title or key in seen or _NOT_A_SONG.search(f"{artist}\n{title}"):
                continue
            seen.add(key)
            fields = {name: found[name] for name in FIELDS} | {"artist": artist, "song": title}
            yield Row(key, _family(found["source"]), fields)


def choose(found: Iterable[Row]) -> list[Row]:
    """Within the limits, in the order of the digests, which is as good as chance."""
    artists: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    chosen = []
    for row in sorted(found, key=lambda row: row.id):
        artist = name_key(row.fields["artist"])
        if artists[artist] < SONGS_AN_ARTIST and sources[row.source] < MOST_OF_A_SOURCE:
            artists[artist] += 1
            sources[row.source] += 1
            chosen.append(row)
    return chosen


def write(chosen: Iterable[Row], table: Path) -> None:
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(row.fields for row in chosen)


def _family(source: str) -> str:
    """Sources of one maker count as one; the country and bluegrass ones as one genre."""
    if source.startswith("Bluegrass-Songbook") or source.endswith("/country"):
        return COUNTRY
    return source.partition("/")[0]


if __name__ == "__main__":
    main()

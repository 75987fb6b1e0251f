"""The songs of a pack by what they are called: artist, album and genre, and words in names."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, Final

from heartsong.catalogue.identity import words_of
from heartsong.catalogue.spellings import Named, key_of, merged, names_in
from heartsong.store.matching import NAMES_RANK, any_of

_INDEX: Final = (
    "CREATE VIRTUAL TABLE names USING fts5(artist, title, album, content='', "
    "tokenize='porter unicode61 remove_diacritics 2')"
)
_SEARCH: Final = (
    "SELECT rowid, rank FROM names WHERE names MATCH ? "
    f"AND rank MATCH '{NAMES_RANK}' ORDER BY rank, rowid LIMIT ?"
)

Rows = Mapping[str, Sequence[int]]


class PackNames:
    """Finds the rows of a pack by their names; what that needs is made when it is asked for.

    Args:
        lines: a JSON object a song, as a pack has them.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._fields: dict[Named, Rows] = {}
        self._counts: dict[Named, Mapping[str, int]] = {}
        self._rows: dict[Named, Rows] = {}

    def counts(self, of: Named) -> Mapping[str, int]:
        """As `Store.names`."""
        if of not in self._counts:
            self._counts[of] = merged(
                (key_of(of, name), name, len(rows))
                for field, rows in self._by_field(of).items()
                for name in names_in(of, field)
            )
        return self._counts[of]

    def rows(self, of: Named, name: str) -> Sequence[int]:
        """The rows of the songs of an artist, an album or a genre, ascending."""
        if of not in self._rows:
            found: defaultdict[str, list[int]] = defaultdict(list)
            for field, rows in self._by_field(of).items():
                for each in names_in(of, field):
                    found[key_of(of, each)] += rows
            self._rows[of] = {key: sorted(rows) for key, rows in found.items()}
        return self._rows[of].get(key_of(of, name), ())

    def matching(self, words: Sequence[str], limit: int) -> Sequence[tuple[int, float]]:
        """The rows whose names hold any of some words, best first, with what FTS5 says of them."""
        query = any_of(words)
        return self._index.execute(_SEARCH, (query, limit)).fetchall() if query else ()

    @cached_property
    def _index(self) -> sqlite3.Connection:
        """An index of words, in memory."""
        index = sqlite3.connect(":memory:", check_same_thread=False)
        index.execute(_INDEX)
        index.executemany(
            "INSERT INTO names (rowid, artist, title, album) VALUES (?, ?, ?, ?)",
            (
                (row, song["artist"], song["title"], song.get("album"))
                for row, song in enumerate(self._songs())
            ),
        )
        return index

    def _by_field(self, of: Named) -> Rows:
        if of not in self._fields:
            found: defaultdict[str, list[int]] = defaultdict(list)
            # Most packs know no genre, and few an album: those lines need not be parsed.
            named = [row for row, line in enumerate(self._lines) if f'"{of}"' in line]
            for row, song in zip(named, self._songs(named), strict=True):
                if field := song.get(of):
                    found[field].append(row)
            self._fields[of] = found
        return self._fields[of]

    def holding(self, words: Sequence[str]) -> set[int]:
        """The rows whose names hold all of these words, each of which may be cut short."""
        tokens, rows = self._tokens
        found: set[int] | None = None
        for word in words:
            held: set[int] = set()
            for token in islice(tokens, bisect_left(tokens, word), None):
                if not token.startswith(word):
                    break
                held.update(rows[token])
            found = held if found is None else found & held
        return found or set()

    @cached_property
    def _tokens(self) -> tuple[list[str], Mapping[str, Sequence[int]]]:
        """The words of all names, ascending, and the rows that each is in."""
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, song in enumerate(self._songs()):
            names = [song[name] for name in ("artist", "title", "album") if song.get(name)]
            for token in set(words_of(" ".join(names))):
                rows[token].append(row)
        return sorted(rows), rows

    def _songs(self, rows: Sequence[int] | None = None) -> Iterator[dict[str, Any]]:
        lines = self._lines if rows is None else [self._lines[row] for row in rows]
        # Parsed as one text, which takes a third of the time that line by line does.
        yield from json.loads(f"[{','.join(lines)}]")

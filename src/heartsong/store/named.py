"""The songs of a catalogue by what they are called: artist, album and genre, and words in names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, select, text

from heartsong.catalogue.identity import artist_number
from heartsong.catalogue.spellings import Named, genres_of, key_of, merged, names_in
from heartsong.store.base import Facts
from heartsong.store.database import Database
from heartsong.store.figures import Figures, among
from heartsong.store.matching import NAMES_RANK, any_of, phrase, scaled
from heartsong.store.schema import artists, songs

_SCORED: Final = songs.c.reason.is_(None)
_FACTS: Final = tuple(songs.c[name] for name in Facts._fields)
# FTS5 sorts by itself: songs are looked up only until there are enough of them.
_IN_NAMES: Final = text(
    "SELECT songs.id, names.rank FROM names CROSS JOIN songs ON songs.number = names.rowid "
    f"WHERE names MATCH :words AND names.rank MATCH '{NAMES_RANK}' AND songs.reason IS NULL "
    "ORDER BY names.rank LIMIT :limit"
)
_IN_LYRICS: Final = text(
    "SELECT songs.id, words.rank FROM words CROSS JOIN songs ON songs.number = words.rowid "
    "WHERE words MATCH :words AND songs.reason IS NULL ORDER BY words.rank LIMIT :limit"
)
_OF_ALBUM: Final = text(
    "SELECT songs.id, songs.album FROM names CROSS JOIN songs ON songs.number = names.rowid "
    "WHERE names MATCH :words AND songs.reason IS NULL"
)


class NamedSongs:
    """Finds songs of an SQLite file by their names; every method sees what is stored by then."""

    def __init__(self, database: Database, figures: Figures) -> None:
        self._database = database
        self._figures = figures
        self._version = -1  # of the catalogue that the following is of
        self._names: dict[Named, Mapping[str, int]] = {}
        self._genres: Mapping[str, Sequence[str]] | None = None  # genre → fields that list it

    def facts(self, ids: Sequence[str]) -> list[Facts]:
        """As `Store.facts`."""
        query = select(*_FACTS).where(among(songs.c.id, ids), _SCORED)
        found = {row[0]: Facts._make(row) for row in self._rows(query)}
        return [found[song_id] for song_id in ids if song_id in found]

    def names(self, of: Named) -> Mapping[str, int]:
        """As `Store.names`."""
        self._catch_up()
        if of not in self._names:
            self._names[of] = merged(self._counted(of))
        return self._names[of]

    def having(self, of: Named, name: str, limit: int) -> list[str]:
        """As `Store.having`."""
        if limit < 1 or not name.strip():
            return []
        if of == "artist":
            by_artist = songs.c.artist_number == artist_number(name)
            return self._first([by_artist], limit)
        return self._of_album(name, limit) if of == "album" else self._of_genre(name, limit)

    def of_years(self, first: int, last: int, limit: int) -> list[str]:
        """As `Store.of_years`."""
        dated = songs.c.year.is_not(None)
        return self._first([dated, songs.c.year.between(first, last)], max(0, limit))

    def matching(self, words: Sequence[str], limit: int) -> Mapping[str, float]:
        """As `Store.matching`; of a song that is among the best by one of the two, that counts."""
        query = any_of(words)
        if not query or limit < 1:
            return {}
        given = {"words": query, "limit": limit}
        return scaled((*self._rows(_IN_NAMES, given), *self._rows(_IN_LYRICS, given)), limit)

    def _of_album(self, name: str, limit: int) -> list[str]:
        """By the index of words, which knows no signs: the spelling is compared here."""
        words, wanted = phrase(name), key_of("album", name)
        if words:
            rows = self._rows(_OF_ALBUM, {"words": f"album : ^ {words}"})
        else:
            query = select(songs.c.id, songs.c.album).where(songs.c.album.is_not(None), _SCORED)
            rows = self._rows(query)
        return sorted(row[0] for row in rows if key_of("album", row[1]) == wanted)[:limit]

    def _of_genre(self, name: str, limit: int) -> list[str]:
        self._catch_up()
        if self._genres is None:
            self._genres = _fields_by_genre(self._fields("genre"))
        fields = self._genres.get(key_of("genre", name), ())
        return self._first([among(songs.c.genre, fields), songs.c.genre.is_not(None)], limit)

    def _first(self, conditions: Sequence[Any], limit: int) -> list[str]:
        """The ids of songs with a mood of which something is so, lowest first."""
        query = select(songs.c.id).where(*conditions, _SCORED).order_by(songs.c.id).limit(limit)
        return [row[0] for row in self._rows(query)]

    def _counted(self, of: Named) -> Iterator[tuple[object, str, int]]:
        """Key, spelling and number of songs."""
        if of == "artist":
            yield from map(tuple, self._rows(select(artists)))
            return
        for field, count in self._fields(of):
            for name in names_in(of, field):
                yield key_of(of, name), name, count

    def _fields(self, of: Named) -> Sequence[Any]:
        """What songs with a mood have in a field, and how many of them."""
        column = songs.c[of]
        query = select(column, func.count()).where(column.is_not(None), _SCORED)
        return self._rows(query.group_by(column))

    def _catch_up(self) -> None:
        version = self._figures.version()
        if version != self._version:
            self._version, self._names, self._genres = version, {}, None

    def _rows(self, query: Any, given: Mapping[str, Any] | None = None) -> Sequence[Any]:
        with self._database.reading() as connection:
            return connection.execute(query, given or {}).all()


def _fields_by_genre(fields: Sequence[Any]) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for field, _ in fields:
        for genre in genres_of(field):
            found[key_of("genre", genre)].append(field)
    return found

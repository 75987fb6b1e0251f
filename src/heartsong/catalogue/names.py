"""Names as people type them → names as the catalogue spells them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from heartsong.catalogue.kin import GENRES
from heartsong.types import Song, UnscoredSong
from heartsong.understanding.wishes.known import FoundSong

NamesOf = Literal["artist", "album", "genre"]

_SPELLED: Final = str.maketrans({"$": "s", "&": " and ", "ø": "o", "æ": "ae", "ß": "ss", "ł": "l"})
_BANG: Final = re.compile(r"(?<=\w)!(?=\w)")
_APOSTROPHE: Final = re.compile(r"['’‘`]")
_N: Final = re.compile(r"\bn\b")
_WORDLESS: Final = re.compile(r"[\W_]+")
_LONGEST: Final = 80  # characters of a name that are compared
_CANDIDATES: Final = 60  # songs that hold the words of a title
_SONGS: Final = 1000  # of one artist and spelling
_FROM_ONE: Final = 6  # letters from which one slip may be forgiven
_FROM_TWO: Final = 10  # and two


class NamedSongs(Protocol):
    """What of a store is needed here."""

    def names(self, of: NamesOf) -> Mapping[str, int]:
        """Every name → how many songs bear it."""
        ...

    def having(self, of: NamesOf, name: str, limit: int) -> list[str]:
        """The ids of songs that bear this very name."""
        ...

    def songs(self, ids: Sequence[str]) -> list[Song]:
        """The songs with these ids."""
        ...

    def find(self, words: str, limit: int) -> list[Song | UnscoredSong]:
        """The songs whose names hold all of the words, nearest first."""
        ...


def words_in(name: str) -> list[str]:
    """The words of a name as they are compared: no case, accents, signs or leading "the"."""
    plain = _APOSTROPHE.sub("", name[:_LONGEST].casefold())
    plain = _BANG.sub("i", plain).translate(_SPELLED)
    if not plain.isascii():
        plain = "".join(
            c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)
        )
    words = _N.sub("and", _WORDLESS.sub(" ", plain)).split()
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _key(name: str) -> str:
    return "".join(words_in(name)) or name.strip().casefold()


_KNOWN_GENRES: Final = {_key(name): name for name in GENRES}
_ALSO: Final = {
    "rnb": "randb",
    "rhythmandblues": "randb",
    "edm": "dance",
    "electronica": "electronic",
    "altrock": "alternative",
    "alternativerock": "alternative",
    "indierock": "indie",
    "indiepop": "indie",
    "heavymetal": "metal",
    "punkrock": "punk",
    "gothic": "goth",
    "lounge": "chillout",
    "opera": "classical",
    "raps": "rap",
}


class Names:
    """Fuzzy lookup of the names of a catalogue.

    Nothing is read before the first lookup of its kind. Songs are asked of the store each time,
    so that a million titles are never held.

    Args:
        store: the catalogue; what it holds by then is what is found.
    """

    def __init__(self, store: NamedSongs) -> None:
        self._store = store
        self._by_artist: dict[str, dict[str, FoundSong]] = {}

    def _catch_up(self) -> None:
        """Forget what was read of a catalogue that has changed since."""
        read = self.__dict__.get("_counts")
        if read is not None and self._store.names("artist") is not read:
            store = self._store
            self.__dict__.clear()
            self.__dict__ |= {"_store": store, "_by_artist": {}}

    def artist(self, words: str, *, close: bool = False) -> str | None:
        """The artist of this name, however it is cased, accented or punctuated.

        Args:
            close: forgive one slip in six letters or more, two in ten or more: a letter left
                out, put in, mistaken or swapped (optimal string alignment), never the first one.
        """
        self._catch_up()
        key = _key(words)
        found = self._artists.get(key)
        return found if found or not close else self._close(key)

    def surname(self, word: str) -> str | None:
        """The artist known by this last name, or first one, where songs leave little doubt."""
        return self._surnames.get(_key(word))

    def song(self, title: str, artist: str | None = None) -> FoundSong | None:
        """The song of this title; of several artists' songs, the one by whom most songs are here.

        Args:
            artist: by whom, as `artist` found it; then a title may have slips too.
        """
        key = _key(title)
        if artist is not None:
            titles = self._titles(artist)
            return titles.get(key) or titles.get(_nearest(key, titles) or "")
        words = " ".join(_plain_words(title))
        if not words:
            return None
        songs = [each for each in self._store.find(words, _CANDIDATES) if isinstance(each, Song)]
        found = [song for song in songs if _title_key(song) == key]
        best = max(found, key=lambda song: self._counts.get(song.artist, 0), default=None)
        return _named(best) if best else None

    def album(self, words: str) -> str | None:
        """The album of this name."""
        return self._albums.get(_key(words))

    def genre(self, words: str) -> str | None:
        """The genre of this name: the catalogue's own, or one that artists are known for."""
        key = _key(words)
        return self._genres.get(key) or _KNOWN_GENRES.get(_ALSO.get(key, key))

    def _titles(self, artist: str) -> dict[str, FoundSong]:
        """The artist's songs by key, as all spellings of the artist bear them."""
        if artist not in self._by_artist:
            spelled = self._spellings.get(_key(artist), [artist])
            ids = [each for name in spelled for each in self._store.having("artist", name, _SONGS)]
            songs = self._store.songs(ids)
            self._by_artist[artist] = {_title_key(song): _named(song) for song in reversed(songs)}
        return self._by_artist[artist]

    @cached_property
    def _spellings(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._counts:
            found.setdefault(_key(name), []).append(name)
        return found

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        return self._store.names("artist")

    @cached_property
    def _artists(self) -> dict[str, str]:
        return _index(self._counts)

    @cached_property
    def _albums(self) -> dict[str, str]:
        return _index(self._store.names("album"))

    @cached_property
    def _genres(self) -> dict[str, str]:
        return _index(self._store.names("genre"))

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for key in self._artists:
            found.setdefault(len(key), []).append(key)
        return found

    @cached_property
    def _surnames(self) -> dict[str, str]:
        people = [(name.split(), songs) for name, songs in self._counts.items()]
        two = [(words, songs) for words, songs in people if len(words) == 2 and words[0] != "The"]
        first = _leading(((words[0], " ".join(words), songs) for words, songs in two), 10)
        return first | _leading(((words[1], " ".join(words), songs) for words, songs in two), 4)

    def _close(self, key: str) -> str | None:
        slips = _slips(key)
        lengths = range(len(key) - slips, len(key) + slips + 1)
        near = [name for length in lengths for name in self._by_length.get(length, ())]
        found = _nearest(key, near)
        return self._artists[found] if found else None


def _index(names: Mapping[str, int]) -> dict[str, str]:
    """Key → the spelling that most songs bear."""
    found: dict[str, str] = {}
    for name, _ in sorted(names.items(), key=lambda each: (each[1], each[0])):
        found[_key(name)] = name
    return found


def _leading(bearers: Iterable[tuple[str, str, int]], fewest: int) -> dict[str, str]:
    """One of two names → whom it stands for: the one with so many songs, twice the next one's."""
    several: dict[str, list[tuple[int, str]]] = {}
    for word, name, songs in bearers:
        several.setdefault(_key(word), []).append((songs, name))
    found: dict[str, str] = {}
    for word, each in several.items():
        (most, name), *others = sorted(each, reverse=True)
        if most >= fewest and (not others or most >= 2 * others[0][0]):
            found[word] = name
    return found


def _slips(key: str) -> int:
    return 0 if len(key) < _FROM_ONE else 1 if len(key) < _FROM_TWO else 2


def _nearest(key: str, names: Iterable[str]) -> str | None:
    slips = _slips(key)
    if not slips or key.isdigit():
        return None
    alike = [name for name in names if name[:1] == key[:1] and min(_slips(name), slips)]
    best = process.extract(key, alike, scorer=OSA.distance, score_cutoff=slips, limit=2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None  # none, or two that are as near: who can tell
    found = str(best[0][0])
    return found if abs(len(found) - len(key)) < 2 else None


def _plain_words(name: str) -> list[str]:
    return [word for word in _WORDLESS.split(_APOSTROPHE.sub(" ", name.casefold())) if word]


_EDITION: Final = re.compile(r"\s*[(\[].*$|\s+-\s+.*$")


def _bare(title: str) -> str:
    """A title without what stands in brackets or behind a dash."""
    return _EDITION.sub("", title) or title


def _title_key(song: Song) -> str:
    return _key(_bare(song.title))


def _named(song: Song) -> FoundSong:
    return FoundSong(song.id, f"{song.artist} – {song.title}")

"""Which artists are heard by the same people, and of which genres they are.

The table that ships was computed by scripts/build_artists.py from who listens to whom on Last.fm
(HetRec 2011): names, latent factors and shares of genres; it knows artists up to 2011.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Final

import numpy as np

from heartsong.catalogue.identity import name_key
from heartsong.model import Floats

TABLE: Final = Path(__file__).parent / "artists.npz"
OF_A_GENRE: Final = 0.2  # the least share of an artist's genre tags that makes them one of it

# Genre → the tags that people give for it.
GENRES: Final[Mapping[str, tuple[str, ...]]] = {
    "rock": ("rock", "classic rock", "soft rock", "rock n roll", "rock and roll", "acoustic rock",
             "southern rock", "garage rock", "blues rock", "pop rock", "glam rock", "art rock"),
    "classic rock": ("classic rock",),
    "alternative": ("alternative", "alternative rock"),
    "indie": ("indie", "indie rock", "indie pop", "indietronica", "lo-fi"),
    "hard rock": ("hard rock", "hair metal", "glam metal"),
    "progressive rock": ("progressive rock", "progressive", "art rock"),
    "punk": ("punk", "punk rock", "pop punk", "post-punk", "hardcore", "post-hardcore"),
    "emo": ("emo", "emocore", "screamo"),
    "grunge": ("grunge", "post-grunge"),
    "metal": ("metal", "heavy metal", "thrash metal", "death metal", "metalcore", "power metal",
              "black metal", "nu metal", "doom metal", "progressive metal", "melodic death metal",
              "gothic metal", "symphonic metal", "deathcore", "alternative metal", "speed metal",
              "industrial metal", "grindcore"),
    "industrial": ("industrial", "ebm", "dark electro"),
    "goth": ("gothic", "gothic rock", "darkwave"),
    "pop": ("pop", "pop rock", "electropop", "latin pop", "powerpop", "power pop", "dance-pop"),
    "britpop": ("britpop",),
    "new wave": ("new wave", "new romantic"),
    "synthpop": ("synthpop", "synth pop", "electropop", "futurepop"),
    "electronic": ("electronic", "electronica", "electro", "idm", "electroclash", "minimal"),
    "dance": ("dance", "house", "trance", "techno", "progressive trance", "psytrance"),
    "house": ("house",),
    "techno": ("techno",),
    "trance": ("trance", "progressive trance", "psytrance"),
    "ambient": ("ambient", "dark ambient", "new age", "drone"),
    "chillout": ("chillout", "chill", "downtempo", "lounge", "trip-hop"),
    "trip-hop": ("trip-hop", "trip hop"),
    "drum and bass": ("drum and bass",),
    "disco": ("disco",),
    "funk": ("funk",),
    "soul": ("soul", "neo-soul", "motown"),
    "r&b": ("rnb", "r&b", "r and b", "urban"),
    "hip hop": ("hip-hop", "hip hop", "rap", "underground hip-hop"),
    "rap": ("rap", "hip-hop", "hip hop"),
    "reggae": ("reggae", "dub", "dancehall", "roots reggae"),
    "ska": ("ska",),
    "jazz": ("jazz", "vocal jazz", "smooth jazz", "swing", "bossa nova"),
    "blues": ("blues", "blues rock"),
    "country": ("country", "bluegrass", "alt-country", "classic country", "country pop",
                "modern country"),
    "bluegrass": ("bluegrass",),
    "folk": ("folk", "singer-songwriter", "folk rock", "indie folk", "americana"),
    "singer-songwriter": ("singer-songwriter",),
    "gospel": ("gospel", "christian", "christian rock", "worship"),
    "latin": ("latin", "latin pop", "salsa", "spanish"),
    "classical": ("classical", "opera", "baroque"),
    "soundtrack": ("soundtrack", "score", "musical", "disney"),
    "shoegaze": ("shoegaze", "dream pop"),
    "post-rock": ("post-rock", "post rock"),
    "psychedelic": ("psychedelic", "psychedelic rock"),
    "experimental": ("experimental", "avant-garde", "noise"),
    "j-pop": ("j-pop", "j-rock", "japanese", "visual kei"),
    "oldies": ("oldies", "50s", "60s", "doo wop"),
}  # fmt: skip
_GENRE_OF_TAG: Final = {
    name_key(tag): name for name, tags in reversed(list(GENRES.items())) for tag in (*tags, name)
} | {name_key(name): name for name in GENRES}
_SEVERAL: Final = re.compile(r"[/;,|]")  # genres in one field


class Kin:
    """The table of artists; read when it is first asked for something.

    Args:
        table: a file that scripts/build_artists.py wrote.
    """

    def __init__(self, table: Path = TABLE) -> None:
        self._table = table

    def knows(self, artist: str) -> bool:
        return name_key(artist) in self._rows

    def nearest(self, artist: str, k: int) -> list[str]:
        """Keys of the `k` artists who are most heard by the same people; none of an unknown one."""
        row = self._rows.get(name_key(artist))
        if row is None:
            return []
        likeness = self._vectors @ self._vectors[row]
        likeness[row] = -1.0
        return [self._keys[each] for each in np.argsort(-likeness, kind="stable")[:k].tolist()]

    def likeness(self, artist: str, others: Sequence[str]) -> Floats:
        """(others,) how much each is heard by the same people, in [0, 1]; NaN of unknown ones."""
        rows = [self._rows.get(name_key(other), -1) for other in others]
        found = np.full(len(rows), np.nan, np.float32)
        at = self._rows.get(name_key(artist))
        known = np.flatnonzero(np.array(rows) >= 0)
        if at is not None and len(known):
            theirs = self._vectors[[rows[each] for each in known.tolist()]]
            found[known] = np.clip(theirs @ self._vectors[at], 0, 1)
        return found

    def genres(self, artist: str) -> frozenset[str]:
        """Those of `GENRES` that an artist is known for; none of an unknown one."""
        row = self._rows.get(name_key(artist))
        if row is None:
            return frozenset()
        shares = self._genres[row]
        return frozenset(
            name for name, share in zip(GENRES, shares.tolist(), strict=True) if share >= OF_A_GENRE
        )

    def vectors(self, artists: Sequence[str]) -> Floats:
        """(artists, factors) what their listeners share, of unit length; NaN of unknown ones."""
        rows = [self._row(artist) for artist in artists]
        found = np.full((len(rows), self._vectors.shape[1]), np.nan, np.float32)
        for place, row in enumerate(rows):
            if row is not None:
                found[place] = self._vectors[row]
        return found

    def shares(self, artists: Sequence[str], genres: Sequence[str | None] = ()) -> Floats:
        """(artists, genres) the share of each of `GENRES` in what an artist is known for.

        Of an artist whom nobody knows they are those of the artists of the genre that is given;
        NaN where that tells nothing either.

        Args:
            genres: what a source calls the genre of each artist's song, or none at all.
        """
        rows = [self._row(artist) for artist in artists]
        found = np.full((len(rows), len(GENRES)), np.nan, np.float32)
        for place, (row, genre) in enumerate(zip_longest(rows, genres)):
            if row is not None:
                found[place] = self._genres[row]
            elif genre and (name := _genre_called(genre)):
                found[place] = self._typical[name]
        return found

    def _row(self, artist: str) -> int | None:
        """The row of an artist, also where a table sorts them: "Cash, Johnny"."""
        row = self._rows.get(name_key(artist))
        if row is None and ", " in artist:
            last, first = artist.split(", ", 1)
            row = self._rows.get(name_key(f"{first} {last}"))
        return row

    @cached_property
    def _typical(self) -> Mapping[str, Floats]:
        """Genre → (genres,) mean shares of its artists."""
        return {
            name: self._genres[self._genres[:, column] >= OF_A_GENRE].mean(axis=0)
            for column, name in enumerate(GENRES)
        }

    @cached_property
    def _keys(self) -> list[str]:
        with np.load(self._table) as table:
            return bytes(table["keys"]).decode().split("\n")

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {key: row for row, key in enumerate(self._keys)}

    @cached_property
    def _vectors(self) -> Floats:
        with np.load(self._table) as table:
            vectors = table["vectors"].astype(np.float32)
        unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    @cached_property
    def _genres(self) -> Floats:
        with np.load(self._table) as table:
            shares: Floats = table["genres"].astype(np.float32) / 100
        return shares


def _genre_called(name: str) -> str | None:
    """Which of `GENRES` a source means; the first that is known, where it names several."""
    parts = (name, *_SEVERAL.split(name))
    return next((_GENRE_OF_TAG[key] for key in map(name_key, parts) if key in _GENRE_OF_TAG), None)


KIN: Final = Kin()

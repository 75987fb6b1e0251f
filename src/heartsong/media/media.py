"""Covers and previews of songs: of the listener's own files, of the web, or drawn."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from heartsong.errors import MissingExtraError
from heartsong.media.base import Candidate, Picture, Provider
from heartsong.media.cache import MediaCache
from heartsong.media.embedded import picture, picture_in
from heartsong.media.failing import NotFetchedError
from heartsong.media.generated import cover_of
from heartsong.media.match import agrees
from heartsong.media.own import file_of
from heartsong.media.turns import Turns
from heartsong.types import Song

if TYPE_CHECKING:
    from heartsong.media.web import Web

_MOST_PICTURE: Final = 4_000_000  # bytes
_MOST_SOUND: Final = 3_000_000  # 30 seconds take a fifth of it
_SOUNDS: Final = frozenset(("audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/mp3"))


def shipped_providers() -> list[Provider]:
    """Who is asked, in this order: Deezer, iTunes, Spotify with a key, the Cover Art Archive."""
    from heartsong.media.coverart import CoverArt
    from heartsong.media.deezer import Deezer
    from heartsong.media.itunes import ITunes
    from heartsong.media.spotify import Spotify, has_key

    found: list[Provider] = [Deezer(), ITunes()]
    if has_key():
        with suppress(MissingExtraError):  # a key without the extra: the others do
            found.append(Spotify())
    return [*found, CoverArt()]


class Media:
    """Pictures and sounds of songs. It may be used by several threads; close it.

    Args:
        folder: where what is found on the web is kept; made with the first of it.
        providers: who is asked; None for `shipped_providers`.
    """

    def __init__(self, folder: Path, providers: Sequence[Provider] | None = None) -> None:
        self._folder, self._given = folder, providers
        self._online: _Online | None = None

    def cover(self, song: Song, online: bool = False) -> Picture:
        """A cover: the one in the listener's own file, else one of the web, else a drawn one.

        Args:
            online: whether others may be asked, who then learn artist and title.
        """
        own = file_of(song)
        found = picture_in(own) if own else None
        if found is None and online:
            found = self._asking.cover(song)
        if found is None:
            # A drawn cover stands in for a while only where the web may have one later.
            found = Picture(cover_of(song).encode(), "image/svg+xml", lasting=not online)
        return found

    def preview(self, song: Song) -> Path | None:
        """A file with some 30 seconds of a song, fetched from the web; None where nobody has it."""
        return self._asking.preview(song)

    def close(self) -> None:
        if self._online is not None:
            self._online.close()

    @property
    def _asking(self) -> _Online:
        if self._online is None:
            given = self._given if self._given is not None else shipped_providers()
            self._online = _Online(self._folder, given)
        return self._online


class _Online:
    """What is asked of the web."""

    def __init__(self, folder: Path, providers: Sequence[Provider]) -> None:
        try:
            from heartsong.media.web import Web
        except ModuleNotFoundError as error:
            raise MissingExtraError("serve", "covers from the web") from error
        self._web: Web = Web()
        self._cache = MediaCache(folder)
        self._providers = [(each, Turns(each.per_second)) for each in providers]

    def cover(self, song: Song) -> Picture | None:
        for provider, turns in self._providers:
            kept = self._cache.path(song.id, provider.name, "cover")
            if found := picture(self._cache.read(kept) or b""):
                return found
            address = self._answer(song, provider, turns).cover
            data, _ = self._fetched(provider, address, _MOST_PICTURE)
            if found := picture(data):
                self._cache.write(kept, data)
                return found
        return None

    def preview(self, song: Song) -> Path | None:
        for provider, turns in self._providers:
            kept = self._cache.path(song.id, provider.name, "preview")
            if self._cache.read(kept):
                return kept
            address = self._answer(song, provider, turns).preview
            data, kind = self._fetched(provider, address, _MOST_SOUND)
            if data and kind in _SOUNDS and self._cache.write(kept, data):
                return kept
        return None

    def _fetched(self, provider: Provider, address: str | None, most: int) -> tuple[bytes, str]:
        if address is None:
            return b"", ""
        try:
            return self._web.file(address, provider.homes, most)
        except NotFetchedError:
            return b"", ""

    def _answer(self, song: Song, provider: Provider, turns: Turns) -> Candidate:
        """What a provider knows of a song; nothing where it does not answer now."""
        nothing = Candidate("", "")
        known = self._cache.answer(song.id, provider.name)
        if known is not None:
            return known
        if not turns.take():
            return nothing
        try:
            candidates = list(provider.search(song.artist, song.title, self._web))
        except NotFetchedError as error:
            turns.failed(error.after)
            return nothing
        turns.succeeded()
        ours = [each for each in candidates if agrees(song.artist, song.title, each)]
        found = next((each for each in ours if each.cover), next(iter(ours), nothing))
        self._cache.keep(song.id, provider.name, found)
        return found

    def close(self) -> None:
        self._web.close()
        self._cache.close()

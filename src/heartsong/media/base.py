"""What every provider of covers and previews is, and what it gives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from heartsong.media.web import Web

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image.

    Attributes:
        kind: its media type.
        lasting: False where it stands in for one that could not be fetched this time.
    """

    data: bytes
    kind: str
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recording that a provider knows; whether it is the one meant is for others to say.

    Attributes:
        cover: web address of a picture, about 500 pixels wide.
        preview: web address of some 30 seconds of sound.
    """

    artist: str
    title: str
    cover: str | None = None
    preview: str | None = None


class Provider(ABC):
    """One place on the web that knows covers.

    Attributes:
        name: as the cache and the log know it.
        per_second: how often it may be asked.
        homes: host names that its pictures and sounds may lie at, and all below them.
    """

    name: ClassVar[str]
    per_second: ClassVar[float]
    homes: tuple[str, ...]

    @abstractmethod
    def search(self, artist: str, title: str, web: Web) -> Iterator[Candidate]:
        """Recordings by these names, likeliest first.

        Raises:
            NotFetchedError: it cannot be asked now.
        """


def text(found: Json, *path: str) -> str | None:
    """The text at a path of keys; None where there is none, or something else."""
    at: Any = found
    for key in path:
        at = at.get(key) if isinstance(at, Mapping) else None
    return at if isinstance(at, str) and at else None


def entries(found: Any, key: str) -> list[Json]:
    """The objects in a list that an answer holds under a key; none where it holds no such list."""
    listed = found.get(key) if isinstance(found, Mapping) else None
    return (
        [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    )

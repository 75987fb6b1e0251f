"""Settings: defaults < a TOML file < the environment < arguments.

The file is `heartsong.toml` in the listener's configuration folder, or the one that
HEARTSONG_CONFIG names; a setting `threads` is HEARTSONG_THREADS in the environment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from platformdirs import user_config_path, user_data_path

from heartsong.encoder import SHIPPED_MODEL
from heartsong.errors import SettingsError

PREFIX: Final = "HEARTSONG_"
_NAMES: Final = {"model", "sentiment_model", "lrclib", "region", "covers"}
_COVERS: Final = ("off", "ask", "on")


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set.

    Attributes:
        catalogue: the listener's catalogue; None for the shipped starter catalogue.
        data_dir: where songs are ingested to when no catalogue is named.
        model: folder of an encoder, or a Hugging Face classifier of emotions, by hub name or
            folder.
        sentiment_model: a Hugging Face classifier of sentiments; None for the encoder's own.
        threads: cores for the model; None for all.
        lrclib: web address of a mirror of LRCLIB's API; None for LRCLIB itself.
        region: where the listener is, as two letters ("GB"), for helplines; None takes it from
            the locale.
        covers: whether covers and previews are fetched from the web: "off", "ask" (where a
            listener turns them on in the page) or "on" (where none turns them off).
    """

    catalogue: Path | None = None
    data_dir: Path = field(default_factory=lambda: user_data_path("heartsong", appauthor=False))
    model: str | Path = SHIPPED_MODEL
    sentiment_model: str | Path | None = None
    threads: int | None = None
    lrclib: str | None = None
    region: str | None = None
    covers: str = "ask"

    @property
    def media(self) -> Path:
        """Where covers and previews that were fetched are kept."""
        return self.data_dir / "media"

    @property
    def lyrics_cache(self) -> Path:
        """Where lyrics that were looked up are kept."""
        return self.data_dir / "lyrics.db"

    @property
    def feedback(self) -> Path:
        """Where it is kept what listeners thought of songs."""
        return self.data_dir / "feedback.db"

    @property
    def library(self) -> Path:
        """Where songs are ingested to when no catalogue is named."""
        return self.data_dir / "library.db"

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ, **arguments: Any) -> Settings:
        """Collect settings from every place; arguments that are None do not count.

        Raises:
            SettingsError: a file that cannot be read, an unknown name, or an unusable value.
        """
        names = [each.name for each in fields(cls)]
        found = _from_file(environment, names)
        for name in names:
            if value := environment.get(PREFIX + name.upper()):
                found[name] = value
        found |= {name: value for name, value in arguments.items() if value is not None}
        return cls(**{name: _convert(name, value) for name, value in found.items()})


def _from_file(environment: Mapping[str, str], names: list[str]) -> dict[str, Any]:
    given = environment.get(PREFIX + "CONFIG")
    path = (
        Path(given) if given else user_config_path("heartsong", appauthor=False) / "heartsong.toml"
    )
    if not given and not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"The settings file {path} cannot be read ({error}): mend it."
        ) from error
    if unknown := sorted(set(found) - set(names)):
        raise SettingsError(
            f"{path} sets '{unknown[0]}', which does not exist: choose from {', '.join(names)}."
        )
    return found


def _convert(name: str, value: Any) -> Any:
    if name == "covers":
        if value not in _COVERS:
            raise SettingsError(f"The setting covers is '{value}': choose from off, ask, on.")
        return value
    if name != "threads":
        if not isinstance(value, str | Path):
            raise SettingsError(f"The setting {name} is '{value}': give a path in quotes.")
        # A hub name is not a path: its stroke must stay one on every system.
        named = name in _NAMES and isinstance(value, str) and not value.startswith("~")
        return value if named else Path(value).expanduser()
    threads = 0
    if isinstance(value, str | int) and not isinstance(value, bool):
        with suppress(ValueError):
            threads = int(value)
    if threads < 1:
        raise SettingsError(f"The setting threads is '{value}': give a number of cores, 1 or more.")
    return threads

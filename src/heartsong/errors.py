"""Every error that Heartsong raises on purpose.

    HeartsongError               one clear sentence: what is wrong and what to do
    ├── TextError                words that cannot be understood: empty, too long, not English
    ├── RequestError             a wish that cannot be granted, such as no songs at all
    ├── FileError                a file that is missing, unreadable, or of the wrong kind
    │   └── ColumnError          a table without a column that is needed
    ├── CatalogueError           a catalogue that cannot be opened, or that has no songs
    │   ├── NewerCatalogueError  made by a newer Heartsong
    │   └── StorageError         the disk is full or cannot be written; nothing is half-written
    ├── PackError                a pack that is damaged, or made by another model
    ├── ModelError               a model that is missing, cannot be had, or cannot be run
    ├── SettingsError            a setting that cannot be used
    ├── MissingDataError         a data set is not where it was said to be
    └── MissingExtraError        a part that needs an extra to be installed

All of them mean that the caller can mend something; the command exits with 2.
"""

from __future__ import annotations


class HeartsongError(Exception):
    """Base of all; its text is one sentence that says what is wrong and what to do."""


class TextError(HeartsongError):
    """Words that cannot be understood: empty, too long, binary, not English."""


class RequestError(HeartsongError):
    """A wish that cannot be granted, such as no songs at all."""


class FileError(HeartsongError):
    """A file that is missing, unreadable, or of the wrong kind."""


class ColumnError(FileError):
    """A table without a column that is needed."""


class CatalogueError(HeartsongError):
    """A catalogue that cannot be opened, or that has no songs to offer."""


class NewerCatalogueError(CatalogueError):
    """A catalogue made by a newer Heartsong."""


class StorageError(CatalogueError):
    """The disk is full or cannot be written; what was stored before is whole."""


class PackError(HeartsongError):
    """A pack that is damaged, or made by another model."""


class ModelError(HeartsongError):
    """A model that is missing, cannot be had from the hub, or cannot be run."""


class SettingsError(HeartsongError):
    """A setting that cannot be used."""


class MissingDataError(HeartsongError):
    """A data set for training or measuring is not where it was said to be."""


class MissingExtraError(HeartsongError):
    """A part that needs an extra to be installed."""

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(
            f"{what.capitalize()} needs the extra '{extra}': pip install 'heartsong[{extra}]'."
        )

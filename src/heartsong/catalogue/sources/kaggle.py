"""The table of lyrics that Heartsong was made for, fetched from Kaggle (extra `kaggle`)."""

from __future__ import annotations

import logging
import os
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from json import JSONDecodeError
from pathlib import Path
from typing import Final

from heartsong.errors import FileError, MissingExtraError

DATA_SET: Final = "notshrirang/spotify-million-song-dataset"

_DAMAGE: Final = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError)
_REFUSED: Final = 400  # and above; a refusal can come as a success, whose text then counts
_FORBIDDEN: Final = frozenset({401, 403})
_GONE: Final = frozenset({404, 410})
_SILENT: Final = logging.CRITICAL + 1


def download() -> Path:
    """The CSV file of the data set, in kagglehub's cache; fetched only where it is not there yet.

    Kaggle is asked which version is the newest, so it needs the network each time. Until it
    returns, nothing that this process prints is shown but a bar on the error stream of a terminal.

    Raises:
        MissingExtraError: kagglehub is not installed.
        FileError: the data set cannot be had, is damaged, or holds no CSV file.
    """
    try:
        import kagglehub
    except ImportError as error:
        raise MissingExtraError("kaggle", "downloading songs") from error
    try:
        with _only_progress():
            folder = Path(kagglehub.dataset_download(DATA_SET))
        table = _table(folder)
    except Exception as error:  # it raises those of requests, of archives, and plain Exceptions
        raise _by_hand(_why(error)) from error
    if table is None:
        raise _by_hand(f"there is no CSV file in {folder}")
    return table


def _table(folder: Path) -> Path | None:
    """The largest CSV file of a folder: songs, not notes about them."""
    tables = (path for path in folder.rglob("*") if path.suffix.lower() == ".csv")
    return max(
        (path for path in tables if path.is_file()),
        key=lambda path: path.stat().st_size,
        default=None,
    )


@contextmanager
def _only_progress() -> Iterator[None]:
    """Of what kagglehub shows, leave the bar alone, and that only where a person sees it."""
    log = logging.getLogger("kagglehub")
    level = log.level
    with ExitStack() as stack:
        nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
        # Its log and its notices go to standard output, which is for Heartsong's answer.
        stack.callback(log.setLevel, level)
        log.setLevel(_SILENT)
        stack.enter_context(redirect_stdout(nowhere))
        if sys.stderr is None or not sys.stderr.isatty():
            stack.enter_context(redirect_stderr(nowhere))
        yield


def _why(error: Exception) -> str:
    from kagglehub.exceptions import DataCorruptionError
    from requests import exceptions as network

    answer = error.response if isinstance(error, network.HTTPError) else None
    if answer is not None and answer.status_code >= _REFUSED:
        return _status(answer.status_code)
    if isinstance(error, network.ChunkedEncodingError):
        return "the download was cut off"
    if isinstance(error, network.ConnectionError | network.Timeout):
        return "Kaggle cannot be reached"
    if isinstance(error, JSONDecodeError):
        return "Kaggle's answer makes no sense"
    if isinstance(error, (*_DAMAGE, DataCorruptionError)):
        return "what came is damaged"
    return str(error).partition("\n")[0].rstrip(".")[:120] or type(error).__name__


def _status(status: int) -> str:
    if status in _FORBIDDEN:
        return f"Kaggle does not permit it, status {status}"
    if status in _GONE:
        return f"Kaggle does not have it, status {status}"
    return f"Kaggle answered with status {status}"


def _by_hand(why: str) -> FileError:
    return FileError(
        f"The data set {DATA_SET} cannot be downloaded ({why}): download its CSV file by hand "
        f"from https://www.kaggle.com/datasets/{DATA_SET} and give its path."
    )

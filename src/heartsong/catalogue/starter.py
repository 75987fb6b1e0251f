"""The starter catalogue: the shipped pack as an SQLite file in the listener's data folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from heartsong.catalogue.pack import import_pack, read_manifest
from heartsong.errors import CatalogueError, StorageError
from heartsong.store.sqlite import SqliteStore

SHIPPED_PACK: Final = Path(__file__).parent.parent / "packs" / "starter.pack"


def starter_catalogue(data_dir: Path, pack: Path = SHIPPED_PACK) -> Path:
    """The path of the starter catalogue, made from the pack if this one was not made before.

    Where `data_dir` cannot be written, it is made in the system's folder for temporary files.

    Raises:
        PackError: the pack is missing or damaged.
        StorageError: neither folder can be written.
    """
    name = f"starter-{read_manifest(pack).digest}.db"
    places = (data_dir, Path(tempfile.gettempdir()) / f"heartsong-{_user()}")
    for place in places:
        if (place / name).is_file():
            return place / name
    for place in places:
        try:
            return _make(place / name, pack)
        except CatalogueError as error:
            refused = error
    raise StorageError(
        f"The starter catalogue cannot be written to {places[0]} or {places[1]}: free some space, "
        "or name another folder in HEARTSONG_DATA_DIR."
    ) from refused


def _make(path: Path, pack: Path) -> Path:
    """Built under another name and moved into place, so two first runs cannot meet half-way."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        store = SqliteStore(part, create=True)
        import_pack(pack, store)
        store.close()
        part.replace(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}).") from error
    finally:
        for leftover in path.parent.glob(f"{part.name}*"):
            leftover.unlink(missing_ok=True)
    return path


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")

"""What Kaggle answers, and the way of kagglehub's requests to a server on this machine."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.servers import Answer

# "localhost", port 80, is an address that kagglehub knows; a proxy on any port can stand for it.
HOST = "http://localhost"
VERSION = Answer(b'{"currentVersionNumber": 3}', headers={"Content-Type": "application/json"})
MOVED = Answer(b"", 302, {"Location": f"{HOST}/bucket/archive.zip"})


def archive(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return packed.getvalue()


def at_kaggle(monkeypatch: pytest.MonkeyPatch, port: int, folder: Path) -> None:
    """Send kagglehub to a port of this machine, with no account and a cache in a folder."""
    for name in [name for name in os.environ if name.startswith("KAGGLE")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("KAGGLE_CONFIG_DIR", str(folder / ".kaggle"))
    monkeypatch.setenv("KAGGLEHUB_CACHE", str(folder / "cache"))
    monkeypatch.setenv("KAGGLE_API_ENVIRONMENT", "LOCALHOST")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

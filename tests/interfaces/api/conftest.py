from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heartsong.interfaces.api.config import ServerConfig
from tests.serving import serving

for needed in ("fastapi", "uvicorn", "httpx", "prometheus_client"):
    pytest.importorskip(needed, reason="needs the extra serve")

if TYPE_CHECKING:
    import httpx

BASE = "/api/v1"


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    """The address of a server of that catalogue."""
    with serving(home, ServerConfig(str(home / "my.db"))) as url:
        yield url


@pytest.fixture(scope="session")
def api(address: str) -> Iterator[httpx.Client]:
    """A client of that server's API."""
    import httpx

    with httpx.Client(base_url=address + BASE, timeout=30, trust_env=False) as client:
        yield client

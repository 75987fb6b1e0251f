"""How a server is set up: a plain value that crosses to the processes of its workers."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import Final, Self

API: Final = "/api/v1"
VARIABLE: Final = "HEARTSONG_SERVER"


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """What a server is told beside the listener's settings.

    Attributes:
        catalogue: the catalogue file; None as `Settings` have it.
        token: who has it may ask; None lets everyone.
        hosts: names by which browsers may call the server.
        rate: requests a second of one client; 0 for as many as it likes.
        covers: whether covers and previews may be fetched from the web, where a listener wants it.
        threads: cores for the model, where `Settings` leave them open.
        timeout: seconds until an answer is given up.
    """

    catalogue: str | None = None
    token: str | None = None
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    rate: float = 0.0
    covers: bool = True
    threads: int = 1
    timeout: float = 30.0

    def to_environment(self) -> None:
        """Leave it where workers find it."""
        os.environ[VARIABLE] = json.dumps(asdict(self))

    @classmethod
    def from_environment(cls) -> Self:
        """What `to_environment` left; the usual one where there is none."""
        told = json.loads(os.environ.get(VARIABLE, "{}"))
        return cls(**told | {"hosts": tuple(told.get("hosts", cls().hosts))})

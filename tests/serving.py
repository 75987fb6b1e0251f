"""A real server of ours on loopback, for the tests of the API and of the page."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from heartsong.interfaces.api.config import ServerConfig
from tests.conftest import isolated

_PATIENCE = 60.0  # seconds for a server to start


@contextmanager
def serving(folder: Path, config: ServerConfig | None = None) -> Iterator[str]:
    """The address of a server that runs in a thread, with settings and data in a folder."""
    import uvicorn

    from heartsong.interfaces.api.app import create_app

    with pytest.MonkeyPatch.context() as patch, socket.socket() as listening:
        for name, value in isolated(folder).items():
            patch.setenv(name, value)
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = create_app(config or ServerConfig())
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        until = time.monotonic() + _PATIENCE
        while not server.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.01)
        assert server.started, "the server did not start"
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)

"""A server on this machine that answers as LRCLIB does, or misbehaves as it is told."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

WORDS = "we walked along the shore\nand counted every boat"
SYNCED = "[00:12.00] we walked along the shore\n[00:17.20] and counted every boat"


@dataclass(frozen=True)
class Answer:
    """What the server does with a request."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0  # seconds before the answer
    drip: float = 0.0  # seconds before each byte
    cut: bool = False  # the connection ends in the middle of the body


def track(**facts: object) -> dict[str, object]:
    known: dict[str, object] = {
        "id": 7,
        "trackName": "Low Tide",
        "artistName": "Ada Vale",
        "albumName": "Shore",
        "duration": 215.4,
        "instrumental": False,
        "plainLyrics": WORDS,
        "syncedLyrics": SYNCED,
    }
    return {**known, **facts}


def answer(**facts: object) -> Answer:
    return Answer(json.dumps(track(**facts)).encode())


def results(*tracks: dict[str, object]) -> Answer:
    return Answer(json.dumps(tracks).encode())


NOTHING = Answer(b'{"statusCode": 404, "name": "TrackNotFound"}', 404)


@dataclass(frozen=True)
class Asked:
    path: str
    values: dict[str, str]
    headers: dict[str, str]


class Server(ThreadingHTTPServer):
    """An LRCLIB on this machine; it gives its answers one by one, and the last one for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Answer] = [NOTHING]
        self.at: dict[str, Answer] = {}  # answers of some paths
        self.asked: list[Asked] = []
        self.over = threading.Event()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api"

    def gives(self, *answers: Answer) -> None:
        self.answers = list(answers)

    def handle_error(self, *_: Any) -> None:
        pass  # the lookup may hang up

    def answer_to(self, path: str) -> Answer:
        if path in self.at:
            return self.at[path]
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        values = dict(parse_qsl(address.query))
        self.server.asked.append(Asked(address.path, values, dict(self.headers)))
        self._give(self.server.answer_to(address.path))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        is_json = "json" in self.headers.get("Content-Type", "")
        sent = json.loads(body) if is_json else dict(parse_qsl(body.decode()))
        values = {name: str(value) for name, value in sent.items()}
        path = urlsplit(self.path).path
        self.server.asked.append(Asked(path, values, dict(self.headers)))
        self._give(self.server.answer_to(path))

    def do_CONNECT(self) -> None:
        self.server.asked.append(Asked(self.path, {}, dict(self.headers)))
        self.send_error(502)  # asked to be a proxy, it leads nowhere else

    def _give(self, given: Answer) -> None:
        self.server.over.wait(given.pause)
        self.send_response(given.status)
        for name, value in given.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(given.body)))
        self.end_headers()
        if given.cut:
            self.wfile.write(given.body[: len(given.body) // 2])
            self.close_connection = True
        elif given.drip:
            for byte in given.body:
                self.server.over.wait(given.drip)
                self.wfile.write(bytes([byte]))
        else:
            self.wfile.write(given.body)

    def log_message(self, *_: Any) -> None:
        pass

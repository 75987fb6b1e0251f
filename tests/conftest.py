"""Fixtures that more than one room's tests use."""

from __future__ import annotations

import csv
import io
import os
import shutil
import socket
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from heartsong.encoder import Encoder
from heartsong.interfaces.cli import main
from heartsong.recommender import Recommender
from heartsong.store.sqlite import SqliteStore
from tests.fakes import FakeEncoder
from tests.servers import Server
from tests.words import write_table

# The same examples every time and no folder of old ones: a failure must not depend on the machine.
settings.register_profile(
    "heartsong", derandomize=True, database=None, deadline=None, max_examples=60
)
settings.load_profile("heartsong")

REPOSITORY = Path(__file__).parent.parent
DATA = REPOSITORY.parent / "shared" / "data"
MAIN = "from heartsong.interfaces.cli import main; main()"


@dataclass(frozen=True)
class Ended:
    """A run of the command that is over."""

    code: int
    out: str
    err: str


class Runner(ABC):
    """A way to run the command."""

    @abstractmethod
    def __call__(
        self,
        *arguments: str | bytes | Path,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> Ended: ...

    def refused(
        self,
        *arguments: str | bytes | Path,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """The one sentence that a run ends with; anything else on either stream fails."""
        ended = self(*arguments, stdin=stdin, environment=environment)
        assert ended.code == 2, ended
        assert ended.out == "", ended
        assert_one_sentence(ended.err)
        return ended.err


@dataclass(frozen=True)
class Command(Runner):
    """The real command in a process of its own, in a folder of its own."""

    environment: Mapping[str, str]
    folder: Path
    program: str = MAIN

    def __call__(
        self,
        *arguments: str | bytes | Path,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> Ended:
        done = subprocess.run(
            [sys.executable, "-c", self.program, *arguments],
            input=stdin,
            capture_output=True,
            env={**self.environment, **(environment or {})},
            cwd=self.folder,
            timeout=120,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass(frozen=True)
class Inside(Runner):
    """The same command without a new process, which is much faster to start."""

    patch: pytest.MonkeyPatch
    screen: pytest.CaptureFixture[str]
    folder: Path

    def __call__(
        self,
        *arguments: str | bytes | Path,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> Ended:
        self.screen.readouterr()
        csv.field_size_limit(131_072)  # as in a new process
        with self.patch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr("sys.argv", ["heartsong", *map(os.fsdecode, arguments)])
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            for name, value in (environment or {}).items():
                patch.setenv(name, value)
            try:
                main()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
        return Ended(code, *self.screen.readouterr())


def assert_one_sentence(err: str) -> None:
    assert err.startswith("heartsong: "), err
    assert err.endswith(".\n"), err
    assert err.count("\n") == 1, err
    assert "Traceback" not in err, err


def isolated(folder: Path) -> dict[str, str]:
    """The environment of a run that sees none of the listener's own files and settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEARTSONG_")}
    paths = [path for path in (kept.get("PYTHONPATH"), str(REPOSITORY)) if path]
    return kept | {
        "HEARTSONG_DATA_DIR": str(folder / "data"),
        "HEARTSONG_THREADS": "1",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUTF8": "1",
    }


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the settings or the data folder of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("HEARTSONG_")]:
        monkeypatch.delenv(name)
    for name in ("LANG", "LC_ALL"):  # or helplines would be those of wherever the tests run
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HEARTSONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(isolated(tmp_path), tmp_path)


@pytest.fixture
def inside(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    encoder: Encoder,
) -> Inside:
    monkeypatch.setattr("heartsong.loading.Encoder", lambda *_: encoder)
    return Inside(monkeypatch, capsys, tmp_path)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The model that ships."""
    return Encoder(threads=1)


@pytest.fixture
def fake() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def with_fake(monkeypatch: pytest.MonkeyPatch) -> FakeEncoder:
    """Every Recommender made in this test hears through the fake encoder."""
    fake = FakeEncoder()
    monkeypatch.setattr("heartsong.loading.Encoder", lambda *_: fake)
    return fake


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "store.db", create=True)
    yield store
    store.close()


@pytest.fixture
def songs_csv(tmp_path: Path) -> Path:
    return write_table(tmp_path / "songs.csv")


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A catalogue of our own songs, scored once by the real model; not to be written to."""
    folder = tmp_path_factory.mktemp("scored")
    with Recommender(folder / "my.db") as recommender:
        recommender.ingest(write_table(folder / "songs.csv"))
    return folder / "my.db"


@pytest.fixture
def catalogue(scored: Path, tmp_path: Path) -> Path:
    """A copy of that catalogue that a test may do anything to."""
    return Path(shutil.copy(scored, tmp_path / "my.db"))


@pytest.fixture
def data() -> Path:
    if not DATA.is_dir():
        pytest.skip(f"the data sets are not at {DATA.relative_to(REPOSITORY.parent)}")
    return DATA


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nobody listened at a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An LRCLIB on loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()

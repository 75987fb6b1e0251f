"""Where a model's files come from: a folder, the cache, or a hub, which the test is itself."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("huggingface_hub", reason="plugged models need the extra 'hub'")

from heartsong.errors import ModelError
from heartsong.hub.checkpoint import find, wanted
from tests.checkpoints import save

NAME = "ada/moods"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def hub_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of our own, and a hub that nobody answers for."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "ENDPOINT", NOWHERE)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_PROGRESS_BARS", True)
    return tmp_path / "cache"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return save(tmp_path / "upstream" / "moods")


def cached(hub_home: Path, files: Path) -> Path:
    """The files where the hub's own library keeps what it once fetched."""
    repository = hub_home / "models--ada--moods"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(COMMIT)
    return Path(shutil.copytree(files, repository / "snapshots" / COMMIT))


class Hub(BaseHTTPRequestHandler):
    """As much of the hub as a download asks for."""

    folder: Path
    asked: list[str]

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path = self.path.partition("?")[0]
        if path.startswith(f"/api/models/{NAME}"):
            names = sorted(each.name for each in self.folder.iterdir())
            siblings = [{"rfilename": name} for name in names]
            self._answer(json.dumps({"id": NAME, "sha": COMMIT, "siblings": siblings}).encode())
        elif path.startswith(f"/{NAME}/resolve/"):
            self._answer((self.folder / path.rpartition("/")[2]).read_bytes())
        else:
            self.send_response(404)
            self.send_header("X-Error-Code", "RepoNotFound")
            self.end_headers()

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", "application/json")
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, message: str, *args: object) -> None:
        pass


@pytest.fixture
def hub(files: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    from huggingface_hub import constants

    handler = type("Handler", (Hub,), {"folder": files, "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(constants, "ENDPOINT", address)
        template = address + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield handler
        server.shutdown()


def test_a_folder_is_taken_as_it_is(files: Path) -> None:
    found = find(files)
    assert (found.label, found.folder) == ("moods", files)
    assert find(str(files)).name == found.name


def test_the_name_changes_with_the_content_and_not_with_the_place(
    files: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copytree(files, tmp_path / "elsewhere" / "moods"))
    (moved / "README.md").write_text("Moods.")
    assert find(moved).name == find(files).name
    other = save(tmp_path / "other" / "moods", seed=1)
    assert find(other).label == "moods"
    assert find(other).name != find(files).name


def test_what_the_cache_holds_needs_no_network(hub_home: Path, files: Path) -> None:
    folder = cached(hub_home, files)
    found = find(NAME)
    assert (found.label, found.folder) == (NAME, folder)


def test_a_model_is_fetched_from_the_hub_once(hub: type[Hub], files: Path, hub_home: Path) -> None:
    (files / "theirs.py").write_text("print('theirs')")
    (files / "pytorch_model.bin").write_bytes(b"as large again")
    found = find(NAME)
    assert found.label == NAME
    assert hub_home in found.folder.parents
    assert {each.name for each in found.folder.iterdir()} == {
        "config.json",
        "model.safetensors",
        "vocab.txt",
    }
    asked = len(hub.asked)
    assert find(NAME).name == found.name
    assert len(hub.asked) == asked


def test_a_name_that_the_hub_does_not_know_is_told(hub: type[Hub]) -> None:
    with pytest.raises(ModelError, match=r"the hub has no model ada/nothing that you may read"):
        find("ada/nothing")


def test_a_model_without_weights_for_pytorch_is_told(hub: type[Hub], files: Path) -> None:
    (files / "model.safetensors").rename(files / "tf_model.h5")
    with pytest.raises(ModelError, match="has no PyTorch weights"):
        find(NAME)


def test_without_network_one_sentence_comes_at_once(hub_home: Path) -> None:
    started = time.monotonic()
    with pytest.raises(
        ModelError, match=r"cannot be fetched from the hub.*--local-dir FOLDER"
    ) as told:
        find(NAME)
    assert time.monotonic() - started < 5
    assert "\n" not in str(told.value)


def test_a_cache_that_holds_half_a_model_is_not_taken(hub_home: Path, files: Path) -> None:
    (cached(hub_home, files) / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="cannot be fetched"):
        find(NAME)


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors"])
def test_a_folder_without_a_model_is_told(files: Path, missing: str) -> None:
    (files / missing).unlink()
    with pytest.raises(ModelError, match=r"holds no model: a folder with config\.json"):
        find(files)


def test_no_code_and_no_second_weights_are_wanted() -> None:
    repository = [
        "README.md",
        "config.json",
        "flax_model.msgpack",
        "merges.txt",
        "model.safetensors",
        "modeling_theirs.py",
        "onnx/model.onnx",
        "pytorch_model.bin",
        "training_args.bin",
        "vocab.json",
    ]
    needed = {"config.json", "merges.txt", "vocab.json"}
    assert set(wanted(repository)) == needed | {"model.safetensors"}
    repository.remove("model.safetensors")
    assert set(wanted(repository)) == needed | {"pytorch_model.bin"}

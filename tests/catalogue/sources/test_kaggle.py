"""The real kagglehub against a server on this machine that stands where Kaggle does."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import os
import re
import socket
import sys
import tarfile
from pathlib import Path

import pytest

from heartsong.catalogue.sources.kaggle import DATA_SET, download
from heartsong.errors import FileError
from tests.conftest import Command, isolated
from tests.kaggle import MOVED, VERSION, archive, at_kaggle
from tests.servers import Answer, Server
from tests.words import SONGS, table

kagglehub = pytest.importorskip(
    "kagglehub", minversion="1.0", reason="downloading from Kaggle needs the extra 'kaggle'"
)

TABLE = table(SONGS).encode()
GOOD = archive({"spotify_millsongdata.csv": TABLE})


@pytest.fixture(autouse=True)
def _kaggle(monkeypatch: pytest.MonkeyPatch, server: Server, tmp_path: Path) -> None:
    at_kaggle(monkeypatch, server.server_port, tmp_path)


def refused() -> str:
    with pytest.raises(FileError) as raised:
        download()
    said = str(raised.value)
    by_hand = "download its CSV file by hand from https://www.kaggle.com/datasets/"
    assert f"): {by_hand}{DATA_SET} and give its path." in said
    assert "\n" not in said
    why = re.match(rf"The data set {DATA_SET} cannot be downloaded \((.*?)\): download", said)
    assert why is not None, said
    return why.group(1)


def test_the_table_is_fetched_as_kaggle_gives_it(server: Server) -> None:
    server.gives(VERSION, MOVED, Answer(GOOD))
    assert download().read_bytes() == TABLE


def test_kaggle_is_asked_for_the_data_set_and_nothing_else(server: Server) -> None:
    server.gives(VERSION, MOVED, Answer(GOOD))
    download()
    wanted = dict(zip(("ownerSlug", "datasetSlug"), DATA_SET.split("/"), strict=True))
    assert [(asked.path.rpartition("/")[2], asked.values) for asked in server.asked] == [
        ("GetDataset", wanted),
        ("DownloadDataset", {**wanted, "datasetVersionNumber": "3"}),
        ("archive.zip", {}),
    ]
    assert {asked.headers["User-Agent"] for asked in server.asked} == {
        f"kagglehub/{kagglehub.__version__}"
    }
    assert not any("Authorization" in asked.headers for asked in server.asked)


def test_what_is_there_is_not_fetched_again(server: Server) -> None:
    server.gives(VERSION, Answer(GOOD), VERSION)
    first = download()
    assert download() == first
    assert len(server.asked) == 3


def test_of_several_tables_the_largest_is_taken(server: Server) -> None:
    files = {"notes.csv": b"a,b\n", "deep/Songs.CSV": TABLE, "about.txt": TABLE * 2}
    server.gives(VERSION, Answer(archive(files)))
    assert download().name == "Songs.CSV"


DOWNLOAD = "from heartsong.catalogue.sources.kaggle import download; print(download())"


def test_nothing_is_shown_where_no_person_looks(server: Server, tmp_path: Path) -> None:
    server.gives(VERSION, Answer(GOOD))
    # A process of its own: kagglehub's log keeps the standard output that it was imported with.
    ended = Command(isolated(tmp_path), tmp_path, DOWNLOAD)()
    assert (ended.code, ended.err) == (0, "")
    assert Path(ended.out.removesuffix("\n")).read_bytes() == TABLE


def test_on_a_terminal_the_bar_is_shown_and_nothing_else(
    server: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pty = pytest.importorskip("pty", reason="this system has no such terminals")
    termios = pytest.importorskip("termios", reason="this system has no such terminals")
    server.gives(VERSION, Answer(GOOD))
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen, os.fdopen(theirs, "w") as terminal:
        termios.tcsetwinsize(terminal, (24, 80))
        monkeypatch.setattr(sys, "stderr", terminal)
        download()
        terminal.flush()
        os.set_blocking(ours, False)
        shown = (screen.read(65536) or b"").decode()
    assert "100%" in shown
    assert not [bar for bar in re.split(r"[\r\n]+", shown) if bar and "%|" not in bar]
    assert capfd.readouterr() == ("", "")


def test_a_notice_of_a_newer_kagglehub_does_not_stand_in_the_answer(
    server: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAGGLE_API_TOKEN", "a token")
    monkeypatch.setattr("kagglehub.clients.already_printed_version_warning", False)
    newer = {**VERSION.headers, "X-Kaggle-HubVersion": "999.0"}
    server.gives(Answer(VERSION.body, headers=newer), Answer(GOOD))
    download()
    assert kagglehub.clients.already_printed_version_warning
    assert capfd.readouterr() == ("", "")


def test_kagglehub_speaks_again_afterwards(server: Server) -> None:
    log = logging.getLogger("kagglehub")
    before = log.level
    server.gives(Answer(b"", 500))
    refused()
    assert log.level == before
    assert log.isEnabledFor(logging.INFO)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, "Kaggle does not permit it, status 401"),
        (403, "Kaggle does not permit it, status 403"),
        (404, "Kaggle does not have it, status 404"),
        (500, "Kaggle answered with status 500"),
    ],
)
@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_refusal_says_what_kaggle_said(
    server: Server, status: int, why: str, before: int
) -> None:
    said = Answer(b'{"message": "no"}', status, {"Content-Type": "application/json"})
    server.gives(*(VERSION, MOVED)[:before], said)
    assert refused() == why


def test_a_refusal_in_an_answer_of_success_counts_as_one(server: Server) -> None:
    said = b'{"code": 403, "message": "Sign in first."}'
    server.gives(Answer(said, headers=VERSION.headers))
    assert refused() == "Sign in first"


def test_no_network_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{taken.getsockname()[1]}")
        assert refused() == "Kaggle cannot be reached"


def test_kaggle_itself_is_where_it_goes(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.delenv("KAGGLE_API_ENVIRONMENT")
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.server_port}")
    assert refused() == "Kaggle cannot be reached"  # this server cannot tunnel
    assert {asked.path for asked in server.asked} == {"api.kaggle.com:443"}


def test_an_answer_of_something_else_is_told(server: Server) -> None:
    server.gives(Answer(b"<html>sign in to this network</html>"))
    assert refused() == "Kaggle's answer makes no sense"


def test_a_download_that_is_cut_off_is_told_and_succeeds_the_next_time(server: Server) -> None:
    server.gives(VERSION, MOVED, Answer(GOOD, cut=True))
    assert refused() == "the download was cut off"
    server.gives(VERSION, MOVED, Answer(GOOD))
    assert download().read_bytes() == TABLE


def scarred() -> bytes:
    """A zip whose list is whole and whose only file is not."""
    at = GOOD.index(b"spotify_millsongdata.csv") + 60
    return GOOD[:at] + bytes(byte ^ 0xFF for byte in GOOD[at : at + 20]) + GOOD[at + 20 :]


def half_a_tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        member = tarfile.TarInfo("spotify_millsongdata.csv")
        noise = os.urandom(100_000)
        member.size = len(noise)
        tar.addfile(member, io.BytesIO(noise))
    return packed.getvalue()[:60_000]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (scarred(), "what came is damaged"),
        (half_a_tar(), "what came is damaged"),
        (GOOD[: len(GOOD) // 2], "Unsupported archive type"),
        (b"", "Unsupported archive type"),
        (VERSION.body, "Unsupported archive type"),
    ],
    ids=["scarred zip", "half a tar", "half a zip", "nothing", "no archive"],
)
def test_a_broken_archive_is_told_and_fetched_anew(server: Server, body: bytes, why: str) -> None:
    server.gives(VERSION, MOVED, Answer(body))
    assert refused() == why
    server.gives(VERSION, MOVED, Answer(GOOD))
    assert download().read_bytes() == TABLE


def test_an_archive_that_its_checksum_does_not_fit_is_damaged(server: Server) -> None:
    checksum = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    server.gives(VERSION, MOVED, Answer(GOOD, headers={"x-goog-hash": f"md5={checksum}"}))
    assert refused() == "what came is damaged"


def test_an_archive_without_a_table_is_told(server: Server) -> None:
    server.gives(VERSION, MOVED, Answer(archive({"about.txt": b"songs"})))
    assert refused().startswith("there is no CSV file in ")


def test_a_file_that_reaches_out_of_its_folder_stays_in_it(server: Server, tmp_path: Path) -> None:
    server.gives(VERSION, MOVED, Answer(archive({"../../../../../../out.csv": TABLE})))
    assert (tmp_path / "cache") in download().parents


def test_credentials_that_cannot_be_read_are_told(server: Server, tmp_path: Path) -> None:
    (tmp_path / ".kaggle").mkdir()
    (tmp_path / ".kaggle" / "kaggle.json").write_text("no JSON", encoding="utf-8")
    assert refused().startswith("Invalid Kaggle credentials file at ")
    assert server.asked == []


def test_a_cache_that_cannot_be_written_is_told(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("KAGGLEHUB_CACHE", str(tmp_path / "file"))
    server.gives(VERSION, MOVED, Answer(GOOD))
    assert "Not a directory" in refused()

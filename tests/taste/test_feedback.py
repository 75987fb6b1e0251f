from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from heartsong.errors import StorageError
from heartsong.taste.feedback import FeedbackLog


def test_verdicts_are_kept_in_their_order(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path / "new" / "feedback.db")
    assert log.all() == []
    for verdict in ("like", "skip", "play", "not_this_mood"):
        log.add("abc", verdict)
    kept = FeedbackLog(tmp_path / "new" / "feedback.db").all()
    assert [each.verdict for each in kept] == ["like", "skip", "play", "not_this_mood"]
    assert {each.song for each in kept} == {"abc"}
    assert [each.at for each in kept] == sorted(each.at for each in kept)


def test_several_may_write_at_once(tmp_path: Path) -> None:
    """Also the first of them, in many new files: SQLite itself would refuse some of these."""
    together = Barrier(8, timeout=30)

    def write(number: int) -> None:
        for file in range(40):
            together.wait()
            FeedbackLog(tmp_path / f"{file}.db").add(f"song{number}", "like")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))
    for file in range(40):
        kept = {each.song for each in FeedbackLog(tmp_path / f"{file}.db").all()}
        assert kept == {f"song{number}" for number in range(8)}


def test_a_file_that_another_program_is_just_making_holds_no_verdict_yet(tmp_path: Path) -> None:
    path = tmp_path / "feedback.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        assert path.exists()
        assert FeedbackLog(path).all() == []


def test_a_file_that_another_program_holds_for_long_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heartsong.taste.feedback._PATIENCE", 0.05)
    path = tmp_path / "feedback.db"
    FeedbackLog(path).add("abc", "like")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="in use by another program: try again"):
            FeedbackLog(path).add("abc", "skip")
        assert [each.verdict for each in FeedbackLog(path).all()] == ["like"]


def test_what_is_no_such_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "feedback.db").write_bytes(b"this is something else" * 60)
    with pytest.raises(StorageError, match="move it away to start a new one"):
        FeedbackLog(tmp_path / "feedback.db").add("abc", "like")

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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
    def write(number: int) -> None:
        FeedbackLog(tmp_path / "feedback.db").add(f"song{number}", "like")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(40)))
    assert len(FeedbackLog(tmp_path / "feedback.db").all()) == 40


def test_what_is_no_such_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "feedback.db").write_bytes(b"this is something else" * 60)
    with pytest.raises(StorageError, match="move it away to start a new one"):
        FeedbackLog(tmp_path / "feedback.db").add("abc", "like")

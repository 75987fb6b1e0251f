"""The command `chat` in processes of its own: through a pipe, on a terminal, and how it ends."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import MAIN, Command, Inside, assert_one_sentence
from tests.words import SONGS

if sys.platform == "win32":
    pytest.skip("there are no such terminals", allow_module_level=True)

TALK = b"I feel sad and lonely\nwho sings the second one\nmore upbeat\nnot this artist again\nbye\n"


def test_a_conversation_through_a_pipe(command: Command, catalogue: Path) -> None:
    ended = command("chat", "--catalogue", catalogue, "--songs", "3", "--seed", "7", stdin=TALK)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert "more upbeat" in lines[0]
    assert "You sound sad." in lines
    assert any(" is by " in line for line in lines)
    assert "More upbeat, then." in lines
    assert [line[:3] for line in lines].count(" 1.") == 3
    assert lines[-1] == "Take care."
    assert "> " not in ended.out


def test_it_ends_where_the_pipe_ends_with_or_without_a_line_end(
    inside: Inside, catalogue: Path
) -> None:
    for stdin in (b"", b"I feel bad", b"I feel bad\nhelp\n"):
        ended = inside("chat", "--catalogue", catalogue, stdin=stdin)
        assert (ended.code, ended.err) == (0, "")
        assert ("You sound" in ended.out) == bool(stdin)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"", "no words"),
        (b"   ", "no words"),
        (b"\xff\xfe\x00", "binary"),
        (b"ich bin heute so traurig und allein zu Hause", "English"),
        (b"word " * 1200, "at most 5,000"),
        (b"word " * 500_000, "at most 5,000"),
        (b"0 more", "ask for 1 or more"),
    ],
)
def test_a_bad_line_gets_one_sentence_and_it_goes_on(
    inside: Inside, catalogue: Path, line: bytes, said: str
) -> None:
    talk = b"I feel bad\n" + line + b"\nwho sings the first one\n"
    ended = inside("chat", "--catalogue", catalogue, stdin=talk)
    assert ended.code == 0
    assert_one_sentence(ended.err)
    assert said in ended.err
    assert " is by " in ended.out


def test_help_comes_first_and_once(inside: Inside, catalogue: Path) -> None:
    ended = inside("chat", "--catalogue", catalogue, stdin=b"I want to kill myself\n")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("emergency number") == 1
    assert not any(song.title in ended.out for song in SONGS)


@pytest.mark.parametrize(
    "arguments", [("--songs", "0"), ("--songs", "10000000"), ("--catalogue", "missing.db")]
)
def test_what_cannot_be_is_said_before_the_first_line(
    inside: Inside, arguments: tuple[str, ...]
) -> None:
    inside.refused("chat", *arguments, stdin=b"I feel bad\n")


def test_the_help_says_how_to_begin(inside: Inside) -> None:
    ended = inside("chat", "--help")
    assert ended.code == 0
    assert all(word in ended.out for word in ("--catalogue", "--songs", "--seed", "--model", "bye"))


# As at a terminal, also where the tests run in the background, whose programs ignore Ctrl+C.
HEEDING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "


class Terminal:
    """The command at a terminal, where a person types."""

    def __init__(self, command: Command, *arguments: str | Path) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", HEEDING + MAIN, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**command.environment, "TERM": "dumb", "COLUMNS": "200"},
            cwd=command.folder,
            start_new_session=True,
        )
        os.close(theirs)
        self.seen = ""

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def see(self, words: str) -> None:
        """Wait for words on the screen."""
        end = time.monotonic() + 60
        while words not in self.seen:
            ready, _, _ = select.select([self._ours], [], [], max(0, end - time.monotonic()))
            assert ready, f"no {words!r} in {self.seen!r}"
            try:
                self.seen += os.read(self._ours, 65536).decode(errors="replace")
            except OSError:  # Linux says so where the other end is closed
                break
        assert words in self.seen
        self.seen = self.seen.partition(words)[2]

    def ended(self) -> int:
        code = self.process.wait(30)
        os.close(self._ours)
        return code


def test_at_a_terminal_it_asks_and_keeps_no_history(command: Command, catalogue: Path) -> None:
    before = {path for path in command.folder.rglob("*") if path.is_file()}
    terminal = Terminal(command, "chat", "--catalogue", catalogue, "--songs", "2")
    terminal.see("Write how you feel.")
    terminal.see("> ")
    terminal.type("I feel sad\n")
    terminal.see("Why")
    terminal.see("> ")
    terminal.type("bye\n")
    terminal.see("Take care.")
    assert terminal.ended() == 0
    assert {path for path in command.folder.rglob("*") if path.is_file()} == before


def test_control_d_ends_it(command: Command, catalogue: Path) -> None:
    terminal = Terminal(command, "chat", "--catalogue", catalogue)
    terminal.see("> ")
    terminal.type("\x04")
    assert terminal.ended() == 0


def test_control_c_ends_it_without_a_trace(command: Command, catalogue: Path) -> None:
    terminal = Terminal(command, "chat", "--catalogue", catalogue)
    terminal.see("> ")
    # readline misses a signal between writing its prompt and waiting for keys: a person would
    # press the keys again.
    for _ in range(6):
        time.sleep(0.5)
        terminal.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            terminal.process.wait(5)
            break
    terminal.see("\n")
    assert terminal.ended() == 0
    assert "Traceback" not in terminal.seen

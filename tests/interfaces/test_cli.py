"""The real command in processes of its own: what it answers, and how it refuses."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.conftest import MAIN, Command, Inside, Runner, assert_one_sentence
from tests.words import SONGS, Written, many, table, write_table

as_root = hasattr(os, "geteuid") and os.geteuid() == 0
ENGLISH_ONLY = "does not look like English"


@pytest.fixture(scope="session")
def installed() -> Path:
    return Path(sys.executable).parent / "heartsong"


def titles(runner: Runner, catalogue: Path) -> list[str]:
    ended = runner("export", "--catalogue", catalogue)
    assert ended.code == 0, ended
    return sorted(json.loads(line)["title"] for line in ended.out.splitlines())


ALL = sorted(song.title for song in SONGS)


# What it answers.


def test_the_installed_command_is_this_one(installed: Path) -> None:
    done = subprocess.run([installed, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"{version('heartsong')}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--help"], ["recommend", "analyze", "ingest", "export", "train", "evaluate"]),
        (["recommend", "--help"], ["--catalogue", "--json", "-k", "I feel bad"]),
        (["analyze", "--help"], ["--file", "--song", "--json", "--model", "--sentiment-model"]),
        (["evaluate", "--help"], ["--task", "song-mood", "--data", "--model", "--limit", "--json"]),
        (["ingest", "--help"], ["--catalogue", "--column", "title=song"]),
        (["export", "--help"], ["--catalogue", "--format", "jsonl", "csv"]),
    ],
)
def test_the_help_says_what_can_be_asked(
    inside: Inside, arguments: list[str], said: list[str]
) -> None:
    ended = inside(*arguments)
    assert ended.code == 0
    assert all(word in ended.out for word in said), ended.out


def test_the_question_is_answered_from_the_starter_catalogue(command: Command) -> None:
    ended = command("recommend", "What music should I listen to if I feel bad")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0].startswith("Heard: ")
    assert [line[:3] for line in lines if line[:2].strip().isdigit()] == [
        f"{rank:>2}." for rank in range(1, 11)
    ]
    assert "\x1b" not in ended.out


def test_an_answer_on_a_terminal_is_a_table(inside: Inside, catalogue: Path) -> None:
    plain = {"FORCE_COLOR": "1", "COLUMNS": "200", "TERM": "xterm-256color"}
    ended = inside(
        "recommend", "I feel bad", "-k", "3", "--catalogue", catalogue, environment=plain
    )
    assert ended.code == 0
    assert "\x1b[" in ended.out
    assert "Why" in ended.out


def test_words_can_come_through_a_pipe(command: Command, catalogue: Path) -> None:
    given = command("recommend", "I feel bad\n", "-k", "3", "--catalogue", catalogue, "--json")
    piped = command(
        "recommend", "-", "-k", "3", "--catalogue", catalogue, "--json", stdin=b"I feel bad\n"
    )
    assert piped.code == 0
    assert json.loads(piped.out)["songs"] == json.loads(given.out)["songs"]


def test_markup_in_names_and_words_is_only_text(inside: Inside, tmp_path: Path) -> None:
    lyrics = SONGS[1].lyrics
    odd = [Written("[bold]Ada[/bold]", "[red]Low[/] & <Tide> 100%", lyrics)]
    write_table(tmp_path / "odd.csv", odd)
    assert inside("ingest", "odd.csv", "--catalogue", "odd.db").code == 0
    for environment in ({}, {"FORCE_COLOR": "1", "COLUMNS": "200"}):
        ended = inside(
            "recommend", "[red]I feel bad[/]", "--catalogue", "odd.db", environment=environment
        )
        assert ended.code == 0
        assert "[red]Low[/] & <Tide> 100%" in ended.out
        assert "[bold]Ada[/bold]" in ended.out


@pytest.mark.parametrize("k", ["10000000", "8"])
def test_all_songs_come_where_more_are_asked_for_than_there_are(
    inside: Inside, catalogue: Path, k: str
) -> None:
    ended = inside("recommend", "I feel bad", "-k", k, "--catalogue", catalogue, "--json")
    assert (ended.code, ended.err) == (0, "")
    payload = json.loads(ended.out)
    assert len(payload["songs"]) == len(SONGS)
    assert ("only 8 songs" in (payload["notice"] or "")) == (k != "8")


def test_emoji_alone_are_answered_with_a_notice(inside: Inside, catalogue: Path) -> None:
    ended = inside("recommend", "😭😭", "--catalogue", catalogue, "--json")
    assert (ended.code, ended.err) == (0, "")
    payload = json.loads(ended.out)
    assert "emoji" in payload["notice"]
    assert len(payload["songs"]) == len(SONGS)


def test_a_cry_for_help_is_answered_with_words(inside: Inside, catalogue: Path) -> None:
    ended = inside("recommend", "I want to kill myself", "--catalogue", catalogue)
    assert (ended.code, ended.err) == (0, "")
    assert "emergency number" in ended.out
    assert not any(song.title in ended.out for song in SONGS)


def test_analyze_says_the_mood_in_words(inside: Inside) -> None:
    ended = inside("analyze", "we got the keys today and I am so happy")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Heard: Happy (")
    assert "arousal" in ended.out


def test_analyze_hears_lyrics_as_a_song(inside: Inside, tmp_path: Path) -> None:
    lyrics = SONGS[0].lyrics
    as_song, as_message = (
        json.loads(inside("analyze", lyrics, "--json", *option).out) for option in (["--song"], [])
    )
    assert as_song["text"] == as_message["text"] == lyrics
    assert as_song["mood"] != as_message["mood"]
    (tmp_path / "lines.txt").write_text("la la the rain\n[Chorus]\n", encoding="utf-8")
    ended = inside("analyze", "--song", "--file", "lines.txt")
    assert ended.out.count("\n") == 1
    assert "line 2 was passed over. There are no words in these lyrics" in ended.err


def test_analyze_hears_whose_song_it_is(inside: Inside) -> None:
    words = SONGS[0].lyrics
    alone, loud, nobody = (
        json.loads(inside("analyze", words, "--song", "--json", *by).out)["mood"]["groups"]
        for by in ([], ["--artist", "Slayer"], ["--artist", "The Copper Hens"])
    )
    assert loud["angry"] > alone["angry"]
    assert nobody == alone
    assert "--artist goes with --song" in inside.refused("analyze", words, "--artist", "Slayer")


@pytest.mark.parametrize(
    ("lyrics", "said"),
    [
        ("", "no words in these lyrics"),
        ("[Chorus]\n(x2)", "no words in these lyrics"),
        ("la \x01 la", "binary"),
        ("Ich bin heute so traurig und müde\nund keiner ist da", ENGLISH_ONLY),
    ],
)
def test_lyrics_that_cannot_be_heard_are_refused(inside: Inside, lyrics: str, said: str) -> None:
    assert said in inside.refused("analyze", "--song", lyrics)


def test_analyze_names_the_lines_that_it_passes_over(inside: Inside, tmp_path: Path) -> None:
    lines = [b"I feel bad", b"", b"Je suis tellement triste ce soir, je pleure", b"\xff\xfe\x00"]
    lines += ["so happy today 🎉".encode(), b"12345"]
    (tmp_path / "lines.txt").write_bytes(b"\n".join(lines))
    ended = inside("analyze", "--file", "lines.txt")
    assert ended.code == 0
    assert [json.loads(line)["text"] for line in ended.out.splitlines()] == [
        "I feel bad",
        "so happy today 🎉",
    ]
    said = ended.err.splitlines()
    assert [line.split(" was passed over")[0] for line in said[:3]] == [
        f"heartsong: line {n}" for n in (3, 4, 6)
    ]
    assert said[3] == "heartsong: 2 lines heard, 3 passed over."


def test_ingest_takes_a_table_and_recommend_answers_from_it(
    command: Command, tmp_path: Path
) -> None:
    rows = table() + ",No artist,/x,some words\r\nAda Vale,Too short,/y,la la\r\nbroken\r\n"
    (tmp_path / "songs.csv").write_text(rows, encoding="utf-8", newline="")
    ended = command("ingest", "songs.csv", "--catalogue", "new/my.db")
    assert ended.code == 0
    assert "Traceback" not in ended.err
    assert "11 rows read" in ended.out
    assert "8 songs scored and stored in new/my.db" in ended.out
    for reason in ("no artist", "malformed row"):
        assert f"1 skipped: {reason}" in ended.out
    assert "1 kept without a mood: too few words" in ended.out
    assert titles(command, tmp_path / "new" / "my.db") == ALL
    answer = command("recommend", "I feel bad", "-k", "3", "--catalogue", "new/my.db")
    assert answer.code == 0
    assert answer.out.count(". ") >= 3

    again = command("ingest", "songs.csv", "--catalogue", "new/my.db")
    assert "0 songs scored" in again.out
    assert "8 already there" in again.out


def test_columns_can_be_named(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text(
        table().replace("artist", "wer", 1).replace("song", "was", 1), encoding="utf-8", newline=""
    )
    ended = inside(
        "ingest",
        "odd.csv",
        "--catalogue",
        "my.db",
        "--column",
        "artist=wer",
        "--column",
        "title=was",
    )
    assert ended.code == 0
    assert titles(inside, tmp_path / "my.db") == ALL


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("\ufeff" + table(), SONGS[0].title),
        (table(delimiter="\t"), SONGS[0].title),
        (table(delimiter=";", line_end="\n"), SONGS[0].title),
        (table([SONGS[0]._replace(title="Café Ångström")]).encode("cp1252"), "Café Ångström"),
    ],
    ids=["byte-order mark", "tabs", "semicolons", "Windows-1252"],
)
def test_tables_in_other_forms_are_taken(
    inside: Inside, tmp_path: Path, content: str | bytes, title: str
) -> None:
    (tmp_path / "odd.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert inside("ingest", "odd.csv", "--catalogue", "my.db").code == 0
    assert title in titles(inside, tmp_path / "my.db")


def test_export_writes_a_file(inside: Inside, catalogue: Path, tmp_path: Path) -> None:
    shown = inside("export", "--catalogue", catalogue)
    ended = inside("export", "--catalogue", catalogue, "--output", "songs.jsonl")
    assert (ended.code, ended.err) == (0, "")
    assert (tmp_path / "songs.jsonl").read_text(encoding="utf-8") == shown.out


def test_export_into_a_closed_pipe_ends_without_a_word(command: Command, tmp_path: Path) -> None:
    write_table(tmp_path / "many.csv", many(300))
    assert command("ingest", "many.csv", "--catalogue", "many.db").code == 0
    shell = f'"{sys.executable}" -c "{MAIN}" export --catalogue many.db | head -n 1'
    done = subprocess.run(
        ["sh", "-c", shell],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=dict(command.environment),
        check=False,
        timeout=60,
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_the_catalogue_can_be_set_in_the_environment(inside: Inside, catalogue: Path) -> None:
    ended = inside("export", environment={"HEARTSONG_CATALOGUE": str(catalogue)})
    assert ended.out.count("\n") == len(SONGS)


def test_what_programs_get_is_whole_even_where_the_locale_knows_only_ascii(
    command: Command, tmp_path: Path
) -> None:
    write_table(tmp_path / "odd.csv", [SONGS[0]._replace(title="Café 雨")])
    assert command("ingest", "odd.csv", "--catalogue", "my.db").code == 0
    ended = command(
        "export",
        "--catalogue",
        "my.db",
        environment={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )
    assert json.loads(ended.out)["title"] == "Café 雨"


# How it refuses: one sentence, exit code 2, nothing lost.


BAD_WORDS = {
    "empty": ("", "no words"),
    "blank": (" \t\n ", "no words"),
    "signs": ("?!...", "no words"),
    "numbers": ("12345 678", "no words"),
    "control characters": ("I feel \x01\x02 bad", "binary"),
    "undecodable bytes": (b"I feel \xff\xfe bad", "binary"),
    "French": ("Je suis tellement triste ce soir, je ne sais plus quoi faire", ENGLISH_ONLY),
    "German": ("Ich bin heute so traurig und müde", ENGLISH_ONLY),
    "Russian": ("Мне сегодня очень грустно", ENGLISH_ONLY),
    "Japanese": ("今日はとても悲しい気分です", ENGLISH_ONLY),
}


@pytest.mark.parametrize(("words", "said"), BAD_WORDS.values(), ids=BAD_WORDS.keys())
def test_words_that_cannot_be_understood_are_refused(
    inside: Inside, words: str | bytes, said: str
) -> None:
    assert said in inside.refused("recommend", words)


def test_undecodable_bytes_reach_a_new_process_and_are_refused(command: Command) -> None:
    assert "binary" in command.refused("recommend", b"I feel \xff\xfe bad")
    assert "There is no file" in command.refused("ingest", b"\xff\xfe.csv")


@pytest.mark.parametrize(
    ("piped", "said"),
    [
        (b"", "no words"),
        (b"\n\n", "no words"),
        (b"I feel bad. " * 90_000, "1,080,000 characters, and at most 5,000"),
        (b"\0\x01\x02" * 100, "binary"),
        (os.urandom(2000) + b"\0", "binary"),
        (b"I feel \xff\xfe bad", "binary"),
    ],
    ids=["nothing", "blank", "1 MB", "NUL", "random bytes", "undecodable"],
)
def test_a_pipe_without_words_to_understand_is_refused(
    command: Command, piped: bytes, said: str
) -> None:
    assert said in command.refused("recommend", "-", stdin=piped)


def test_a_closed_input_is_refused(command: Command) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -c "{MAIN}" recommend - <&-'],
        capture_output=True,
        text=True,
        env=dict(command.environment),
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert_one_sentence(done.stderr)


@pytest.mark.parametrize("k", ["0", "-1"])
def test_no_songs_cannot_be_asked_for(inside: Inside, catalogue: Path, k: str) -> None:
    said = inside.refused("recommend", "I feel bad", "-k", k, "--catalogue", catalogue)
    assert f"{k} songs cannot be given: ask for 1 or more" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", "I feel bad", "-k", "ten"],
        ["export", "--format", "xml"],
        ["sing"],
        ["recommend", "--loud"],
    ],
    ids=" ".join,
)
def test_what_the_command_does_not_know_is_refused(inside: Inside, arguments: list[str]) -> None:
    ended = inside(*arguments)
    assert ended.code == 2
    assert "Traceback" not in ended.err
    assert "Error" in ended.err


def test_analyze_takes_either_a_text_or_a_file(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_text("I feel bad\n")
    for arguments in (["I feel bad", "--file", "lines.txt"], []):
        assert "either a text or --file" in inside.refused("analyze", *arguments)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "No line of lines.txt could be heard"),
        (b"\n \n", "No line of lines.txt could be heard"),
        (None, "There is no file lines.txt"),
    ],
)
def test_a_file_without_lines_to_hear_is_refused(
    inside: Inside, tmp_path: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "lines.txt").write_bytes(content)
    assert said in inside.refused("analyze", "--file", "lines.txt")
    assert "cannot be read" in inside.refused("analyze", "--file", ".")


def test_a_file_of_which_no_line_can_be_heard_ends_in_an_error(
    inside: Inside, tmp_path: Path
) -> None:
    (tmp_path / "lines.txt").write_bytes(b"12345\n\0\0\0\n")
    ended = inside("analyze", "--file", "lines.txt")
    assert (ended.code, ended.out) == (2, "")
    assert "Traceback" not in ended.err
    assert ended.err.splitlines()[-1].startswith("heartsong: No line of lines.txt could be heard")


HEADER = "artist,song,text\n"
BAD_TABLES = {
    "no lyrics column": ("artist,song,link\nA,B,C\n", "no column for the lyrics"),
    "no artist column": ("song,text\nB,C\n", "no column for the artist"),
    "empty": ("", "is empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a text file"),
    "UTF-16 without a mark": (table().encode("utf-16-le"), "is not a text file"),
    "one endless line": ("a" * 300_000, "bad.csv"),
}


@pytest.mark.parametrize(("content", "said"), BAD_TABLES.values(), ids=BAD_TABLES.keys())
def test_a_table_that_cannot_be_used_is_refused_and_the_catalogue_is_as_it_was(
    inside: Inside, catalogue: Path, tmp_path: Path, content: str | bytes, said: str
) -> None:
    before = catalogue.read_bytes()
    path = tmp_path / "bad.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert said in inside.refused("ingest", path, "--catalogue", catalogue)
    assert catalogue.read_bytes() == before


BAD_ROWS = {
    "no artist": f"{HEADER},Low Tide,{'some words ' * 20}\n",
    "no title": f"{HEADER}Ada Vale,,{'some words ' * 20}\n",
    "no lyrics": f"{HEADER}Ada Vale,Low Tide,\n",
    "malformed rows": f"{HEADER}Ada Vale\na,b,c,d,e\n",
    "broken quotes": f'{HEADER}Ada Vale,Low Tide,"some words\nand on\nand on',
}


@pytest.mark.parametrize("content", BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_table_without_a_usable_row_is_an_error_and_the_catalogue_answers_as_before(
    inside: Inside, catalogue: Path, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    ended = inside("ingest", path, "--catalogue", catalogue)
    assert ended.code == 2
    assert "rows read" in ended.out
    assert_one_sentence(ended.err)
    assert "No song of" in ended.err
    assert titles(inside, catalogue) == ALL


def test_a_missing_table_and_what_holds_no_songs_are_refused(
    inside: Inside, catalogue: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    said = inside.refused("ingest", "absent.csv", "--catalogue", catalogue)
    assert "There is no file absent.csv" in said
    said = inside.refused("ingest", "folder", "--catalogue", catalogue)
    assert "There are no songs in folder" in said
    (tmp_path / "bare.csv").write_text(HEADER, encoding="utf-8")
    said = inside.refused("ingest", "bare.csv", "--catalogue", catalogue)
    assert "There are no songs in bare.csv" in said
    assert titles(inside, catalogue) == ALL


@pytest.mark.skipif(as_root, reason="root may read everything")
def test_a_table_that_may_not_be_read_is_refused(inside: Inside, songs_csv: Path) -> None:
    songs_csv.chmod(0)
    assert "cannot be read" in inside.refused("ingest", songs_csv, "--catalogue", "my.db")


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("tune=song", "no field 'tune': choose from artist, title, lyrics"),
        ("title=tune", "no column 'tune': it has 'artist', 'song', 'link', 'text'"),
        ("title", "--column title says too little: write FIELD=NAME"),
        ("title=", "--column title= says too little"),
        ("=song", "--column =song says too little"),
    ],
)
def test_a_column_that_makes_no_sense_is_refused(
    inside: Inside, songs_csv: Path, column: str, said: str
) -> None:
    assert said in inside.refused("ingest", songs_csv, "--catalogue", "new.db", "--column", column)
    assert not (songs_csv.parent / "new.db").exists()


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (words TEXT)")
        connection.commit()


BAD_CATALOGUES = {
    "newer": (newer, "made by a newer Heartsong"),
    "not SQLite": (lambda path: path.write_bytes(b"notes of mine\n" * 400), "not a Heartsong"),
    "of another program": (foreign, "not a Heartsong catalogue"),
    "empty": (lambda path: path.write_bytes(b""), "not a Heartsong catalogue"),
    "missing": (lambda path: path.unlink(), "There is no catalogue at"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "There is no catalogue at"),
}


@pytest.mark.parametrize("kind", BAD_CATALOGUES)
def test_a_catalogue_that_cannot_be_used_is_refused(
    inside: Inside, catalogue: Path, kind: str
) -> None:
    spoil, said = BAD_CATALOGUES[kind]
    spoil(catalogue)
    assert said in inside.refused("recommend", "I feel bad", "--catalogue", catalogue)
    assert said in inside.refused("export", "--catalogue", catalogue)


@pytest.mark.parametrize("kind", ["newer", "not SQLite", "of another program", "a folder"])
def test_nothing_is_ingested_into_what_is_no_catalogue_of_ours(
    inside: Inside, catalogue: Path, songs_csv: Path, kind: str
) -> None:
    spoil, _ = BAD_CATALOGUES[kind]
    spoil(catalogue)
    before = catalogue.read_bytes() if catalogue.is_file() else None
    inside.refused("ingest", songs_csv, "--catalogue", catalogue)
    assert (catalogue.read_bytes() if catalogue.is_file() else None) == before


@pytest.mark.skipif(as_root, reason="root may write anywhere")
def test_a_catalogue_in_a_read_only_place_answers_and_is_not_written(
    inside: Inside, catalogue: Path, songs_csv: Path
) -> None:
    shelf = catalogue.parent / "shelf"
    shelf.mkdir()
    kept = Path(catalogue.rename(shelf / "my.db"))
    write_table(songs_csv, many(5))
    shelf.chmod(0o555)
    try:
        assert titles(inside, kept) == ALL
        assert "may not be written" in inside.refused("ingest", songs_csv, "--catalogue", kept)
    finally:
        shelf.chmod(0o755)
    assert titles(inside, kept) == ALL


@pytest.mark.parametrize("output", [".", "absent/folder/songs.jsonl"])
def test_an_export_that_cannot_be_written_is_refused(
    inside: Inside, catalogue: Path, output: str
) -> None:
    said = inside.refused("export", "--catalogue", catalogue, "--output", output)
    assert "cannot be written" in said


def test_a_failing_export_leaves_the_file_of_an_earlier_one(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "songs.jsonl").write_text("earlier\n")
    inside.refused("export", "--catalogue", "absent.db", "--output", "songs.jsonl")
    assert (tmp_path / "songs.jsonl").read_text() == "earlier\n"


def test_a_catalogue_is_not_exported_over_itself(inside: Inside, catalogue: Path) -> None:
    inside("export", "--catalogue", catalogue, "--output", catalogue)
    assert titles(inside, catalogue) == ALL


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"HEARTSONG_THREADS": "many"}, "threads"),
        ({"HEARTSONG_MODEL": "absent"}, "There is no model in absent"),
        ({"HEARTSONG_CONFIG": "absent.toml"}, "absent.toml cannot be read"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(
    command: Command, catalogue: Path, environment: dict[str, str], said: str
) -> None:
    assert said in command.refused(
        "recommend", "I feel bad", "--catalogue", catalogue, environment=environment
    )


# A disk that fills up, by the limit that the system itself sets on a file's size.
LIMITED = f"""
import os, resource, signal
import heartsong.catalogue.ingest
import heartsong.language
heartsong.catalogue.ingest.BATCH = 16
if os.environ["ROOM"] != "0":  # the language model unpacks itself into a file as it loads
    heartsong.language.is_english("some words to load it with")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
room = int(os.environ["SIZE"]) + int(os.environ["ROOM"])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
{MAIN}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit on a file's size")
@pytest.mark.parametrize("room", [0, 40_000])
def test_a_disk_that_fills_up_is_said_and_a_second_run_completes(
    command: Command, inside: Inside, catalogue: Path, tmp_path: Path, room: int
) -> None:
    songs = many(120)
    source = write_table(tmp_path / "many.csv", songs)
    full = {"SIZE": str(catalogue.stat().st_size), "ROOM": str(room)}
    said = replace(command, program=LIMITED).refused(
        "ingest", source, "--catalogue", catalogue, environment=full
    )
    assert "disk" in said
    kept = titles(inside, catalogue)
    assert set(kept) >= set(ALL)
    assert (len(kept) > len(ALL)) == (room > 0)
    assert len(kept) < len(ALL) + len(songs)

    ended = inside("ingest", source, "--catalogue", catalogue)
    assert ended.code == 0, ended
    assert f"{len(kept) - len(ALL)} already there" in ended.out
    assert titles(inside, catalogue) == sorted([*ALL, *(song.title for song in songs)])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["export"], ["recommend", "I feel bad", "--json"]])
def test_an_answer_that_cannot_be_written_is_said(
    command: Command, catalogue: Path, arguments: list[str]
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", MAIN, *arguments, "--catalogue", catalogue],
            stdout=full,
            stderr=subprocess.PIPE,
            env=dict(command.environment),
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert_one_sentence(done.stderr)


# What it keeps to itself.


def test_nothing_that_a_person_writes_is_stored(
    command: Command, tmp_path: Path, songs_csv: Path
) -> None:
    words = "I feel bad because Xylophania left me"
    own = tmp_path / "own.db"
    assert command("ingest", songs_csv, "--catalogue", own).code == 0
    assert command("recommend", words).code == 0
    assert command("recommend", words, "--catalogue", own).code == 0
    assert command("analyze", words).code == 0
    stored = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert own in stored
    for file in stored:
        assert b"xylophania" not in file.read_bytes().lower(), file


def test_train_says_which_extra_it_needs_where_that_is_missing(
    command: Command, tmp_path: Path
) -> None:
    program = f"import sys; sys.modules['torch'] = None\n{MAIN}"
    without = replace(command, program=program)
    said = without.refused("train", "--data", "x", "--work", "w", "--output", "o")
    assert "pip install 'heartsong[train]'" in said

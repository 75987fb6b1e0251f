"""Print the table of catalogues: python benchmarks/catalogue.py ../shared/data [filling]

Ingests the songs of catalogue/songs.csv, asks catalogues of 57,650 and 1,000,000 songs, and times
what it can against something in the same run. Reckon with half an hour on two cores, or with ten
minutes for `filling` alone. Every catalogue is used in a process of its own, whose memory is its
own; a part that needs the extra `moods` or `train` is left out, with its reason, where that is
absent.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

import chat
import numpy as np
import prototype
import synthetic

from heartsong import IngestPlan, Recommender
from heartsong.catalogue.sources.base import RawSong
from heartsong.catalogue.sources.recognise import open_source
from heartsong.encoder import Encoder
from heartsong.ranking.aim import Aim
from heartsong.ranking.score import query_row
from heartsong.store.base import Floats, StoredSong
from heartsong.store.database import Database
from heartsong.store.figures import Figures
from heartsong.store.space import rows_of
from heartsong.store.sqlite import SqliteStore
from heartsong.understanding.hearing import hear
from heartsong.understanding.listen import listen

KAGGLE: Final = 57_650  # songs of the Spotify Million Song Dataset
MILLION: Final = 1_000_000
MB: Final = 1e6
_NEAREST: Final = 100  # for recall
_PARTS: Final = 12
_SAMPLE: Final = 4  # songs of each part that the prototype's pipeline is timed on
_ROUNDS: Final = 10  # of the forty lines, for timing

Row = tuple[str, str]


def main() -> None:
    if sys.argv[1] in CHILDREN:
        print(json.dumps(CHILDREN[sys.argv[1]](*map(Path, sys.argv[2:]))))
        return
    data, *alone = sys.argv[1:]
    cpu = f"{os.cpu_count()} cores, Python {sys.version.split()[0]}"
    command = " ".join(["python benchmarks/catalogue.py", *sys.argv[1:]])
    print(f"{datetime.now(UTC):%Y-%m-%d}, {cpu}, `{command}`\n")
    print("| what | figure |\n|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = filling(Path(data) / "catalogue" / "songs.csv", folder)
        for what, figure in rows if alone == ["filling"] else chain(rows, asking(folder)):
            print(f"| {what} | {figure} |", flush=True)


def asking(folder: Path) -> Iterator[Row]:
    with closing(SqliteStore(folder / "real.db")) as store:
        real = list(store.all())
    asked = {}
    for count in (KAGGLE, MILLION):
        path = folder / f"{count}.db"
        seconds = made(path, real, count)
        asked[count] = child("ask", path)
        yield from answers(count, asked[count], seconds)
    growth = asked[MILLION]["p50"] / asked[KAGGLE]["p50"]
    yield f"growth of the time to answer from {KAGGLE:,} to {MILLION:,} songs", f"{growth:.1f}x"


def filling(songs: Path, folder: Path) -> Iterator[Row]:
    """Ingest part after part; after each, the prototype scores a few songs of it.

    A machine is not equally quick at all times: this way both have the same share of every one.
    """
    read, stored, ours, memory, scored, theirs = 0, 0, 0.0, 0, 0, 0.0
    for part in parts(songs, folder):
        done = child("ingest", part, folder / "real.db")
        read, stored = read + done["read"], stored + done["stored"]
        ours, memory = ours + done["seconds"], max(memory, done["memory"])
        if importlib.util.find_spec("transformers"):
            sample = sampled(part)
            theirs += len(sample) / prototype.songs_a_second(sample, Encoder())
            scored += len(sample)
    done = child("group", folder / "real.db")
    ours += done["seconds"]
    yield (
        f"{read:,} songs read, cleaned, scored, embedded, clustered, indexed",
        f"{ours:.0f} s ({done['clustered']}), {read / ours:.0f} songs/s",
    )
    yield (
        "the same against the prototype's pipeline",
        f"{read / ours / (scored / theirs):.0f}x (its {scored / theirs:.1f} songs/s, {scored} of "
        "these, a few after each twelfth)"
        if scored
        else "the extra `train` is absent",
    )
    yield "memory while ingesting, peak", f"{memory / MB:.0f} MB"
    size = (folder / "real.db").stat().st_size / stored
    yield "stored size of a song without lyrics", f"{size:.0f} bytes, and its index"


def parts(songs: Path, folder: Path) -> Iterator[Path]:
    """The table in twelve, each a table of its own."""
    with songs.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    step = -(-len(rows) // _PARTS)
    for start in range(0, len(rows), step):
        path = folder / f"part{start}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows[start : start + step]])
        yield path


def sampled(songs: Path) -> list[str]:
    """A few lyrics, evenly from a whole table."""
    texts = [row.lyrics for row in open_source(songs) if isinstance(row, RawSong) and row.lyrics]
    return texts[:: max(1, len(texts) // _SAMPLE)][:_SAMPLE]


def answers(count: int, asked: dict[str, Any], seconds: float) -> Iterator[Row]:
    yield (
        f"words in → ten songs at {count:,} songs, p50 / p99",
        f"{asked['p50']:.1f} / {asked['p99']:.1f} ms ({asked['bare'] / asked['p50']:.1f} answers "
        "while a bare Python starts)",
    )
    yield f"memory at {count:,} songs, peak", f"{asked['memory'] / MB:.0f} MB"
    yield f"first answer at {count:,} songs, process start included", f"{asked['first']:.2f} s"
    yield f"recall@{_NEAREST} at {count:,} songs, against every song", f"{asked['recall']:.3f}"
    if asked["index"]:
        yield (
            f"index at {count:,} songs",
            f"{asked['index'] / count:.0f} bytes a song, made with the file in {seconds:.0f} s",
        )


def child(name: str, *arguments: object) -> dict[str, Any]:
    """What a part of the work finds out in a process of its own."""
    command = [sys.executable, __file__, name, *map(str, arguments)]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found


def made(path: Path, real: list[StoredSong], count: int) -> float:
    """Make a catalogue of real songs and, beyond them, synthetic ones; the seconds it took."""
    started = time.perf_counter()
    more = synthetic.songs(real, max(0, count - len(real)))
    with closing(SqliteStore(path, create=True)) as store, store.indexing():
        for block in chain([real[:count]], more):
            store.add(block, Encoder().name)
    return time.perf_counter() - started


def ingest(songs: Path, catalogue: Path) -> dict[str, Any]:
    started = time.perf_counter()
    with Recommender(catalogue) as recommender:
        report = recommender.ingest(songs, plan=IngestPlan(keep_lyrics=False))
    seconds = time.perf_counter() - started
    return {
        "read": report.read,
        "stored": report.stored,
        "seconds": seconds,
        "memory": peak(),
    }


def group(catalogue: Path) -> dict[str, Any]:
    """Find the mood groups, and ask once, which makes the index if it is not there."""
    clustered = "not clustered: the extra `moods` is absent"
    started = time.perf_counter()
    with Recommender(catalogue) as recommender:
        if importlib.util.find_spec("sklearn"):
            clustered = f"{len(recommender.moods().groups)} groups"
        recommender.recommend("I feel bad")
    return {"seconds": time.perf_counter() - started, "clustered": clustered}


def ask(catalogue: Path) -> dict[str, Any]:
    lines = [text for text, _ in chat.lines()]
    one = "import sys; from heartsong import Recommender; "
    one += "Recommender(sys.argv[1]).recommend('I feel bad')"
    bare = statistics.median(_timed([sys.executable, "-c", "pass"]) for _ in range(7))
    first = statistics.median(_timed([sys.executable, "-c", one, str(catalogue)]) for _ in range(3))
    with Recommender(catalogue) as recommender:
        for line in lines:  # so that the disk has given what it has to
            recommender.recommend(line)
        times = []
        for line in lines * _ROUNDS:
            started = time.perf_counter()
            recommender.recommend(line)
            times.append(1000 * (time.perf_counter() - started))
    memory = peak()
    graph = catalogue.with_name(f"{catalogue.name}-graph")
    return {
        "p50": statistics.median(times),
        "p99": float(np.percentile(times, 99)),
        "bare": 1000 * bare,
        "first": first,
        "memory": memory,
        "recall": recall(catalogue, lines),
        "index": graph.stat().st_size if graph.exists() else 0,
    }


def recall(catalogue: Path, lines: list[str]) -> float:
    """Of the hundred songs that are nearest to each line, how many the store finds."""
    encoder = Encoder()
    heard = [hear(listen(line), encoder).heard for line in lines]
    queries = np.stack([query_row(Aim(each.mood, each.embedding, felt=True)) for each in heard])
    with closing(SqliteStore(catalogue)) as store:
        found = [set(store.near(query, _NEAREST).ids) for query in queries]
    wanted = nearest(catalogue, queries)
    hits = sum(len(some & best) for some, best in zip(found, wanted, strict=True))
    return hits / sum(map(len, wanted))


def nearest(catalogue: Path, queries: Floats) -> list[set[str]]:
    """The ids of the songs nearest to each query, by looking at every song."""
    best: list[list[tuple[float, str]]] = [[] for _ in queries]
    with closing(Database(catalogue, create=False)) as database:
        for block in Figures(database).changed():
            products = queries @ rows_of(block.vectors).T
            for query, row in enumerate(products):
                top = np.argpartition(-row, min(_NEAREST, len(row) - 1))[:_NEAREST]
                some = [(float(row[at]), block.vectors.ids[at]) for at in top]
                best[query] = sorted(best[query] + some, reverse=True)[:_NEAREST]
    return [{song_id for _, song_id in each} for each in best]


def peak() -> int:
    """The most memory that this process has held so far, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage counts what the parent held before the start, too
        (line,) = (each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return 1024 * int(line.split()[1])
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def _timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


CHILDREN: Final[dict[str, Callable[..., dict[str, Any]]]] = {
    "ingest": ingest,
    "group": group,
    "ask": ask,
}

if __name__ == "__main__":
    main()

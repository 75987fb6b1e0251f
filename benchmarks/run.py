"""Print the README's table of numbers: make benchmarks

What needs ../shared/data or the extra `train` is left out, with its reason, where they are absent.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

import chat
import prototype

from heartsong import Recommender
from heartsong.catalogue.starter import SHIPPED_PACK
from heartsong.encoder import SHIPPED_MODEL, Encoder
from heartsong.lyrics.score import score

QUESTION: Final = "What music should I listen to if I feel bad"
DATA: Final = Path(__file__).parent.parent.parent / "shared" / "data"
MB: Final = 1e6

Row = tuple[str, str]


def main() -> None:
    cpu = f"{os.cpu_count()} cores, Python {sys.version.split()[0]}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {cpu}, `make benchmarks`\n")
    print("| what | figure |\n|---|---|")
    for part in (files, answers, fit, scoring, quality):
        for name, figure in part():
            print(f"| {name} | {figure} |", flush=True)


def files() -> Iterator[Row]:
    model = sum(file.stat().st_size for file in SHIPPED_MODEL.iterdir())
    yield "model, all files", f"{model / MB:.1f} MB"
    with Recommender() as recommender:
        songs = sum(1 for _ in recommender.songs())
    yield "starter catalogue", f"{songs:,} songs, {SHIPPED_PACK.stat().st_size / MB:.1f} MB"
    size = _install_size()
    yield (
        "default install, site-packages without pip",
        f"{size / MB:.0f} MB" if size else _no_venv(),
    )


def answers() -> Iterator[Row]:
    bare = _median(lambda: _run("pass"))
    ask = f"import sys; sys.argv = ['heartsong', 'recommend', {QUESTION!r}]\n"
    ask += "from heartsong.interfaces.cli import main; main()"
    fresh = _median(lambda: _run(ask))
    yield "answer of a fresh process", f"{fresh:.2f} s ({fresh / bare:.0f}x a bare Python)"
    with Recommender() as recommender:
        recommender.recommend(QUESTION)
        warm = _median(lambda: recommender.recommend(QUESTION), times=50)
    yield (
        "words in → ten songs out, in process",
        f"{warm * 1000:.1f} ms ({bare / warm:.1f} to a bare Python)",
    )


def fit() -> Iterator[Row]:
    with Recommender() as recommender:
        found = chat.summary(list(chat.results(recommender)))
    shares = ", ".join(f"{name} {share:.2f}" for name, share in found.items())
    yield "songs in the expected category, 40 chat lines of our own", shares


def scoring() -> Iterator[Row]:
    table = DATA / "catalogue" / "spotify_millsongdata_part.csv"
    name = "songs scored a second against the prototype's pipeline"
    if not table.exists():
        yield name, "../shared/data is absent"
        return
    if not importlib.util.find_spec("transformers"):
        yield name, "the extra `train` is absent"
        return
    with table.open(encoding="utf-8", newline="") as file:
        lyrics = [row["text"] for row in islice(csv.DictReader(file), 0, 2560, 10)]
    encoder = Encoder()
    score(lyrics[:16], encoder)
    ours = len(lyrics) / _timed(lambda: score(lyrics, encoder))
    theirs = prototype.songs_a_second(lyrics[:12], encoder)
    yield name, f"{ours / theirs:.0f}x ({ours:.0f} to {theirs:.1f} a second)"


def quality() -> Iterator[Row]:
    if not DATA.exists() or not importlib.util.find_spec("torch"):
        yield "held-out quality", "../shared/data or the extra `train` is absent"
        return
    from heartsong.training.pipeline import Run, evaluate

    for figure in evaluate(Run(DATA, Path(), SHIPPED_MODEL), SHIPPED_MODEL):
        yield f"{figure.data}, {figure.metric} ({figure.count:,} held out)", f"{figure.value:.3f}"


def _install_size() -> int:
    """Bytes of a fresh virtual environment's packages with Heartsong alone; 0 if none was made."""
    root = Path(__file__).parent.parent
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "install", "--quiet", str(root)]
        if subprocess.run(pip, check=False, capture_output=True).returncode:
            return 0
        packages = Path(sysconfig.get_path("purelib", vars={"base": folder}))
        files = (f for f in packages.rglob("*") if f.is_file() and "pip" not in f.parts)
        return sum(file.stat().st_size for file in files)


def _no_venv() -> str:
    return "not measured: pip could not install into a fresh environment"


def _run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _median(work: Callable[[], object], times: int = 7) -> float:
    return statistics.median(_timed(work) for _ in range(times))


if __name__ == "__main__":
    main()

"""The walls of the house: who may import whom, what a start loads, and how long a file may be."""

from __future__ import annotations

import ast
import json
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import heartsong
from tests.conftest import REPOSITORY, Command

SOURCE = Path(heartsong.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
ROOMS = {"understanding", "lyrics", "catalogue", "store", "ranking", "taste"}
BASE = {
    "encoder",
    "errors",
    "fetching",
    "labels",
    "language",
    "model",
    "pieces",
    "playlist",
    "sound",
    "sqlite",
    "types",
    "wishes",
}
HEAVY = {
    "accelerate",
    "alembic",
    "datasets",
    "fastapi",
    "kagglehub",
    "matplotlib",
    "pandas",
    "prometheus_client",
    "pyarrow",
    "scipy",
    "sklearn",
    "spotipy",
    "torch",
    "transformers",
    "uvicorn",
}

# Part of the house → the heavy libraries that its extra installs.
EXTRAS = {
    "training": HEAVY - {"alembic", "kagglehub"},
    "hub": {"torch", "transformers"},
    "evaluation": {"scipy", "sklearn"},
    "interfaces": {"fastapi", "matplotlib", "prometheus_client", "uvicorn"},
    "media": {"spotipy"},
    "catalogue": {"kagglehub", "matplotlib", "pyarrow", "scipy", "sklearn"},
}

# Part of the house → what of the house it may import.
ALLOWED = {
    **dict.fromkeys(BASE, BASE),
    "config": BASE,
    **dict.fromkeys(ROOMS, BASE | ROOMS),
    "hub": BASE | {"hub"},
    "loading": BASE | {"hub"},
    "library": BASE | ROOMS | {"config", "loading"},
    "collector": BASE | ROOMS | {"library", "loading"},
    "recommender": BASE | ROOMS | {"collector", "loading"},
    "conversation": BASE | ROOMS | {"recommender", "loading"},
    "interfaces": BASE
    | {
        "recommender",
        "conversation",
        "library",
        "config",
        "loading",
        "interfaces",
        "media",
        "training",
        "evaluation",
    },
    "media": BASE | {"catalogue", "media"},
    "evaluation": BASE | ROOMS | {"recommender", "config", "evaluation"},
    "training": BASE | {"understanding", "lyrics", "catalogue", "evaluation", "training"},
    "__init__": {"config", "conversation", "errors", "playlist", "recommender", "types", "wishes"},
}


def part_of(path: Path) -> str:
    """The part of the house that a file belongs to: its folder, or itself."""
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def imported(tree: ast.AST, path: Path) -> Iterator[tuple[str, bool]]:
    """Every imported module, and whether it is at the top of the file, type checking left out."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}

    def inside(node: ast.AST, kind: type[ast.AST]) -> bool:
        while node in parents:
            node = parents[node]
            if isinstance(node, kind):
                return True
        return False

    for node in ast.walk(tree):
        top = not inside(node, ast.FunctionDef)
        if isinstance(node, ast.Import):
            yield from ((each.name, top) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield str(node.module), top
            # "from heartsong import x" and "from heartsong.room import module" name parts too.
            yield from ((f"{node.module}.{each.name}", top) for each in node.names)


def imports(path: Path) -> list[tuple[str, bool]]:
    return list(imported(ast.parse(path.read_text(encoding="utf-8")), path))


def parts_imported(path: Path) -> set[str]:
    """The parts of the house that a file imports."""
    parts = {name.split(".")[1] for name, _ in imports(path) if name.startswith("heartsong.")}
    return parts & {part_of(file) for file in FILES}


def test_every_part_of_the_house_has_its_rule() -> None:
    assert {part_of(path) for path in FILES} == set(ALLOWED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_imports_only_what_its_part_of_the_house_may(path: Path) -> None:
    assert parts_imported(path) <= ALLOWED[part_of(path)]


def test_training_is_imported_by_the_command_alone_and_only_when_it_is_asked_for() -> None:
    importers = {
        path.relative_to(SOURCE): [
            top for name, top in imports(path) if name.startswith("heartsong.training")
        ]
        for path in FILES
        if part_of(path) != "training"
    }
    found = {str(path): tops for path, tops in importers.items() if tops}
    assert set(found) == {str(Path("interfaces", "workshop.py"))}
    assert not any(top for tops in found.values() for top in tops)


def test_the_hub_is_imported_only_when_a_model_of_it_is_asked_for() -> None:
    found = {
        path.name: [top for name, top in imports(path) if name.startswith("heartsong.hub")]
        for path in FILES
        if part_of(path) != "hub"
    }
    assert {name: tops for name, tops in found.items() if tops} == {"loading.py": [False, False]}


@pytest.mark.parametrize("name", sorted(HEAVY))
def test_heavy_libraries_stay_out_of_the_run_time(name: str) -> None:
    for path in FILES:
        if name not in EXTRAS.get(part_of(path), set()) and "migrations" not in path.parts:
            assert name not in {module.split(".")[0] for module, _ in imports(path)}, path


def test_training_needs_nothing_that_the_extra_does_not_install() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = " ".join(project["dependencies"])
    for name in HEAVY - {"alembic"}:
        assert name.replace("sklearn", "scikit-learn") not in required


def test_the_rule_would_notice_an_import_inside_a_function(tmp_path: Path) -> None:
    path = tmp_path / "room.py"
    path.write_text("def f():\n    from heartsong.recommender import Recommender\nimport torch\n")
    assert ("heartsong.recommender", False) in imports(path)
    assert ("torch", True) in imports(path)


LOADED = """
import json, sys
import heartsong
at_import = sorted(sys.modules)
from heartsong.interfaces.cli import main
try:
    main()
finally:
    print(json.dumps([at_import, sorted(sys.modules)]), file=sys.stderr)
"""


def test_neither_importing_nor_recommending_loads_anything_heavy(
    command: Command, catalogue: Path
) -> None:
    ended = replace(command, program=LOADED)("recommend", "I feel bad", "--catalogue", catalogue)
    assert ended.code == 0, ended
    for modules in json.loads(ended.err):
        assert "heartsong.recommender" in modules
        assert not HEAVY & set(modules)
        assert not any(name.startswith(("heartsong.training", "heartsong.hub")) for name in modules)


def test_importing_reads_and_writes_nothing_of_the_listeners(command: Command) -> None:
    before = set(command.folder.rglob("*"))
    ended = replace(command, program="import heartsong")()
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert set(command.folder.rglob("*")) == before


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_is_longer_than_a_room_should_be(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_package_holds_no_lyrics() -> None:
    """Only names and numbers ship, so every file is of a kind that is known to hold no songs."""
    known = {
        ".py",
        ".pyc",
        ".typed",
        ".css",
        ".html",
        ".js",
        ".svg",
        ".webmanifest",
        "models/mood-encoder/model.onnx",
        "models/mood-encoder/model.json",
        "models/mood-encoder/sound.json",
        "models/mood-encoder/tokenizer.json",
        "models/mood-encoder/README.md",
        "catalogue/artists.npz",
        "ranking/themes/head.json",
        "packs/starter.pack",
        "packs/README.md",
        "training/crisis.tsv",
        "training/messages.tsv",
        "training/songs.tsv",
        "understanding/crisis.json",
        "understanding/crisis_phrases.txt",
        "understanding/wishes/ordinary.txt",
    }
    for path in SOURCE.rglob("*"):
        if path.is_file():
            name = path.relative_to(SOURCE).as_posix()
            assert name in known or path.suffix in known or path.name == "py.typed", name
    for path in (SOURCE / "packs").glob("*.pack"):
        with zipfile.ZipFile(path) as archive:
            for line in archive.read("songs.jsonl").decode().split("\n"):
                assert set(json.loads(line)) <= {
                    "artist",
                    "title",
                    "album",
                    "year",
                    "genre",
                    "link",
                }

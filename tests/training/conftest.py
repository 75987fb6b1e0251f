"""A pre-trained model, a tokenizer and data sets that are tiny, in the real files' own formats."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heartsong.training.examples import artist_split

if TYPE_CHECKING:
    from heartsong.training.pipeline import Run

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = {
    "joy": ("sunny", "laughing", "dancing", "bright"),
    "sadness": ("crying", "lonely", "broken", "grey"),
    "anger": ("furious", "shouting", "burning", "hateful"),
    "love": ("tender", "gentle", "warm", "dear"),
    "fear": ("trembling", "hiding", "dark", "nervous"),
    "surprise": ("sudden", "strange", "unexpected", "curious"),
}
PLAIN = ("i", "am", "so", "today", "the", "house", "and", "we", "walk", "feel", "number")
GROUP = {"happy": "joy", "sad": "sadness", "angry": "anger", "relaxed": "love"}


@pytest.fixture(autouse=True)
def _one_core() -> None:
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of random weights with two small layers, and a tokenizer that knows our words."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("base")
    letters = list("abcdefghijklmnopqrstuvwxyz0123456789.,!?'")
    words = [word for several in WORDS.values() for word in several]
    names = [*SPECIAL, *letters, *(f"##{c}" for c in letters), *PLAIN, *words]
    vocabulary = {name: number for number, name in enumerate(dict.fromkeys(names))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=2048,  # the export traces with ids up to 2,000
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
        initializer_range=0.2,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def sentence(emotion: str, dice: random.Random) -> str:
    words = [*dice.sample(PLAIN, 4), *dice.sample(WORDS[emotion], 2)]
    dice.shuffle(words)
    return " ".join(words)


def artists_of(split: str, count: int) -> list[str]:
    names = (f"Band {n}" for n in range(1000))
    return [name for name in names if artist_split(name) == split][:count]


def write_csv(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture(scope="session")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CARER, EmoBank, MoodyLyrics4Q and a catalogue in little: our own lines in their formats."""
    folder = tmp_path_factory.mktemp("little")
    dice = random.Random(7)
    carer = folder / "text" / "carer"
    carer.mkdir(parents=True)
    for name, count in (("train.txt", 10), ("val.txt", 4)):
        lines = [f"{sentence(emotion, dice)};{emotion}" for emotion in WORDS for _ in range(count)]
        (carer / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_csv(
        folder / "text" / "emobank.csv",
        ("id", "split", "V", "A", "D", "text"),
        [
            (n, "dev" if n % 5 == 0 else "train", v, a, 3, sentence(emotion, dice))
            for n, (emotion, v, a) in enumerate(
                [("joy", 4.5, 3.5), ("sadness", 1.5, 2.5), ("anger", 1.8, 4.4), ("love", 4.1, 2.2)]
                * 6
            )
        ],
    )
    songs = [
        (artist, f"Song {group}", group, "\n".join(sentence(emotion, dice) for _ in range(20)), "x")
        for split, count in (("train", 6), ("dev", 3))
        for artist in artists_of(split, count)
        for group, emotion in GROUP.items()
    ]
    write_csv(
        folder / "lyrics" / "moodylyrics4q_part.csv",
        ("artist", "title", "mood", "text", "general_genre"),
        songs,
    )
    write_csv(
        folder / "catalogue" / "songs.csv",
        ("artist", "song", "link", "text", "album", "year", "source"),
        [
            (
                f"Singer {n}",
                f"Tune {n}",
                "",
                "\n".join(sentence(e, dice) for _ in range(12)),
                "",
                "",
                "",
            )
            for n, e in enumerate([*WORDS] * 3)
        ],
    )
    return folder


@pytest.fixture
def run(base: Path, little: Path, tmp_path: Path) -> Run:
    from heartsong.training.fit import Recipe
    from heartsong.training.pipeline import Run

    recipe = Recipe(
        epochs=3, layers=None, tokens_a_batch=512, learning_rate=2e-3, averaging=0.5, repeats={}
    )
    sets = ("carer", "emobank", "moodylyrics", "catalogue")
    return Run(little, tmp_path / "work", base, recipe=recipe, fewest_uses=1, sets=sets)

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from heartsong.pieces import MOST_SONG_PIECES, SONG_PIECE_TOKENS  # noqa: E402
from heartsong.training.documents import (  # noqa: E402
    UNLABELLED_PIECES,
    Document,
    batches,
    documents,
    numbered,
)
from heartsong.training.examples import Example  # noqa: E402
from heartsong.training.network import HEADS  # noqa: E402
from heartsong.training.pipeline import load_tokenizer  # noqa: E402

LINE = "i am so lonely today and we walk the house"


@pytest.fixture
def tokenizer(base: Path) -> object:
    return load_tokenizer(base)


def song(lines: int) -> Example:
    text = "\n".join(f"{LINE} number {n}" for n in range(lines))
    return Example("s", "song", text, {"song_groups": (0.0, 1.0, 0.0, 0.0)})


def message(text: str) -> Example:
    return Example("m", "message", text, {"affect": (0.5, -0.5)})


@pytest.fixture
def docs(tokenizer: object) -> list[Document]:
    examples = [song(40), message("i am sunny"), song(3), *[message(LINE)] * 5]
    return documents(examples, tokenizer)  # type: ignore[arg-type]


def test_messages_are_normalised_and_songs_are_cleaned_as_at_run_time(tokenizer: object) -> None:
    said, plain, sung, clean = documents(
        [
            message("I’m  sunny https://example.org"),
            message("I'm sunny"),
            replace(song(1), text=f"[Chorus]\n{LINE}\n{LINE} (x2)"),
            replace(song(1), text=LINE),
        ],
        tokenizer,  # type: ignore[arg-type]
    )
    assert said.pieces == plain.pieces
    assert sung.pieces == clean.pieces


def test_examples_without_words_are_left_out(tokenizer: object) -> None:
    examples = [message("   "), replace(song(1), text="[Intro]"), message("i am")]
    assert len(documents(examples, tokenizer)) == 1  # type: ignore[arg-type]


def test_pieces_are_counted_over_all_documents(docs: list[Document]) -> None:
    count = 0
    for doc in docs:
        assert doc.first_piece == count
        count += len(doc.pieces)
        assert all(len(piece) <= SONG_PIECE_TOKENS - 2 for piece in doc.pieces)


@pytest.mark.parametrize("seed", [None, 1])
def test_every_document_comes_once_with_its_own_targets(
    docs: list[Document], tokenizer: object, seed: int | None
) -> None:
    numbers: list[int] = []
    songs = 0
    for batch in batches(docs, tokenizer, 300, seed):  # type: ignore[arg-type]
        numbers += batch.numbers.tolist()
        assert set(batch.targets) == set(HEADS)
        groups, affect = batch.targets["song_groups"], batch.targets["affect"]
        assert torch.equal(groups.isnan().any(1), ~affect.isnan().any(1))
        songs += int((~groups.isnan().any(1)).sum())
        assert batch.owner.max() == len(affect) - 1
    assert sorted(numbers) == list(range(sum(len(doc.pieces) for doc in docs)))
    assert songs == 2


def test_a_batch_keeps_to_its_size_unless_one_document_alone_is_larger(
    docs: list[Document], tokenizer: object
) -> None:
    for batch in batches(docs, tokenizer, 150, 3):  # type: ignore[arg-type]
        documents_in = len(batch.targets["affect"])
        assert batch.input_ids.numel() <= 150 or documents_in == 1


def test_of_a_song_without_labels_always_the_same_piece_is_kept(tokenizer: object) -> None:
    labelled = song(40)
    bare = Example("s", "song", labelled.text, {})
    (whole,), (one,), (again,) = (
        documents([example], tokenizer)  # type: ignore[arg-type]
        for example in (labelled, bare, bare)
    )
    assert len(one.pieces) == UNLABELLED_PIECES < len(whole.pieces) == MOST_SONG_PIECES
    assert one.pieces == again.pieces
    drawn = {
        documents([Example("s", "song", f"{labelled.text}\n{n}", {})], tokenizer)[0].pieces[0][:20]  # type: ignore[arg-type]
        for n in range(40)
    }
    assert len(drawn) > MOST_SONG_PIECES


def test_documents_are_counted_anew_after_some_were_left_out(docs: list[Document]) -> None:
    fewer = numbered(docs[1:])
    assert [doc.example for doc in fewer] == [doc.example for doc in docs[1:]]
    assert fewer[0].first_piece == 0
    assert fewer[2].first_piece == len(fewer[0].pieces) + len(fewer[1].pieces)


def test_the_same_seed_gives_the_same_batches(docs: list[Document], tokenizer: object) -> None:
    first, again, other = (
        [batch.numbers.tolist() for batch in batches(docs, tokenizer, 150, seed)]  # type: ignore[arg-type]
        for seed in (4, 4, 5)
    )
    assert first == again != other


def test_outputs_are_pooled_over_each_documents_pieces(
    docs: list[Document], tokenizer: object
) -> None:
    (batch,) = batches(docs[:2], tokenizer, 100_000)  # type: ignore[arg-type]
    pooled = batch.pooled(batch.numbers.float().unsqueeze(1))
    expected = {
        sum(range(doc.first_piece, doc.first_piece + len(doc.pieces))) / len(doc.pieces)
        for doc in docs[:2]
    }
    assert set(pooled[:, 0].tolist()) == expected


def test_pieces_are_framed_and_padded(docs: list[Document], tokenizer: object) -> None:
    first, last = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))  # type: ignore[attr-defined]
    for batch in batches(docs, tokenizer, 300):  # type: ignore[arg-type]
        lengths = batch.attention_mask.sum(1)
        assert (batch.input_ids[:, 0] == first).all()
        rows = torch.arange(len(lengths))
        assert (batch.input_ids[rows, lengths - 1] == last).all()
        assert (batch.input_ids[batch.attention_mask == 0] == 0).all()

"""Small real classifiers of the transformers library, made and saved by the tests themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SIX = ("sadness", "joy", "love", "anger", "fear", "surprise")  # as bhadresh-savani's have them
SEVEN = ("anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise")
THREE = ("LABEL_0", "LABEL_1", "LABEL_2")  # as cardiffnlp's have them
FAMILIES = ("bert", "distilbert", "roberta")
LIMIT = 40  # tokens that each of them can read

_SENTENCES = (
    "i feel so sad and tired tonight",
    "we dance in the light and laugh together",
    "the rain on the road to the river",
    "you are my song my heart and my home",
    "it was not a good day today",
    "i cry and scream and run alone",
    "happy angry calm bad never always",
    "sleep and walk again tomorrow by the door in the sun",
)
_WORDS = sorted({word for sentence in _SENTENCES for word in sentence.split()})


def save(
    folder: Path,
    labels: Sequence[str] = SIX,
    family: str = "bert",
    *,
    seed: int = 0,
    head: bool = True,
    **config: Any,
) -> Path:
    """Save a classifier of random weights and its tokenizer, in the files that the family has.

    Args:
        head: whether the checkpoint holds a classifier, or only what it would stand on.
    """
    import torch
    import transformers

    folder.mkdir(parents=True, exist_ok=True)
    size = _save_tokenizer(folder, family)
    name = {"bert": "Bert", "distilbert": "DistilBert", "roberta": "Roberta"}[family]
    given = getattr(transformers, f"{name}Config")(
        vocab_size=size,
        max_position_embeddings=LIMIT + (2 if family == "roberta" else 0),
        pad_token_id=1 if family == "roberta" else 0,
        type_vocab_size=2,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
        **_small(family),
        **config,
    )
    torch.manual_seed(seed)
    kind = "ForSequenceClassification" if head else "Model"
    network = getattr(transformers, f"{name}{kind}")(given)
    with torch.no_grad():  # random weights hardly tell texts apart; these do
        for parameter in network.parameters():
            if parameter.dim() > 1:
                parameter.mul_(10)
    network.save_pretrained(folder)
    return folder


def shares_by_hand(folder: Path, text: str) -> list[float]:
    """What the checkpoint itself says of one text, without any of our code."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    network = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    read = AutoTokenizer.from_pretrained(folder)(
        text, return_tensors="pt", truncation=True, max_length=LIMIT
    )
    with torch.no_grad():
        logits = network(**read).logits[0].double()
    if network.config.problem_type == "multi_label_classification":
        each = logits.sigmoid()
        return (each / each.sum()).tolist()
    return logits.softmax(dim=0).tolist()


def _small(family: str) -> dict[str, int]:
    if family == "distilbert":
        return {"dim": 16, "n_layers": 1, "n_heads": 2, "hidden_dim": 32}
    return {
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 32,
    }


def _save_tokenizer(folder: Path, family: str) -> int:
    """vocab.txt, as old BERTs have it; tokenizer.json; or vocab.json and merges.txt."""
    from tokenizers import ByteLevelBPETokenizer, Tokenizer, models, normalizers, pre_tokenizers
    from tokenizers.processors import BertProcessing

    if family == "roberta":
        special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
        bpe = ByteLevelBPETokenizer()
        bpe.train_from_iterator(_SENTENCES, vocab_size=320, special_tokens=special)
        bpe.save_model(str(folder))
        return int(bpe.get_vocab_size())
    letters = "abcdefghijklmnopqrstuvwxyz.,!?'"
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    names = [*special, *letters, *(f"##{letter}" for letter in letters), *_WORDS]
    vocabulary = {name: number for number, name in enumerate(dict.fromkeys(names))}
    if family == "bert":
        (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
        return len(vocabulary)
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    words = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]"}
    words |= {"sep_token": "[SEP]", "mask_token": "[MASK]"}
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, **words}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return len(vocabulary)

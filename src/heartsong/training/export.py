"""The trained network → int8 ONNX with its tokenizer and card, as the run time reads them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)
from tokenizers import Tokenizer
from torch import Tensor, nn

from heartsong.training.network import HEADS, MoodEncoder

# The exporter calls a lookup of word vectors "embedding", so the output needs another name.
OUTPUTS: Final = (*HEADS, "sentence_embedding")
_OPSET: Final = 18
_RUN: Final = 128
_INT8_ACTIVATIONS: Final = 4  # ONNX Runtime's number for "multiply in eight bits"


class _Traced(nn.Module):
    """The network with its outputs as a tuple, which is what ONNX knows."""

    def __init__(self, model: MoodEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        outputs = self.model(input_ids, attention_mask)
        return (*(outputs[name] for name in HEADS), outputs["embedding"])


def export(model: MoodEncoder, tokenizer_file: Path, folder: Path, name: str) -> None:
    """Write model.onnx (int8), tokenizer.json and model.json into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    full = folder / "model.float32.onnx"
    export_float32(model, full)
    quantise(full, folder / "model.onnx")
    full.unlink()
    shutil.copyfile(tokenizer_file, folder / "tokenizer.json")
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    card = {
        "name": name,
        "width": model.embedding.out_features,
        "cls": tokenizer.token_to_id("[CLS]"),
        "sep": tokenizer.token_to_id("[SEP]"),
    }
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def export_float32(model: MoodEncoder, path: Path) -> None:
    ids = torch.randint(1000, 2000, (2, 16))
    rows, tokens = torch.export.Dim("pieces", min=1), torch.export.Dim("tokens", min=2, max=512)
    shape = {0: rows, 1: tokens}
    program = torch.onnx.export(
        _Traced(model).eval(),
        (ids, torch.ones_like(ids)),
        input_names=["input_ids", "attention_mask"],
        output_names=list(OUTPUTS),
        dynamic_shapes={"input_ids": shape, "attention_mask": shape},
        opset_version=_OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    assert program is not None
    program.save(str(path), external_data=False)


def quantise(source: Path, target: Path) -> None:
    """Weights to eight bits a number.

    Matrix weights get a scale for each run of 128 numbers, and activations one for each such run
    of a token, so that what is heard in a text does not depend on the texts beside it. (With one
    scale for a whole batch, as dynamic quantisation has it, the tests' .05 was not kept.) Word
    vectors, a table and no multiplication, share one scale.
    """
    model = MatMulNBitsQuantizer(
        onnx.load(str(source)),
        algo_config=DefaultWeightOnlyQuantConfig(
            block_size=_RUN,
            is_symmetric=True,
            accuracy_level=_INT8_ACTIVATIONS,
            bits=8,
            op_types_to_quantize=("MatMul",),
        ),
    )
    model.process()
    part = target.with_suffix(".part.onnx")
    model.model.save_model_to_file(str(part), use_external_data_format=False)
    quantize_dynamic(part, target, op_types_to_quantize=["Gather"], weight_type=QuantType.QInt8)
    part.unlink()

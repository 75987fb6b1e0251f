"""The network as an ONNX graph, written node by node in ONNX Runtime's fused operators.

Exporters trace a network into hundreds of small nodes, which a second tool must guess back into
attention and layer norms before a third can make them eight-bit. A BERT is simple enough to be
said outright. `QAttention`, `MatMulIntegerToFloat`, `SkipLayerNormalization` and `BiasGelu` are
ONNX Runtime's contributed operators (domain com.microsoft).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from heartsong.pieces import MESSAGE_PIECE_TOKENS
from heartsong.training.network import HEADS, MoodEncoder
from heartsong.training.rounding import LARGEST_WEIGHT, LARGEST_WORD, RoundedLinear, weight_scales

OUTPUTS: Final = (*HEADS, "pooled", "sentence_embedding")
_FUSED: Final = "com.microsoft"
_OPSET: Final = 18

Array = NDArray[Any]


def graph_of(model: MoodEncoder, words: Array, exact: bool = False) -> onnx.ModelProto:
    """An ONNX model of `model`: input_ids and attention_mask (pieces, tokens) → `OUTPUTS`.

    Linear layers that training rounded become eight-bit ones; the others stay as they are.

    Args:
        words: (tokens, width) float32 word vectors, a row for each token of the tokenizer.
        exact: everything in 32 bits, to tell what eight bits cost.
    """
    return _Graph(model, exact).build(words)


class _Graph:
    def __init__(self, model: MoodEncoder, exact: bool) -> None:
        self._model = model
        self._exact = exact
        self._bert: Any = model.bert
        self._heads_a_layer = model.bert.config.num_attention_heads
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def build(self, words: Array) -> onnx.ModelProto:
        self._node("Cast", ["attention_mask"], "mask32", to=TensorProto.INT32)
        hidden = self._embeddings(words)
        for number, layer in enumerate(self._bert.encoder.layer):
            hidden = self._layer(f"layer{number}", layer, hidden)
        self._heads(hidden)
        ids = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["pieces", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["pieces", None])
            for name in OUTPUTS
        ]
        graph = helper.make_graph(
            self._nodes, "heartsong", ids, outputs, list(self._constants.values())
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)

    def _embeddings(self, words: Array) -> str:
        """Words and positions; all positions of one text come from the start of a table."""
        self._words(words)
        embeddings = self._bert.embeddings
        # Every text is the first of its pair, so that vector is part of each position's.
        positions = (
            _array(embeddings.position_embeddings) + _array(embeddings.token_type_embeddings)[:1]
        )
        positions = positions[:MESSAGE_PIECE_TOKENS]  # no piece is longer
        self._node("Shape", ["input_ids"], "length", start=1, end=2)
        start = self._constant("zero", np.array([0], np.int64))
        table_name = self._constant("positions", positions)
        self._node("Slice", [table_name, start, "length", start], "position_vectors")
        self._node("Add", ["word_vectors", "position_vectors"], "embedded")
        return self._normed("embeddings", embeddings.LayerNorm, "embedded")

    def _words(self, words: Array) -> None:
        if self._exact:
            self._node("Gather", [self._constant("words", words), "input_ids"], "word_vectors")
            return
        table, scales = _rounded_rows(words, LARGEST_WORD)
        self._node("Gather", [self._constant("words", table), "input_ids"], "word8")
        self._node("Cast", ["word8"], "word", to=TensorProto.FLOAT)
        column = self._constant("word_scales", scales.reshape(-1, 1))
        self._node("Gather", [column, "input_ids"], "word_scale")
        self._node("Mul", ["word", "word_scale"], "word_vectors")

    def _layer(self, name: str, layer: Any, hidden: str) -> str:
        context = self._attention(f"{name}.attention", layer.attention.self, hidden)
        out = layer.attention.output
        projected = self._linear(f"{name}.context", out.dense, context)
        attended = self._normed(f"{name}.norm1", out.LayerNorm, projected, hidden, out.dense.bias)
        inner = self._linear(f"{name}.intermediate", layer.intermediate.dense, attended)
        bias = self._constant(f"{name}.inner_bias", _array(layer.intermediate.dense, "bias"))
        self._node("BiasGelu", [inner, bias], f"{name}.gelu", fused=True)
        outer = self._linear(f"{name}.output", layer.output.dense, f"{name}.gelu")
        return self._normed(
            f"{name}.norm2", layer.output.LayerNorm, outer, attended, layer.output.dense.bias
        )

    def _attention(self, name: str, attention: Any, hidden: str) -> str:
        parts = [attention.query, attention.key, attention.value]
        weight = np.concatenate([_array(part) for part in parts])
        bias = self._constant(
            f"{name}.bias", np.concatenate([_array(part, "bias") for part in parts])
        )
        if self._exact or not isinstance(parts[0], RoundedLinear):
            inputs = [hidden, self._constant(f"{name}.weight", weight.T), bias, "mask32"]
            self._node("Attention", inputs, name, fused=True, num_heads=self._heads_a_layer)
            return name
        read, scale, zero = self._rounded(name, parts[0], hidden)
        table, scales = _rounded_rows(weight, LARGEST_WEIGHT)
        inputs = [
            read,
            self._constant(f"{name}.weight", table.T),
            bias,
            scale,
            self._constant(f"{name}.weight_scale", scales),
            "mask32",
            zero,
            self._constant(f"{name}.weight_zero", np.zeros(scales.size, np.int8)),
        ]
        self._node("QAttention", inputs, name, fused=True, num_heads=self._heads_a_layer)
        return name

    def _linear(self, name: str, linear: nn.Linear, value: str) -> str:
        """The product with the weights; the bias is added by the node that follows."""
        weight = _array(linear)
        if self._exact or not isinstance(linear, RoundedLinear):
            self._node("MatMul", [value, self._constant(f"{name}.weight", weight.T)], name)
            return name
        read, scale, zero = self._rounded(name, linear, value)
        table, scales = _rounded_rows(weight, LARGEST_WEIGHT)
        inputs = [
            read,
            self._constant(f"{name}.weight", table.T),
            scale,
            self._constant(f"{name}.weight_scale", scales),
            zero,
            self._constant(f"{name}.weight_zero", np.zeros(scales.size, np.int8)),
        ]
        self._node("MatMulIntegerToFloat", inputs, name, fused=True)
        return name

    def _rounded(self, name: str, linear: RoundedLinear, value: str) -> tuple[str, str, str]:
        scale = self._constant(f"{name}.scale", np.array(linear.rounding.scale, np.float32))
        zero = self._constant(f"{name}.zero", np.array(linear.rounding.zero, np.uint8))
        self._node("QuantizeLinear", [value, scale, zero], f"{name}.rounded")
        return f"{name}.rounded", scale, zero

    def _normed(
        self, name: str, norm: Any, value: str, skip: str | None = None, bias: Any = None
    ) -> str:
        gamma = self._constant(f"{name}.gamma", _array(norm))
        beta = self._constant(f"{name}.beta", _array(norm, "bias"))
        if skip is None:
            self._node("LayerNormalization", [value, gamma, beta], name, epsilon=norm.eps)
        else:
            added = self._constant(f"{name}.bias", bias.detach().numpy())
            inputs = [value, skip, gamma, beta, added]
            self._node("SkipLayerNormalization", inputs, name, fused=True, epsilon=norm.eps)
        return name

    def _heads(self, hidden: str) -> None:
        """The mean over real tokens, and what is linear in it."""
        last = self._constant("last", np.array([2], np.int64))
        first = self._constant("first", np.array([1], np.int64))
        self._node("Cast", ["attention_mask"], "mask_float", to=TensorProto.FLOAT)
        self._node("Unsqueeze", ["mask_float", last], "mask")
        self._node("Mul", [hidden, "mask"], "masked")
        self._node("ReduceSum", ["masked", first], "summed", keepdims=0)
        self._node("ReduceSum", ["mask", first], "counted", keepdims=0)
        self._node("Div", ["summed", "counted"], "pooled")
        for name, head in self._model.heads.items():
            weight = self._constant(f"{name}.weight", _array(head))
            inputs = ["pooled", weight, self._constant(f"{name}.bias", _array(head, "bias"))]
            self._node("Gemm", inputs, name, transB=1)
        weight = self._constant("embedding.weight", _array(self._model.embedding).T)
        self._node("MatMul", ["pooled", weight], "pointed")
        self._node("LpNormalization", ["pointed"], "sentence_embedding", axis=-1, p=2)

    def _node(
        self, operator: str, inputs: list[str], output: str, fused: bool = False, **attributes: Any
    ) -> None:
        domain = _FUSED if fused else ""
        node = helper.make_node(operator, inputs, [output], domain=domain, **attributes)
        self._nodes.append(node)

    def _constant(self, name: str, values: Array) -> str:
        kept = values.astype(np.float32) if values.dtype == np.float64 else values
        self._constants[name] = numpy_helper.from_array(kept.copy(order="C"), name)
        return name


def _array(module: Any, part: str = "weight") -> Array:
    values: Array = getattr(module, part).detach().numpy()
    return values


def _rounded_rows(weights: Array, largest: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric integers and a scale for each row, the same that training rounds to."""
    scales: NDArray[np.float32] = weight_scales(torch.from_numpy(weights), largest).numpy()
    return np.round(weights / scales[:, None]).astype(np.int8), scales

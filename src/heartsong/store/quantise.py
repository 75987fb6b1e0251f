"""Unit vectors in eight bits a number: a quarter of the size of float32."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_TOP = 127


def to_bytes(unit: NDArray[np.float32]) -> bytes:
    """Quantise a unit vector; its length is not kept, since it is known to be 1."""
    largest = max(float(np.abs(unit).max()), 1e-12)
    return np.round(unit / largest * _TOP).astype(np.int8).tobytes()


def from_bytes(blobs: list[bytes], width: int | None = None) -> NDArray[np.float32]:
    """Quantised vectors → (len(blobs), width) float32 of unit length."""
    if not blobs:
        return np.empty((0, width or 0), np.float32)
    rows = np.frombuffer(b"".join(blobs), np.int8).reshape(len(blobs), -1).astype(np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return rows

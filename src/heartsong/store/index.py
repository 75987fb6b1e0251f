"""Vector search: which songs' vectors have the largest inner product with a query."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class VectorIndex(ABC):
    """Search by inner product over rows."""

    @abstractmethod
    def __len__(self) -> int:
        """How many rows there are."""

    @abstractmethod
    def search(self, query: Floats, k: int) -> NDArray[np.intp]:
        """Find the `k` rows nearest to a query.

        Args:
            query: (width,) float32.
            k: how many; fewer come back where there are fewer rows.

        Returns:
            Row numbers, largest inner product first.
        """


class ExactIndex(VectorIndex):
    """Every row against the query, in memory; among equals the lowest row comes first.

    Args:
        rows: (rows, width) float32.
    """

    def __init__(self, rows: Floats) -> None:
        self._rows = np.ascontiguousarray(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def search(self, query: Floats, k: int) -> NDArray[np.intp]:
        products: Floats = self._rows @ query
        if k < len(products):
            # Every row as good as the k-th, so that ties are broken by row and not by chance.
            threshold = np.partition(products, len(products) - k)[len(products) - k]
            found = np.flatnonzero(products >= threshold)
        else:
            found = np.arange(len(products))
        return found[np.lexsort((found, -products[found]))][:k]

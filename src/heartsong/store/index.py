"""Vector search: which songs' vectors have the largest inner product with a query."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class VectorIndex(ABC):
    """Search by inner product over rows that were given once."""

    @abstractmethod
    def __len__(self) -> int:
        """How many rows there are."""

    @abstractmethod
    def search(self, query: Floats, k: int) -> tuple[NDArray[np.intp], Floats]:
        """Find the `k` rows nearest to a query.

        Args:
            query: (width,) float32.
            k: how many; fewer come back where there are fewer rows.

        Returns:
            Row numbers and their inner products, largest first; among equals the lowest row.
        """


class ExactIndex(VectorIndex):
    """Every row against the query, in memory.

    Args:
        rows: (rows, width) float32.
    """

    def __init__(self, rows: Floats) -> None:
        self._rows = np.ascontiguousarray(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def search(self, query: Floats, k: int) -> tuple[NDArray[np.intp], Floats]:
        products: Floats = self._rows @ query
        if k < len(products):
            # Every row as good as the k-th, so that ties are broken by row and not by chance.
            threshold = np.partition(products, len(products) - k)[len(products) - k]
            found = np.flatnonzero(products >= threshold)
        else:
            found = np.arange(len(products))
        order = found[np.lexsort((found, -products[found]))][:k]
        return order, products[order]

"""What is raised where something cannot be fetched."""

from __future__ import annotations


class NotFetchedError(Exception):
    """The web gave nothing that can be used.

    Attributes:
        why: in a few words, without what was asked.
        after: seconds to leave it alone, where it said so.
        gone: whether it answered that there is none, which is an answer.
    """

    def __init__(self, why: str, *, after: float | None = None, gone: bool = False) -> None:
        super().__init__(why)
        self.why, self.after, self.gone = why, after, gone

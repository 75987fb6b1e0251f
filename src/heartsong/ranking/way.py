"""The way from one mood to another, and where songs lie beside it.

Moods are points of a sphere: the square roots of their shares, each block scaled by the square
root of its weight, so that an inner product is a likeness in [0, 1] (see `store.space`). The
straight line between two of them is an arc (slerp: Shoemake 1985), and an angle is a distance: the
Bhattacharyya angle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heartsong.types import EMOTIONS, GROUPS, Mood

Points = NDArray[np.float64]

OF_EMOTIONS: Final = 2 / 7  # of a likeness; the rest is of the mood groups
# Each block's length on the sphere; together they are 1.
SCALE: Final = np.sqrt(np.repeat([OF_EMOTIONS, 1 - OF_EMOTIONS], [len(EMOTIONS), len(GROUPS)]))
_DIGITS: Final = 6  # the last bits of a sum differ between processors, the order must not


def points_of(emotions: NDArray[np.float32], groups: NDArray[np.float32]) -> Points:
    """(songs, 6) and (songs, 4) shares → (songs, 10) points of unit length."""
    points: Points = np.sqrt(np.hstack([emotions, groups]).astype(np.float64)) * SCALE
    return points


def point_of(mood: Mood) -> Points:
    """A mood as a point: (10,) of unit length."""
    shares = [mood.emotions[name] for name in EMOTIONS] + [mood.groups[name] for name in GROUPS]
    point = np.sqrt(np.array(shares)) * SCALE
    return np.asarray(point / np.linalg.norm(point))


def angles(points: Points, to: Points) -> Points:
    """How far points are from one point: (points,) in radians."""
    return np.asarray(np.arccos(np.clip(points @ to, -1.0, 1.0)))


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """The arc between two points that are not the same.

    Attributes:
        start, goal: (10,) of unit length.
        affect: (2,) valence and arousal of the goal.
    """

    start: Points
    goal: Points
    affect: Points

    @property
    def angle(self) -> float:
        """Its length in radians."""
        return float(angles(self.start[None], self.goal)[0])

    def at(self, reached: Points) -> Points:
        """(n,) parts of the way in [0, 1] → (n, 10) points on it."""
        turned = reached[:, None] * self.angle
        return np.asarray(np.cos(turned) * self.start + np.sin(turned) * self._across)

    def reached(self, points: Points) -> Points:
        """How far along points lie: (points,) in [0, 1], by the nearest point on the way."""
        turned = np.arctan2(points @ self._across, points @ self.start)
        return np.asarray(np.clip(turned / self.angle, 0.0, 1.0).round(_DIGITS))

    def likeness(self, points: Points) -> Points:
        """How like the goal points are: (points,) in [0, 1]."""
        return np.asarray(np.clip(points @ self.goal, 0.0, 1.0).round(_DIGITS))

    @property
    def _across(self) -> Points:
        """The direction in which the way leaves its start: (10,) of unit length."""
        turn = self.goal - (self.goal @ self.start) * self.start
        return np.asarray(turn / np.linalg.norm(turn))

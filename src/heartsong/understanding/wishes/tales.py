"""Music that a writer tells of, and does not ask for."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.wishes.lexicon import (
    word_set,
)

DETERMINED: Final = word_set("this that my his her their our your these those same which its")
TOLD: Final = re.compile(
    r"\b(?:listened|listening|heard|hearing|wrote|writing|sang|singing|danced|dancing|cried"
    r"|crying|played|came|"
    r"blasting|blasted|hate\s+when|used\s+to|concert|gig|radio|keeps?|at\s+the|in\s+the"
    r"|there\s+was|were)\b[^.;!?]{0,24}$"
)

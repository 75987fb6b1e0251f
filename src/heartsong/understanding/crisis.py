"""Messages that speak of suicide or self-harm, before anything else is heard in them."""

from __future__ import annotations

import re
from typing import Final

ANSWER: Final = (
    "What you write sounds as if you may be in danger, and that matters more than music: please "
    "talk to someone now. Call your local emergency number, go to the person nearest to you, or "
    "find a crisis line for your country at findahelpline.com. Heartsong is no therapy, and you "
    "do not have to carry this alone."
)

# Self-directed phrases only: "these shoes are killing me" and "dying to see her" are no such cry.
_CRY: Final = re.compile(
    r"\bsuicid(?:e|al)\b|\bkms\b|\bunaliv(?:e|ing)\b"
    r"|\b(?:kill(?:ing)?|hang(?:ing)?|shoot(?:ing)?|drown(?:ing)?|starv(?:e|ing)|overdos(?:e|ing)"
    r"|cut(?:ting)?|hurt(?:ing)?|harm(?:ing)?|burn(?:ing)?)\s+my\s?self\b"
    r"|\bself[\s-]?harm"
    r"|\b(?:end(?:ing)?|tak(?:e|ing))\s+my\s+(?:own\s+)?life\b"
    r"|\b(?:to|and|just|gonna|will|'ll|could|should|of|about)\s+end(?:ing)?\s+it\s+all\b"
    r"|\b(?:want|wanna|wish|ready|going|rather|hop(?:e|ing))\b(?:\s+\w+){0,3}\s+"
    r"(?:die|(?:be|were|was)\s+dead|disappear\s+forever|never\s+wake\s+up)\b"
    r"(?!\s+(?:of|from|laughing|for|on\s+me|in\s+(?:shame|embarrassment))\b)"
    r"|\b(?:don'?t|do\s+not|didn'?t|can'?t|no\s+longer)\s+(?:want|wish|wanna|care)\b(?:\s+\w+){0,3}"
    r"\s+(?:live|be\s+alive|be\s+here\s+any\s?more|wake\s+up(?!\s+(?:at|early|before|so)))\b"
    r"(?!\s+(?:in|with|near|here|there|next|alone)\b)"
    r"|\b(?:no\s+(?:reason|point)|nothing(?:\s+left)?)\s+(?:in\s+|to\s+)(?:live|living|going\s+on)\b"
    r"(?!\s+(?:in|near|together|up)\b)"
    r"|\bbetter\s+off\s+(?:dead|if\s+i\s+(?:was|were)\s+(?:dead|gone)|without\s+me)\b"
    r"|\bnot\s+worth\s+living\b|\bgoodbye\s+(?:note|letter)\b|\bi(?:'ll|\s+will)\s+jump\s+off\b"
    r"|\bwish\s+i\s+(?:was|were)\s+(?:never\s+born|dead)\b",
    re.IGNORECASE,
)


def is_cry_for_help(text: str) -> bool:
    """Whether a message speaks of the writer's own suicide or self-harm.

    Looks for phrases, high recall first; it cannot know what a person means.

    Args:
        text: a message with straight quotes, as `normalise` gives it.
    """
    return _CRY.search(text) is not None

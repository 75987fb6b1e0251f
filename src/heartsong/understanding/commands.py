"""Words about the conversation itself: "undo", "start over", "thanks"."""

from __future__ import annotations

import re
from typing import Final

from heartsong.understanding.turns import Command, Name

_COMMANDS: Final[dict[Name, re.Pattern[str]]] = {
    "help": re.compile(
        r"/?help|\?+|/\?|commands|(?:what|which things) can (?:i|you) (?:say|do|ask|write)"
        r"|how does (?:this|it) work"
    ),
    "bye": re.compile(
        r"(?:(?:ok |okay )?(?:thanks|thank you),? )?(?:good ?)?bye(?: bye| now)?"
        r"|/?quit|/?exit|:q|see (?:you|ya)(?: later| soon)?|good ?night"
        r"|that(?:'s| is| will be) all(?: for (?:now|today))?"
    ),
    "start over": re.compile(
        r"(?:let(?:'?s| us) |can we |could we |shall we )?start"
        r"(?: (?:all )?over| again| afresh| anew| from scratch| from the (?:beginning|start))"
        r"(?: again)?|/?reset|/?restart|/?clear|from scratch|(?:a )?new (?:conversation|chat)"
        r"|forget (?:everything|all (?:of )?(?:that|this|it)|what i (?:said|wrote))"
    ),
    "undo": re.compile(
        r"/?undo(?: that| it| the last one)?|take (?:that|it) back|scratch that"
        r"|(?:can (?:we|you) )?go back|revert"
        r"|never ?mind(?: that| it)?|forget (?:that|it)|back"
    ),
    "heard": re.compile(
        r"what (?:did|do|have) you (?:hear|heard|understand|understood|get|know)"
        r"(?: so far| about me| from me)?|what (?:are|were) my wishes|how do i (?:sound|feel)"
        r"|why (?:did you (?:pick|choose|play) )?(?:these|those|them)(?: songs| ones)?"
    ),
    "hello": re.compile(
        r"(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening))(?: there| heartsong)?"
    ),
    "thanks": re.compile(
        r"(?:many )?(?:thanks|thank you|thankyou|thx|ty|cheers)(?: (?:so much|very much|a lot"
        r"|again|heartsong|for (?:that|this|those|the songs|the music|your help|listening)))*"
    ),
    "nod": re.compile(r"ok(?:ay)?|yes|yeah|yep|no|nope|sure|h+m+|u+m+|right|alright|i see|got it"),
}
_PRAISE: Final = re.compile(
    r"(?:great|perfect|nice|lovely|cool|awesome|brilliant|wonderful|excellent|amazing|good ones?"
    r"|nice ones?|sounds good|well done)(?: (?:songs|ones|choice|list|picks))?"
)


def command(line: str, songs_shown: bool) -> Command | None:
    """The command that a line is, in small letters and without courtesies; praise is of songs."""
    for name, pattern in _COMMANDS.items():
        if pattern.fullmatch(line):
            return Command(name)
    return Command("thanks") if songs_shown and _PRAISE.fullmatch(line) else None

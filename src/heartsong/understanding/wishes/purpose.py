"""What people do while the music plays, where that tells how it should sound.

"Music for the gym" says nothing of a mood, and yet nobody would play lullabies there. What people
sit or lie still for ("to study", "to fall asleep") is heard as the strategy `calm`, and what is
celebrated or mourned as a theme (`lexicon.OCCASIONS`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from heartsong.understanding.steering import Move
from heartsong.understanding.wishes.cues import ASKING, Denials
from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.marks import is_genre_before
from heartsong.wishes import Wish

Sound = Literal["drive", "cheer"]

# What takes strength, and what goes lightly by; as nouns or with -ing, then as verbs.
_DOING: Final = {
    "drive": (
        r"gym|work-?\s?outs?|working\s+out|exercis(?:e|ing)|running|runs?|jog(?:ging|s)?"
        r"|sprint(?:ing|s)?|cardio|crossfit|boxing|kickboxing|spinning|spin\s+class|treadmill"
        r"|marathons?|half[\s-]marathon|leg\s+day|arm\s+day|chest\s+day|lifting(?:\s+weights)?"
        r"|weight[\s-]?lifting|powerlifting|training|pre-?\s?(?:game|match)|warm-?\s?ups?|zumba|hiit"
        r"|cycling|aerobics"
    ),
    "cheer": (
        r"dancing|clean(?:ing|-?up)|tidying(?:\s+up)?|chores|housework|house\s?cleaning|hoovering"
        r"|vacuuming|dishes|(?:doing|washing)\s+(?:the\s+)?(?:dishes|laundry|housework)"
        r"|singing(?:\s+along)?|karaoke(?!\s+(?:version|track|bar))|sing-?\s?alongs?|bbq|barbecues?|cookouts?|pre-?\s?drinks"
        r"|getting\s+ready(?:\s+to\s+go\s+out)?"
    ),
}  # fmt: skip
_TO_DO: Final = {
    "drive": r"run|jog|sprint|work\s+out|workout|exercise|train|lift(?:\s+weights)?|box",
    "cheer": r"dance|clean|tidy(?:\s+up)?|hoover|sing(?:\s+along)?|jump\s+around"
    r"|get\s+ready",
}  # fmt: skip
_MUSIC: Final = (
    r"(?:songs?|music|tunes?|tracks?|playlists?|mix|mixtape|soundtrack|stuff|something|anything"
    r"|nothing|bangers?|bops?|jams?|anthems?|beats|ones|vibes?)"
)
_THE: Final = (
    r"(?:(?:a|an|the|my|our|some|this|tonight's|today's|tomorrow's|doing|going\s+to\s+the|hitting"
    r"|early|late|morning|evening|quick|long|hard|good|big|serious|while|when|i'm|i\s+am|we're|am"
    r"|kitchen|house|spring|gym|home)\s+){0,4}"
)
_WHERE: Final = (
    r"(?:\s+(?:up\s+)?(?:the|my|our)\s+(?:whole\s+)?(?:house|flat|kitchen|apartment|room|bathroom"
    r"|home|place|oven|garage|windows|car|garden|dishes))?"
    r"(?:\s+in\s+(?:the|my)\s+(?:car|shower|kitchen|gym|rain))?"
)
_BOTH: Final = "|".join(_DOING.values())
_VERBS: Final = "|".join(_TO_DO.values())
# for the gym, for cleaning the house, while I'm running
_FOR: Final = re.compile(
    rf"(?<!went )\b(?:for|during|while|when\s+(?:i'm|i\s+am|we're))\s+{_THE}(?P<doing>{_BOTH})"
    rf"(?:\s+(?:class|session|block|routine|practice))?{_WHERE}\b"
)
_ASKED: Final = (
    # songs to run to, something I can dance to, good to clean to
    re.compile(
        rf"\b(?:{_MUSIC}|good|great|perfect)\s+(?:(?:that|which)\s+)?(?:(?:i|we|you)\s+(?:can|could)"
        rf"|to|for\s+(?:me|us)\s+to)\s+(?P<verb>{_VERBS}){_WHERE}(?:\s+(?:to|with))?\b"
    ),
    # 80s synthpop to run to
    re.compile(
        rf"(?<!used )(?<!want )(?<!have )(?<!like )(?<!love )(?<!had )(?<!going )"
        rf"\bto\s+(?P<to>{_VERBS})\s+to\b"
    ),
    # gym playlist, workout songs
    re.compile(rf"\b(?P<for>{_BOTH})\s+(?:session\s+)?(?={_MUSIC}\b)"),
)
# What a listener is about to do, in a message that says little else.
_ABOUT_TO: Final = re.compile(
    r"(?:^|[,.;!?]\s+|\b(?:and|so|i'm|im|i\s+am|we're|just)\s+)"
    r"(?:(?:off|heading(?:\s+(?:off|out|over))?|going|about\s+to\s+(?:go|head))\s+(?:to|for|on)\s+"
    rf"{_THE}(?P<off>gym|run|jog|sprint|workout|training|cardio|spin\s+class|crossfit|karaoke)\b"
    r"|about\s+to\s+(?:(?:go|start)\s+)?(?P<now>work\s+out|working\s+out|run|running|jogging|train"
    r"|lift|boxing|dancing|dance|clean|cleaning)"
    rf"|(?P<at>(?:cleaning|tidying|hoovering|vacuuming|doing\s+(?:the\s+)?(?:dishes|housework"
    rf"|laundry|chores))){_WHERE}|it's\s+(?P<day>leg\s+day)|(?:on|at)\s+the\s+(?P<place>treadmill"
    r"|gym))(?=\s*(?:$|[,.;!?]|(?:today|tonight|now|soon|again|later|with|and|so|please|in)\b))"
)
_ENERGY: Final = re.compile(
    r"\b(?:(?:i\s+|we\s+)?(?:need|want|give\s+me|gimme|could\s+(?:use|do\s+with)|looking\s+for"
    r"|bring(?:\s+me)?|pre-?\s?(?:game|match))\s+(?:(?:some|more|a|an|the|real|pure|lots\s+of|a\s+lot\s+of|a\s+bit\s+of"
    r"|burst\s+of|kick\s+of|boost\s+of|serious|that|extra)\s+){0,3}(?P<energy>energy|adrenaline|hype"
    r"|energy\s+boost)"
    r"|(?:(?:something|anything|music|songs?|tunes?)\s+(?:to|that(?:'ll|\s+will)?)\s+|please\s+|^)"
    r"(?P<wake>wake|get|pump|hype|fire|psych)s?\s+(?:me|us)\s+(?:up|going|moving|pumped(?:\s+up)?"
    r"|hyped(?:\s+up)?|fired\s+up|energi[sz]ed))\b"
)
_STEPS: Final[dict[Sound, tuple[Move, ...]]] = {
    # Before a run people want it charged rather than merry, if either.
    "drive": (Move("energetic", 1.5), Move("angry", 0.2)),
    "cheer": (Move("upbeat", 1.0), Move("fast", 1.0)),
}
_SAID: Final[dict[Sound, str]] = {"drive": "with drive", "cheer": "that are cheerful and quick"}


class Purpose(NamedTuple):
    """What music is for.

    Attributes:
        heard: the words that it was heard in.
        sound: how that sounds.
    """

    heard: str
    sound: Sound

    def agrees(self, wishes: Sequence[Wish]) -> bool:
        """Whether no wish says the contrary: "something slow to dance to"."""
        wanted = {wish.value for wish in wishes if wish.stance == "want"}
        return not wanted & {"slow", "sad", "relaxed"}

    @property
    def moves(self) -> tuple[Move, ...]:
        """Where it moves a mood that says nothing of it."""
        return _STEPS[self.sound]

    @property
    def notice(self) -> str:
        """One sentence that tells the listener how they were understood."""
        return f"I looked for songs {_SAID[self.sound]} (“{self.heard}”)."


def hear_purpose(draft: Draft, denials: Denials) -> Purpose | None:
    """What the music is for; the first, where a message names several."""
    for pattern, match in _found(draft.low):
        start, end = match.span()
        if not draft.free(start, end) or denials.at(start):
            continue
        # "A bill for the cleaning" asks for no music, "disco for cleaning" does.
        if pattern is _FOR and not (
            draft.asked or ASKING.search(draft.low) or is_genre_before(draft, start)
        ):
            continue
        words = next(text for text in match.groups() if text)
        # "Songs to run to": the songs are left for others to hear, the purpose is not.
        begin = start + len(match.group()) - len(match.group().lstrip(" ,.;!?"))
        draft.take(begin, end)
        draft.asked = True
        return Purpose(draft.text[begin:end].strip(), _sound(words))
    return None


def _found(low: str) -> Iterator[tuple[re.Pattern[str], re.Match[str]]]:
    for pattern in (_FOR, *_ASKED, _ENERGY, _ABOUT_TO):
        for match in pattern.finditer(low):
            yield pattern, match


def _sound(words: str) -> Sound:
    cheers = re.fullmatch(rf"{_DOING['cheer']}|{_TO_DO['cheer']}", words)
    return "cheer" if cheers else "drive"

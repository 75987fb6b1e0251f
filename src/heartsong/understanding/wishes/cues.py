"""The words that say how what follows is meant: to be had, to be resembled, to be left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.lexicon import word_set

MUSIC: Final = word_set(
    "song songs music tune tunes track tracks playlist playlists album albums artist artists "
    "band bands singer singers rapper rappers musician musicians ballad ballads banger "
    "bangers bop bops anthem anthems jam jams lyrics stuff melody melodies beats tracklist "
    "mix mixtape records singles hits ones vibes numbers oldies classics covers acts tunage "
    "playlist bits"
)
VAGUE: Final = frozenset(["something", "anything", "nothing", "someone"])

_NOUN: Final = (
    r"(?:songs?|music|tunes?|tracks?|playlists?|albums?|artists?|bands?|singers?|rappers?"
    r"|musicians?|ballads?|anthems?|stuff|something|anything|nothing|someone|things?|ones?|groups?|acts?"
    r"|singers?|sounds?|vibes?|jams?|bops?|bangers?)"
)
_DEGREE: Final = (
    r"(?:kinda|kind\sof|sort\sof|a\sbit|a\slot|much|just|exactly|really|somewhat|very|more|"
    r"sounds?|sounding|sounded|is|are|feels?|that's|that|which|who)"
)
# Others that resemble what follows.
LIKE: Final = re.compile(
    rf"^like\b|\b(?:{_NOUN}(?:\s+{_DEGREE}){{0,4}}\s+like|more\s+like|sound(?:s|ing)?\s+(?:a\s(?:bit"
    rf"|lot)\s+)?like"
    r"|similar(?:ly)?(?:\s+[\w']+){0,4}?\s+(?:to|with)|in\s+the\s+(?:style|vein|spirit|mould"
    r"|mold)\s+of"
    r"|along\s+the\s+lines\s+of|akin\s+to|reminiscent\s+of|resembl(?:e|es|ing)|remind(?:s"
    r"|ing)?\s+me\s+of"
    r"|(?:i'm\s+)?(?:a\s+)?(?:(?:huge|big|massive|great|lifelong|such\s+a)\s+)?fans?\s+of"
    r"|big\s+into|same\s+(?:\w+\s+)?(?:vibes?|feel|feeling|style|mood|energy|sound"
    r"|genre)s?\s+(?:as|of)"
    r"|(?:energy|vibe|sound|feel|style|mood|spirit|feeling)s?\s+of|the\s+likes\s+of"
    r"|can't\s+get\s+enough\s+of|inspired\s+by|such\s+as|if\s+(?:i|you)\s+(?:like|liked|love|loved|enjoy|enjoyed)"
    r"|(?:starting|start|going)\s+(?:from|with)|based\s+(?:on|around)|seeded\s+(?:with|by)|(?:list|playlist|mix)\s+around"
    r"|keep\s+(?:re)?playing|(?:can't|cannot)\s+stop\s+(?:playing|listening\s+to)|comparable\s+to|close\s+to|à\s+la"
    r"|a\s+la)\b"
)
# Somebody's taste: a name behind it says what to resemble, any other word says nothing.
FOND: Final = re.compile(
    r"\b(?:i(?:'m|\s+am)?(?:\s+(?:really|just|also|absolutely|do|so|mostly|usually))*"
    r"\s+(?:like|love|adore|enjoy|liked|loved|enjoyed|dig)|(?:really\s+|so\s+)?into"
    r"|obsessed\s+with|addicted\s+to|think|(?<!feel\s)(?<!look\s)(?<!looks\s)(?<!seem\s)(?<!'d\s)"
    r"(?<!would\s)(?<!feels\s)(?<!felt\s)like)\b"
)
# To be had.
BY: Final = re.compile(rf"\b(?:by|{_NOUN}\s+(?:from|of)|featuring|sung\s+by)\b")
PLAY: Final = re.compile(
    r"\b(?:nothing\s+but|maybe|perhaps|gimme|play(?:\s+(?:me|us))?|put\s+on|put|throw\s+on|give\s+(?:me|us)"
    r"|listen\s+to|to\s+hear|hear|want|need|some"
    r"|in\s+the\s+mood\s+for|mood\s+for|feel(?:ing)?\s+like|craving|more|only|just|any"
    r"|how\s+about|yes\s+to|with"
    r"|recommend(?:\s+me)?|suggest(?:\s+me)?|i'd\s+like|bit\s+of)\b(?:\s+(?:some|more|a|any"
    r"|only|just"
    r"|a\s+bit\s+of|old|good|a\s+little|early|late|classic|bit\s+of|the)\b)*"
)
# To be left out. The first half says so by itself, the second needs more to go by.
DENY: Final = re.compile(
    r"\b(?:(?P<strong>nothing(?:\s+but)?|(?:anything|everything|all|anyone)\s+but|without"
    r"|except(?:\s+for|ing)?"
    r"|other\s+than|apart\s+from|aside\s+from|besides|minus|exclud(?:e|ing)|skip(?:ping)?"
    r"|leav(?:e|ing)\s+out"
    r"|avoid(?:ing)?|stay(?:ing)?\s+away\s+from|steer\s+clear\s+of|no\s+more|not\s+(?:another"
    r"|any|one\s+more|one\s+of)"
    r"|(?:don't|do\s+not|dont|didn't|never)\s+(?:want|need|play|give\s+me|like|wanna\s+hear"
    r"|want\s+to\s+hear"
    r"|fit(?:\s+into)?|include|send\s+me|recommend|suggest|show\s+me|put\s+on|put)"
    r"|(?<!get\s)enough(?:\s+of)?|instead\s+of|rather\s+than|please\s+no|leave\s+off|drop\s+the|keep\s+out)"
    r"|(?P<fed>sick\s+(?:and\s+tired\s+)?of|tired\s+of|too\s+many|bored\s+(?:of|with|by)"
    r"|fed\s+up\s+(?:of|with)|(?:can't|cannot|cant)\s+stand"
    r"|hate|hates|dislike|over\s+it\s+with|not\s+(?:into|in\s+the\s+mood\s+for|a\s+fan\s+of)"
    r"|no\s+fan\s+of|allergic\s+to)"
    r"|(?P<weak>no|not|less|never|isn't|aren't|ain't|arent|isnt|non|neither|nor|don't\s+be)"
    r")\b"
)
# What may stand between a denial and what is denied.
_BETWEEN: Final = re.compile(
    r"(?:[\s-]+(?:too|so|very|really|overly|super|that|those|these|this|any|anything|most|more"
    r"|a|an|all|the|of|from"
    r"|by|about|please|particularly|especially|songs?|music|tracks?|tunes?|artists?|ballads?"
    r"|lyrics|bands?|singers?|albums?|anthems?|stuff|ones|hear|listen|to|"
    r"with|which|who|which|are|is|something|another|typical|usual|cheesy|bloody|damn|fucking"
    r"|goddamn|me|"
    r"some|single|in|made|played|sung|released|much|kind|sort|overplayed|even|lot|bit|goes?|near|just"
    r"|old|new|modern|"
    r"again|anymore|for|now|today|ever|your|older|newer|younger|anyone|else|swear)\b)*\s*"
)
_PERSON: Final = re.compile(
    r"(?:\b(?:i'm|im|am|was|were|feel|feels|feeling|felt|he's|she's|they're|we're|you're|you|i"
    r"|he|she|they"
    r"|we|been|being|be|say|said|why|if|or|has|have|had|there's|there\s+is|there\s+was|with|got"
    r"|get|see|saw"
    r"|make[sd]?|it's|its|it\s+is|that's|is|are|for|of|in|at|to|on)"
    r"(?:\s+(?:just|really|still|also|definitely|currently))?\s+)$"
)
ASKING: Final = re.compile(
    r"\b(?:songs?|music|tunes?|tracks?|playlists?|albums?|artists?|bands?|singers?|play"
    r"|recommend\w*|"
    r"suggest\w*|listen|hear|please|pls|something|anything|looking\s+for|bops?|bangers?|jams?|"
    r"vibes?|ballads?|anthems?)\b"
)


class Denial(NamedTuple):
    """A word that leaves something out.

    Attributes:
        kind: "strong" says so by itself, "fed" is of somebody's taste, "weak" needs more.
        start, end: where it stands.
        reach: where what is left out starts at the latest.
    """

    kind: str
    start: int
    end: int
    reach: int


class Denials:
    """Where in a message something is left out."""

    def __init__(self, draft: Draft) -> None:
        self.found: list[Denial] = []
        size = len(draft.low) + 1
        self._denied, self._strong, self._open = bytearray(size), bytearray(size), bytearray(size)
        for match in DENY.finditer(draft.low):
            if _ONLY.match(draft.low, match.end()):
                _mark(self._open, match.end(), match.end() + _OPEN)
            elif match.group() != "nothing but" and not _is_personal(draft.low, match):
                self._add(draft.low, match)

    def _add(self, low: str, match: re.Match[str]) -> None:
        between = _BETWEEN.match(low, match.end())
        reach = between.end() if between else match.end()
        kind = str(match.lastgroup)
        self.found.append(Denial(kind, match.start(), match.end(), reach))
        _mark(self._denied, match.end(), reach + 1)
        if kind != "weak":
            _mark(self._strong, match.end(), reach + 1)

    def begin(self, position: int) -> int:
        """Where the words start that leave out what starts here; here, where there are none."""
        index = bisect_left(self.found, position, key=lambda denial: denial.start) - 1
        if index >= 0 and position <= self.found[index].reach:
            return self.found[index].start
        return position

    def at(self, position: int) -> bool:
        """Whether what starts here is left out."""
        return bool(self._denied[position])

    def open(self, position: int) -> bool:
        """Whether what starts here is neither asked for nor left out: "not only sad ones"."""
        return bool(self._open[position])

    def surely(self, position: int) -> bool:
        """Whether it is, in words that leave no doubt of it."""
        return bool(self._strong[position])


_ONLY: Final = re.compile(r"\s(?:only|just|necessarily|always)\b")
_OPEN: Final = 30  # characters that "not only" leaves open
_OF_MUSIC: Final = re.compile(
    r"(?:\s+[\w'-]+){1,3}?\s+(?:songs?|music|tracks?|tunes?|ballads?|ones)\b"
)
_OF_SONGS: Final = re.compile(
    r"\b(?:songs?|music|tracks?|tunes?|stuff|lyrics|something|anything|ones|that|which"
    r"|make\s+sure|it's|but)\s+"
    r"(?:\w+\s+)?(?:is|are|it's|that's|be|were|was|has|have|just|really|with|of|for|in)?\s*$"
)


def _songs_are(before: str) -> bool:
    return _OF_SONGS.search(before) is not None


def _mark(where: bytearray, start: int, end: int) -> None:
    end = min(end, len(where))
    where[start:end] = b"\1" * max(0, end - start)


def _is_personal(low: str, match: re.Match[str]) -> bool:
    """Whether "no" and "not" are said of the writer or of the world, and not of songs."""
    before = low[max(0, match.start() - 24) : match.start()]
    if match.group() == "not" and before.endswith(("if ", "or ", "why ")):
        return True
    if match.lastgroup != "weak" or not _PERSON.search(before):
        return False
    return not _OF_MUSIC.match(low, match.end()) and not _songs_are(before)

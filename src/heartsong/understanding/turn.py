"""What a line in a conversation means: a question, a wish about the songs shown, or a message.

A line is a command only where the whole of it reads as one: "more" asks for more songs, "more than
anything I miss her" is a message. Everything that is not surely a command is a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from heartsong.understanding.commands import command
from heartsong.understanding.message import normalise
from heartsong.understanding.steering import moves
from heartsong.understanding.target import NUMBER, Named, Target, number, target
from heartsong.understanding.turns import (
    Ask,
    Avoid,
    Fact,
    Forget,
    Like,
    Message,
    More,
    Steer,
    Topic,
    Turn,
    Why,
)

Songs = Sequence[Named]
_Reading = Callable[[str, Songs], Turn | None]

_LONGEST: Final = 120  # characters: what is longer is a message

_FILLER: Final = re.compile(
    r"(?:(?:ok(?:ay)?|hey|h+m+|u+m+|oh|ah|please|pls|and|but|heartsong)[,.!]*\s+"
    r"|(?:no|yes|yeah|nah|well|so|now|thanks|thank you|great|nice|wait|sorry)[,.!]+\s+"
    r"|(?:can|could|would|will) you (?:please )?(?=\w+ ))+"
)
_AFTER: Final = re.compile(
    r"(?:[,\s]+(?:please|pls|then|instead|thanks|thank you|this time|for me|if you can))+$"
)
_CORRECTS: Final = re.compile(
    r"^(?:actually|no,|wait\b|i mean\b|sorry,|correction\b)"
    r"|\b(?:i'?m|i am|i feel|feeling)\b.*\bnow\b|\bnot \w+ any ?more\b",
)


def turn(text: str, last: Songs = ()) -> Turn:
    """What a line means.

    Args:
        text: as written.
        last: the songs that were shown last, in their order: "the second one" is one of them.
    """
    line = normalise(text).casefold().replace(" any more", " anymore")
    if len(line) <= _LONGEST:
        plain = _plain(line)
        for reading in _READINGS:
            if found := reading(plain, last):
                return found
    return Message(text, bool(_CORRECTS.search(line)))


def _plain(line: str) -> str:
    """A line without courtesies and the signs at its end."""
    bare = line.strip(" .!,;:…").rstrip("?").rstrip(" .!") or line
    bare = _AFTER.sub("", bare) or bare
    filler = _FILLER.match(bare)
    return bare[filler.end() :] if filler and filler.end() < len(bare) else bare


def _command(line: str, last: Songs) -> Turn | None:
    return command(line, bool(last))


# Questions about a song.

_MADE: Final = (
    "sings?|sang|is singing|'s singing|plays?|played|performs?|performed"
    "|made|wrote|recorded|is|'s|does|did"
)
_ASKED: Final[tuple[tuple[Fact, re.Pattern[str]], ...]] = (
    ("artist", re.compile(r"who(?:'s| is| are| was) (?P<t>.+) (?:by|from)")),
    (
        "artist",
        re.compile(r"who(?:'s| is) the (?:artist|singer|band)(?: (?:of|on|for|in) (?P<t>.+))?"),
    ),
    ("artist", re.compile(rf"who ?(?:{_MADE})(?: (?P<t>.+))?")),
    (
        "artist",
        re.compile(r"(?:which|what) (?:artist|band|singer) (?:is|sings|plays|made) (?P<t>.+)"),
    ),
    ("artist", re.compile(r"whose (?:song )?is (?P<t>.+)")),
    (
        "year",
        re.compile(
            r"when(?:'s| is| was) (?P<t>.+?)(?: (?:from|made|released|recorded|written|out))?"
        ),
    ),
    ("year", re.compile(r"when did (?P<t>.+) (?:come out|appear)")),
    (
        "year",
        re.compile(
            r"(?:from )?(?:what|which) year(?: (?:is|was|did)(?: (?P<t>.+?))?"
            r"(?: (?:from|made|released|come out))?)?"
        ),
    ),
    ("year", re.compile(r"how old is (?P<t>.+)")),
    ("album", re.compile(r"(?:what|which) album(?: (?:is|was) (?P<t>.+?))?(?: (?:on|from|off))?")),
    ("album", re.compile(r"what(?:'s| is) the album(?: of (?P<t>.+))?")),
    ("title", re.compile(r"what(?:'s| is) the (?:title|name)(?: of (?P<t>.+))?")),
    ("title", re.compile(r"what(?:'s| is) (?P<t>.+) called")),
    ("all", re.compile(r"what(?:'s| is| was) (?P<t>.+)")),
    ("all", re.compile(r"tell me (?:more )?about (?P<t>.+)")),
)
_WHY: Final = re.compile(
    r"(?:but )?(?:why|how come|explain)(?: (?:did you (?:pick|choose|give me|show me|suggest"
    r"|recommend|take|play)|is|was|do i get|of all things))?(?: (?P<t>.+?))?"
    r"(?: (?:here|there|in there|on (?:the|this|my) list|in (?:the|this|my) list))?"
)
# A question names a song by some of its words; "why love" alone does not.
_LOOSE: Final = frozenset({"artist", "year", "album"})


def _question(line: str, last: Songs) -> Turn | None:
    for fact, pattern in _ASKED:
        if (match := pattern.fullmatch(line)) and (
            song := target(match["t"] or "it", last, loose=fact in _LOOSE)
        ):
            return Ask(fact, song)
    if (match := _WHY.fullmatch(line)) and (song := target(match["t"] or "it", last)):
        return Why(song)
    song = target(line, last)
    return Ask("all", song) if song and song.counted else None


# Wishes about the songs shown.

_ARTIST: Final = r"(?:artist|singer|band|group|musician|rapper)s?"
_AGAIN: Final = r"(?: again| anymore| ever again)?"
_LOVE: Final = r"(?:really |just |do |absolutely |quite )*(?:love|loved|like|liked|adore|enjoy)"
_MORE_BY: Final = (
    re.compile(
        rf"(?:something |anything |songs )?(?:more|else)?(?: songs)? ?(?:by|from|of) "
        rf"(?:this|that|the same|the) {_ARTIST}(?: (?:of|from) (?P<t>.+))?"
    ),
    re.compile(rf"(?:more|songs) (?:by|from|of) (?P<t>the \w+|number \w+) {_ARTIST}"),
    re.compile(r"more (?:songs )?(?:by|from) (?P<t>.+)"),
    re.compile(rf"i {_LOVE} (?:this|that) {_ARTIST}(?P<t>)"),
)
_MORE_LIKE: Final = (
    re.compile(
        r"(?:(?:give me|play|find(?: me)?|show me|i want|i'd like|some) )*"
        r"(?:more|another(?: one)?|others?|songs|music|stuff|something|anything|one|ones)"
        r"(?: songs| ones| music| stuff| more)? (?:like|similar to) (?P<t>.+)"
    ),
    re.compile(r"(?:similar|closer) to (?P<t>.+)|more of (?P<u>.+)"),
    re.compile(rf"(?:i )?{_LOVE} (?P<t>.+?)(?: (?:a lot|so much|very much|most|best))?"),
    re.compile(
        r"(?P<t>.+?)(?:'s| is| was) (?:so |really |very |just |quite )*(?:great|good|nice|lovely"
        r"|perfect|beautiful|amazing|awesome|wonderful|the best|my favou?rite)"
    ),
)
_NOT_BY: Final = (
    re.compile(
        r"(?:no more|not|no|nothing(?: more| else)?|never|skip|avoid|without|enough|stop playing"
        r"|(?:do not|don'?t) play"
        r"|i (?:do not|don'?t|hate|dislike|can't stand)(?: like| want)?)(?: of| by| from)? "
        rf"(?:this|that|the same|the) {_ARTIST}(?: (?:of|from) (?P<t>.+?))?{_AGAIN}"
    ),
    re.compile(rf"(?:not|no more|skip|avoid)(?: of| by| from)? (?P<t>the \w+) {_ARTIST}{_AGAIN}"),
    re.compile(rf"(?P<t>)(?:another|a different|some other) {_ARTIST}"),
)
_NOT: Final = (
    re.compile(
        r"(?:no more|not|no|enough|skip|remove|drop|without|hide|nothing(?: more| else)?"
        r"|stop playing|(?:do not|don'?t) play)"
        rf"(?: of| by| from)? (?P<t>.+?){_AGAIN}"
    ),
    re.compile(
        r"i (?:really )?(?:do not|don'?t|didn't) (?:like|love|want|enjoy)(?: to hear)? "
        rf"(?P<t>.+?){_AGAIN}"
    ),
    re.compile(rf"i (?:hate|dislike|can't stand) (?P<t>(?!(?:it|this|that)$).+?){_AGAIN}"),
)


def _reaction(line: str, last: Songs) -> Turn | None:
    """What is said about a song that was shown; there must be one."""
    if not last:
        return None
    if song := _first(_NOT_BY, line, last):
        return Avoid("artist", song)
    if song := _first(_MORE_BY, line, last):
        return Like("artist", song)
    if song := _first(_NOT, line, last):
        return Avoid("artist" if song.by_artist else "song", song)
    song = _first(_MORE_LIKE, line, last)
    # "More like Ida Fennimore" names an artist, not one of the songs: it is a wish in a message.
    return Like("song", song) if song and not song.by_artist else None


def _first(patterns: Sequence[re.Pattern[str]], line: str, last: Songs) -> Target | None:
    for pattern in patterns:
        if match := pattern.fullmatch(line):
            named = next((each for each in match.groupdict().values() if each), "it")
            if song := target(named, last):
                return song
    return None


_ASK_FOR: Final = (
    r"(?:(?:give|show|play|get|send|find) (?:me |us )?|i want |i(?:'d| would) like |let'?s have "
    r"|i(?:'d| would) prefer |(?:can|could) (?:i|we) (?:have|get|hear) |let me hear )?"
)
_MORE: Final = re.compile(
    rf"{_ASK_FOR}(?:(?:some )?more(?: songs| music| ones)?"
    r"(?: of (?:the same|these|those|them|that|this)"
    r"| like (?:these|those|them))?|next(?: page| songs| ones)?|(?:the )?others|other songs"
    r"|different (?:songs|ones)|what else|anything else|something else|keep going|go on|continue"
    r"|skip)"
)
_SOME: Final = re.compile(
    rf"{_ASK_FOR}(?:(?:another|(?:the )?next) (?P<n>{NUMBER})?(?: ?(?:songs?|ones?|more))?"
    rf"|(?P<m>{NUMBER}) (?:more|others?)(?: songs?| ones?)?|(?P<one>another(?: one| song)?))"
)


def _more(line: str, last: Songs) -> Turn | None:
    if _MORE.fullmatch(line):
        return More()
    if match := _SOME.fullmatch(line):
        count = match["n"] or match["m"]
        return More(number(count) if count else 1)
    return None


_ABOUT: Final = re.compile(
    rf"{_ASK_FOR}(?:something |songs )?(?:(?P<more>more)|less|fewer|not(?: so much| all)?|nothing"
    r"(?: more)?|no more|enough)(?: songs)? about (?P<w>.+)"
    rf"|{_ASK_FOR}(?:fewer|less|no more|enough) (?P<v>.+) songs"
)


def _topic(line: str, last: Songs) -> Turn | None:
    if match := _ABOUT.fullmatch(line):
        return Topic(match["w"] or match["v"], bool(match["more"]))
    return None


_FORGET: Final = re.compile(
    r"(?:forget|drop|never ?mind|ignore|remove|scrap|cancel)(?: about| what i said about)? "
    r"(?:the |my |that )?(?P<w>.+?)(?: wish| part| thing| bit)?"
)


def _forget(line: str, last: Songs) -> Turn | None:
    match = _FORGET.fullmatch(line)
    return Forget(match["w"]) if match else None


def _steer(line: str, last: Songs) -> Turn | None:
    found = moves(line)
    return Steer(found) if found else None


_READINGS: Final[tuple[_Reading, ...]] = (
    _command,
    _more,
    _steer,
    _question,
    _reaction,
    _topic,
    _forget,
)

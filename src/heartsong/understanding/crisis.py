"""Messages that speak of suicide or self-harm, before anything else is heard in them.

Two ears, either is enough: phrases (`crisis_phrases`), and where the shipped model hears the
message, a linear head over its embedding and its words (`crisis_head`), for what is only hinted at.
Recall comes first: a needless word of help costs little. Nothing of it is stored or logged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from heartsong.model import Heard, MoodModel
from heartsong.understanding.crisis_head import shipped_head
from heartsong.understanding.crisis_phrases import phrases
from heartsong.understanding.crisis_words import plain, sentences, without_idioms
from heartsong.understanding.helplines import answer

About = Literal["self", "other"]

ANSWER: Final = answer(None)
_MOST_SENTENCES: Final = 8  # of a long message are heard one by one: the most doubtful ones
_SHORT: Final = 4  # sentences
# What a hint must exceed: one sentence of many is doubted more, and so is one that something else
# explains: a request that quotes, a journey, a story.
_OF_A_PART: Final = 1.0
_OF_THE_EXPLAINED: Final = 1.5
_OF_COMPANY: Final = 2.5
_FEWEST_WORDS: Final = 3  # of a sentence that is heard by itself
_REQUEST: Final = re.compile(
    r"\b(?:similar|recommend\w*|suggest\w*|looking for|(?:songs?|music|bands?|artists?|tracks?"
    r"|something"
    r"|more|anything|ballads) (?:like|about)|remix\w*|genres?|sounds? like|feat|playlist for)\b"
)

# Who asks for songs that stay with them says much that danger says too.
_COMPANY: Final = re.compile(
    r"\b(?:(?:stay|sit|be)(?: in this| in it| here)? with me|wallow|cheered up"
    r"|(?:be|to) fix(?:ed| me| it)|match (?:my|how)|meet me where)\b"
)
# A journey, a job or a party explains that somebody will be gone.
_JOURNEY: Final = re.compile(
    r"\b(?:off to|trip|holidays?|vacation|flight|fly\w*|sail\w*|mov(?:e|ing)|new job|shift|tour"
    r"|office|retire\w*|abroad|travel\w*|camp\w*|conference|traffic|wedding|exams?|season|meeting|flat"
    r"|spain)\b"
)
_NAMED: Final = re.compile(r"\bsuicid\w*")
# Work, grief, art and requests name suicide too; so does a past that is over.
_NAMED_ELSEWHERE: Final = re.compile(
    r"\b(?:songs?|anything|ska|music|playlist|metal|lyrics|album|band|film|movie|novel|book"
    r"|essay|thesis|talk on"
    r"|talk about|statistics|literature|project|volunteer|training|lecture|radio|news|documentary"
    r"|(?:lost|losing|lose|loss|died|dies)(?: [\w']+){0,5} (?:to|by) suicid\w*"
    r"|is suicid\w* (?:in|louder))\b"
)
_FICTION: Final = re.compile(
    r"\b(?:novel|book|chapter|screenplay|script|character|scene|film|movie|story|rehears\w+|hamlet"
    r"|ophelia|actor|songs? (?:about|where|in which|with)|narrator|hero|podcast|dnd)\b"
)
_LONG_AGO: Final = re.compile(
    r"\b(?:years? (?:ago|since|clean|free|selfharm|on)|used to|once|back then"
    r"|when i was (?:a )?(?:teen"
    r"|kid|young\w*|child|\d+)|months? (?:clean|free|selfharm)|long time ago|recovered|no longer)\b"
)
_WELL_NOW: Final = re.compile(
    r"\b(?:okay|ok|glad|happy|grateful|proud|celebrat\w+|married|dance|garden|good|held|today i am"
    r"|clean|free|love my life|better)\b"
)
_NOT_OVER: Final = re.compile(r"\b(?:again|relapse\w*|back|tonight|coming back|thinking of)\b")
_SONGS_ABOUT: Final = re.compile(r"\b(?:songs?|music|something) (?:about|where|in which)\b")
_I: Final = re.compile(r"\b(?:i|my|me|myself)\b")

_MUSIC: Final = r"(?:songs?|music|playlist|lullab\w+|tunes?|tracks?|piano|album|lofi|melod\w+)"
_MUSIC_ASKED_FOR: Final = re.compile(
    r"\b(?:play (?:me |us )?(?:something|anything|some|a|my|the)|(?:queue|put) (?:something"
    r"|music|on|up)"
    rf"|(?:need|want|give me|like|find me|have|looking for|make me)(?: [\w']+){{0,3}} {_MUSIC}"
    rf"|(?:soft|calm|quiet|gentle|slow|sad|peaceful|soothing|warm)(?:er)? {_MUSIC}"
    r"|(?:something|anything) (?:soft|calm|quiet|gentle|slow|peaceful|soothing|warm|nice)"
    r"|(?:songs?|music|playlist|lullaby) (?:for|to|that|while|with|about)|play while)\b"
)

# Words about somebody else, turned into words about oneself: the phrases then hear both.
_SOMEBODY: Final = (
    r"(?:my )?(?:best |little |big |older |younger |online )?(?:friend|mate|buddy|brother|sister"
    r"|son"
    r"|daughter|kid|lad|mum|dad|wife|husband|partner|girlfriend|boyfriend|ex|cousin|niece|nephew"
    r"|uncle|aunt|grandson|granddaughter|grandad|grandma|gran|nan|flatmate|roommate|housemate"
    r"|neighbou?r|colleague|student|teacher|girl in my class|stranger|teammate|bestie|bff)"
)
_OTHER: Final = re.compile(rf"\b(?:{_SOMEBODY}|he|she|him|someone)\b")
_AS_SELF: Final = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\b(?:himself|herself|themselves|themself)\b", "myself"),
        (
            rf"\b(?:he|she|they|our lad|{_SOMEBODY})\b(?: (?:says?|said|told me"
            rf"|thinks) (?:that )?(?:he|she|they))?",
            "i",
        ),
        (r"\bi is\b", "i am"),
        (r"\bi (?:has|have been|has been)\b", "i have been"),
        (r"\b(want|wish|need|hope|say|keep|think|feel|mean|hurt|do|cut|talk)e?s\b", r"\1"),
        (r"\bdoes not\b", "do not"),
        (r"\bto (?:him|her)\b", "to me"),
        (r"\bwithout (?:him|her|them)\b", "without me"),
        (r"\b(?:his|her|their)\b", "my"),
    )
]
_REPORTED: Final = re.compile(
    r"\b(?:says?|said|told|tells|texted|wrote|talk\w*|keeps?|wants?|threaten\w*|joking|going to"
    r"|found"
    r"|took|has|tried|is|been|hurts?|wishes|googled|scared|worried|sent|showed|cutting|thinks?)\b"
)


def cry_for_help(
    text: str, model: MoodModel | None = None, heard: Heard | None = None
) -> About | None:
    """Whether a message speaks of suicide or self-harm, and whose: the writer's or another's.

    Args:
        text: a message with straight quotes, as `normalise` gives it.
        model: hears hints too, where it is the one that the head was fitted to.
        heard: what that model heard in the whole of this text, where it did already.
    """
    words = plain(text)
    phrase = in_phrases(words)
    if phrase or model is None or model.name != shipped_head().model:
        return phrase
    if not _is_hinted_at(words, text, model, heard):
        return None
    return "other" if _OTHER.search(words) and not _I.search(words) else "self"


def is_cry_for_help(text: str, model: MoodModel | None = None, heard: Heard | None = None) -> bool:
    """Whether a message speaks of suicide or self-harm; see `cry_for_help`."""
    return cry_for_help(text, model, heard) is not None


def wants_songs(text: str) -> bool:
    """Whether a message that speaks of danger asks for music in so many words all the same.

    Args:
        text: a message with straight quotes, as `normalise` gives it.
    """
    return _MUSIC_ASKED_FOR.search(plain(text)) is not None


def in_phrases(words: str) -> About | None:
    """Whose danger the phrases of a message in plain words speak of."""
    parts = sentences(words)
    found = {_whose(part, _around(parts, at)) for at, part in enumerate(parts)}
    if 1 < len(parts) <= _SHORT:  # a phrase may go on after a full stop: "i want out. of life"
        found.add(_whose(words, words))
    return "self" if "self" in found else "other" if "other" in found else None


def _around(parts: Sequence[str], at: int) -> str:
    """A sentence with the one before and the one after it."""
    return " . ".join(parts[max(0, at - 1) : at + 2])


def _whose(words: str, around: str) -> About | None:
    told = without_idioms(words)
    if _is_over(around) or (_SONGS_ABOUT.search(words) and not _I.search(words)):
        return None
    if phrases("DANGER").search(told) or (
        phrases("LEAVING").search(told) and not _JOURNEY.search(around)
    ):
        return "other" if _is_of_another(told) else "self"
    if _NAMED.search(told) and not _NAMED_ELSEWHERE.search(around):
        return "other" if _OTHER.search(told) and not re.search(r"\bi am\b", told) else "self"
    if _OTHER.search(told) and _REPORTED.search(told) and not _FICTION.search(around):
        return "other" if phrases("DANGER").search(_as_self(told)) else None
    return None


def _is_of_another(words: str) -> bool:
    return bool(_OTHER.search(words)) and not re.search(r"\b(?:i|myself|me)\b", words)


def _is_over(words: str) -> bool:
    return bool(_LONG_AGO.search(words) and _WELL_NOW.search(words) and not _NOT_OVER.search(words))


def _as_self(words: str) -> str:
    for pattern, said in _AS_SELF:
        words = pattern.sub(said, words)
    return words


def _is_hinted_at(words: str, text: str, model: MoodModel, heard: Heard | None) -> bool:
    if _is_over(words):
        return False
    head = shipped_head()
    explained = any(each.search(words) for each in (_REQUEST, _JOURNEY, _FICTION))
    doubt = _OF_THE_EXPLAINED if explained else 0.0
    doubt = _OF_COMPANY if _COMPANY.search(words) else doubt
    whole = heard or model.hear([[text]], "message")[0]
    if head.score(without_idioms(words), whole.embedding) > doubt:
        return True
    parts = [without_idioms(part) for part in sentences(words)]
    if len(parts) < 2:
        return False
    long = [part for part in parts if len(part.split()) >= _FEWEST_WORDS]
    doubtful = sorted(long, key=head.of_words, reverse=True)[:_MOST_SENTENCES]
    heard_parts = model.hear([[part] for part in doubtful], "message")
    return any(
        head.score(part, each.embedding) > doubt + _OF_A_PART
        for part, each in zip(doubtful, heard_parts, strict=True)
    )

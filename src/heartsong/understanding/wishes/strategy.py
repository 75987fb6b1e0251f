"""What the songs are to do for the listener: stay with them, bring them up or settle them."""

from __future__ import annotations

import re
from typing import Final, cast

from heartsong.understanding.wishes.draft import Draft
from heartsong.wishes import Strategy

_ME: Final = r"(?:me|us|my\s+(?:spirits?|mood))"
_LIFT: Final = (
    rf"(?:cheer(?:ing)?\s+{_ME}(?:\s+up)?|cheer(?:ed)?\s+up(?!\s+(?:my|him|her|them|a|the))"
    r"|(?:lift|raise|boost|brighten|improve|perk|pick|pep)(?:ing"
    r"|s)?\s+(?:(?:up\s+)?my\s+(?:spirits?|mood|day|evening|morning|night|week\w*|\w+day)|me)(?:\s+up)?"
    r"|pick-?\s?me-?\s?up|(?:make|help)\s+me\s+(?:to\s+)?(?:smile|laugh|feel\s+(?:a\s+(?:bit"
    r"|little)\s+)?(?:better|happy|happier|good|alive))"
    r"|(?:need|want|like|love|wanna|gotta|trying)\s+(?:to\s+)?(?:feel\s+(?:a\s+(?:bit"
    r"|little)\s+)?(?:better|happy|happier|good)|smile|be\s+(?:happy|cheered\s+up)"
    r"|laugh)\b(?!\s+(?:than|enough))"
    r"|(?:get|snap|pull|shake|take|drag|bring)\s+me\s+(?:up|out\s+of\s+(?:this|it|my"
    r"|the)(?:\s+(?:funk|mood|slump|rut|hole|head|gloom))?)(?!\s+at)"
    r"|mood[\s-]?(?:lifter|booster|lift)s?|turn\s+my\s+(?:mood|day|frown)(?:\s+around)?"
    r"|(?:give|bring)\s+me\s+(?:some\s+)?(?:hope|joy)|get\s+my\s+(?:spirits|mood)\s+up"
    r"|pump\s+me\s+up|hype\s+me\s+up|put\s+a\s+smile\s+on\s+my\s+face)"
)
_MATCH: Final = (
    r"(?:(?:stay|sit|be)\s+with\s+me\s+(?:in|through|here)\b(?:\s+(?:this|it|that"
    r"|here))?(?:\s+(?:feeling|mood|sadness))?"
    r"|stay\s+with\s+(?:me|my\s+(?:mood|feelings?)|this\s+(?:mood|feeling)|how\s+i\s+feel)"
    r"|sit\s+(?:in|with)\s+(?:this|my|it|the)(?:\s+(?:feelings?|sadness|mood|grief|pain))?"
    r"|(?:let\s+me|(?:want|need|like|wanna)(?:\s+to)?|just\s+(?:let\s+me"
    r"|want\s+to))\s+(?:just\s+)?(?:wallow|be\s+(?:sad|angry|mad|miserable|down|blue)"
    r"|cry(?!\s+(?:for\s+help|less|about))|grieve|sulk|brood|mope|feel\s+(?:it|this|sad"
    r"|my\s+feelings?|the\s+(?:pain|sadness)|sorry\s+for\s+myself))(?:\s+(?:in\s+(?:it|this"
    r"|my\s+\w+)|it\s+out))?"
    r"|(?:match(?:es|ing)?|fits?|suits?|mirrors?|reflects?|meets?|goes\s+with"
    r"|go\s+with)\s+(?:my|the|this|how)\s+(?:current\s+)?(?:mood|feelings?|state|vibe|i(?:'m"
    r"|\s+am)?\s+feel(?:ing)?|way\s+i\s+feel)"
    r"|(?:stay|remain|be)\s+in\s+(?:this|my)\s+(?:mood|sadness|feeling|sorrow|grief)"
    r"|meet\s+me\s+where\s+i\s+am|have\s+a\s+good\s+cry|keep\s+me\s+company\s+in\s+(?:this(?:\s+\w+)?"
    r"|my\s+\w+)|wallow\s+(?:in\s+it|with\s+me)|as\s+(?:sad|angry|down|low|bad|miserable"
    r"|gloomy)\s+as\s+i\s+(?:am|feel)|cry\s+it\s+out|(?:songs?|music|something|anything|one"
    r"|tunes?)\s+to\s+(?:cry|grieve|mope|wallow|sulk|brood)(?:\s+(?:to|with|in|over))?"
    r"|feel\s+understood)"
)
_CALM: Final = (
    r"(?:(?:help|send|get|put|lull|sing)(?:s|ing)?\s+me\s+(?:to\s+|fall\s+a?)?(?:sleep|relax"
    r"|calm\s+down|unwind|wind\s+down|focus|concentrate|study|settle(?:\s+down)?|breathe"
    r"|chill(?:\s+out)?|rest|doze\s+off|drift\s+off|meditate|nod\s+off|switch\s+off)"
    r"|(?:calm|slow|settle|cool|wind|quiet|soothe|steady|ground"
    r"|relax)(?:ing)?\s+me(?:\s+down)?\b|(?:calm|settle|soothe|quiet|steady|ease|slow"
    r"|relax)(?:s|ing)?\s+(?:down\s+)?my\s+(?:\w+\s+)?(?:nerves|mind|head|thoughts|heart"
    r"|anxiety|brain|self|breathing|stress|soul)(?:\s+down)?"
    r"|(?:need|want|like|wanna|trying|going|try|time|music|songs|something|have|got|hoping"
    r"|ready|love|and)\s+to\s+(?:calm\s+down|wind\s+down|unwind|relax|fall\s+asleep"
    r"|sleep(?!\s+(?:in|with|over|for|at|all))|chill(?:\s+out)?|focus|concentrate|study"
    r"|de-?stress|decompress|meditate|doze\s+off|drift\s+off|settle\s+down|nod\s+off"
    r"|breathe)(?:\s+(?:to|with|by))?"
    r"|^(?:wind|calm|settle)\s+down(?=\s*$|\s+(?:with|music|songs?))|winding\s+down|(?:songs?"
    r"|music|something|tunes|tracks|playlist|sounds)\s+for\s+(?:sleep|sleeping|studying|focus"
    r"|focusing|concentration|relaxation|relaxing|meditation|meditating|bedtime|unwinding"
    r"|calming\s+down|winding\s+down|study|falling\s+asleep|concentrating)"
    r"|(?:can't|cannot|cant|can\s+not)\s+(?:fall\s+a|get\s+(?:any\s+|to\s+)?)?sleep"
    r"(?!\s+(?:in|with|over)\b)"
    r"|(?:can't|cannot|cant|can\s+not)\s+(?:focus|concentrate|relax|calm\s+down|switch\s+off|unwind"
    r"|settle(?:\s+down)?|wind\s+down)"
    r"|(?:songs?|music|something|anything|tracks?|tunes|playlist|sounds)\s+(?:for|against"
    r"|(?:that\s+|to\s+)?helps?\s+(?:me\s+)?(?:with|through)|to\s+ease)\s+(?:(?:my|this|the|some|an?)\s+)?"
    r"(?:\w+\s+)?(?:anxiety|nerves|stress(?:\s+relief)?|panic(?:\s+attacks?)?|insomnia|overthinking"
    r"|racing\s+(?:thoughts|mind))"
    r"|(?<!tired )(?<!room )(?<!time )(?<!place )(?<!used )for\s+(?:sleeping|studying"
    r"|falling\s+asleep|meditating|focusing|concentrating)(?=\s*(?:$|[.,;!?]))"
    r"|lullab(?:y|ies)|(?:sleep|study|bedtime|meditation|focus|studying)\s+(?:music|songs"
    r"|playlist|tunes)|take\s+the\s+edge\s+off|bring\s+me\s+down\s+gently)"
)
_ASKED: Final = re.compile(rf"\b(?:(?P<match>{_MATCH})|(?P<calm>{_CALM})|(?P<lift>{_LIFT}))\b")
_REFUSED: Final = re.compile(
    r"(?:don't|do\s+not|dont|not|no\s+need\s+to|never|stop|without|no|isn't|won't|please\s+not"
    r"|rather\s+not|shouldn't|doesn't|can't)"
    r"(?:\s+(?:to|try|trying|want|need|wanna|anything|something|songs?|music|that|any|you|be"
    r"|like|have|even|bother|in\s+the\s+mood|the|mood|me|here|going|a|really|just))*\s+$"
)
_SOMEONE: Final = re.compile(
    r"\b(?:he|she|it|they|which\s+always|friends?|mum|mom|dad|husband|wife|boss|sister|brother"
    r"|dog|cat)\s+(?:always\s+|really\s+|would\s+|will\s+|could\s+|can\s+|did\s+|used\s+to\s+"
    r"|tried\s+to\s+|helped\s+)?$"
)
_PHRASE: Final = re.compile(
    r"(?:(?:can|could|will|would)\s+you\s+|i\s+(?:just\s+|really\s+|do\s+)?|i'd\s+(?:just\s+)?"
    r"|i'm\s+|to\s+|and\s+|please\s+|just\s+|so\s+|songs?\s+|music\s+"
    r"|something\s+|anything\s+|that\s+|which\s+|will\s+|would\s+|can\s+|a\s+|some\s+|tunes?\s+"
    r"|tracks?\s+|need\s+|want\s+)+$"
)
_FELT: Final = re.compile(
    r"\b(?:wallow|sad|angry|mad|miserable|cry|grieve|sulk|brood|mope|blue|down|sorry|low|bad"
    r"|gloomy)\b"
)


_AGAIN: Final = re.compile(r"(?:\s+(?:again|please|a\s+bit|a\s+little|for\s+a\s+while|now))+\b")


def _is_felt(name: Strategy, words: str) -> bool:
    """Whether words that ask for a strategy also say how the listener feels."""
    sleepless = name == "calm" and words.startswith("can")
    return sleepless or (name == "match" and _FELT.search(words) is not None)


def hear_strategy(draft: Draft) -> Strategy | None:
    """The strategy that the message asks for; the last one, where it asks for several."""
    found: Strategy | None = None
    for match in _ASKED.finditer(draft.low):
        name = cast(Strategy, match.lastgroup)
        before = draft.low[max(0, match.start() - 48) : match.start()]
        if _SOMEONE.search(before):
            continue
        start = match.start()
        if refused := _REFUSED.search(before):
            if name != "lift":
                continue
            name = "match"
            start -= len(before) - refused.start()
        if phrase := _PHRASE.search(draft.low, max(0, start - 48), start):
            start = phrase.start()
        found = name
        draft.asked = True
        if not _is_felt(name, match.group()):
            again = _AGAIN.match(draft.low, match.end())
            draft.take(start, again.end() if again else match.end())
    return found

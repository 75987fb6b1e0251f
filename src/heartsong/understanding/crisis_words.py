"""Words as people type them → plain words in which phrases can be found.

"i rlly just dont wanna be here anymore 😔" becomes "i do not want to be here anymore": contractions
and slang are written out, fillers go, and what only sounds like danger (idioms, titles) goes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_SPELLED: Final[Sequence[tuple[re.Pattern[str], str]]] = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"su[1!*i]c[1!*i]d|s\*+cid|sewer ?slid|toaster ?bath", "suicid"),
        (r"\bk[*!1]ll", "kill"),
        (r"\bd[*!1]e\b", "die"),
        (r"\bun-?alived?\b", "kill"),
        (r"\bun-?aliving\b", "killing"),
        (r"\bself[- ]?harm", "selfharm"),
        (r"\b(?:wanna|wana|wanan|wnna|wnat to|wnt to|wnt 2|want 2)\b", "want to"),
        (r"\b(?:gonna|gunna|gona|going 2)\b", "going to"),
        (r"\b(?:tryna|trynna)\b", "trying to"),
        (r"\bgotta\b", "got to"),
        (r"\b(?:imma|ima)\b", "i am going to"),
        (r"\bi'?m\b", "i am"),
        (r"\bive\b", "i have"),
        (r"\bid (?=be|rather|just|do|like|sooner|never|want)", "i would "),
        (r"\bill (?=be|do|never|not|just|end|kill|die)", "i will "),
        (r"\b(?:idw|idwt)\b", "i do not want to"),
        (r"\b(?:can'?t|cannot|cant)\b", "can not"),
        (r"\b(?:won'?t|wont)\b", "will not"),
        (r"\b(do|did|does|would|should|could|is|was|were|has|have|are|had)(?:n't|nt)\b", r"\1 not"),
        (r"\bdunno\b", "do not know"),
        (r"'ll\b", " will"),
        (r"'ve\b", " have"),
        (r"'re\b", " are"),
        (r"'d\b", " would"),
        (r"\b(he|she|it|that|what|there|here|who|who|everyone)'?s\b", r"\1 is"),
        (r"'s\b", " is"),
        (r"\bany ?more\b|\bno ?more$|\bany longer\b", "anymore"),
        (r"\b(?:every ?body|everyone|every1)\b", "everyone"),
        (r"\b(?:no ?body|no ?one|no1|not anyone)\b", "nobody"),
        (r"\b(?:my|him|her|them)\s+self\b", "myself"),
        (r"\bmeself\b|\bmyslef\b", "myself"),
        (r"\b(?:mum|mom|mam|mother|ma)\b", "mum"),
        (r"\bu\b", "you"),
        (r"\b(?:ur|youre)\b", "you are"),
        (r"\bn\b|&", "and"),
        (r"\b(?:bc|cuz|cos|coz)\b", "because"),
        (r"\b(?:abt)\b", "about"),
        (r"\bsmth\b", "something"),
        (r"\btopping\b(?= (?:my|him|her|them))", "killing"),
        (r"\btop\b(?= (?:myself|himself|herself))", "kill"),
        (r"\boff(?:ing)?\b(?= (?:myself|himself|herself|themselves))", "kill"),
    )
]
_FILLER: Final = re.compile(
    r"\b(?:really|rlly|rly|just|honestly|literally|kinda|kind of|sort of|sorta|so|fucking|freaking"
    r"|fuckin|actually|tbh|ngl|lol|even|still|always|maybe|sometimes|please|pls|plz|very|truly"
    r"|simply|often|genuinely|seriously|basically|probably|perhaps|also|too|now|right|like that"
    r"|quite|bloody|damn|deeply|secretly|constantly|lowkey|highkey|fr|rn|af|ever|quietly)\b"
    r"(?<!too)(?! (?:many|much))"
)
_END: Final = re.compile(r"[.!?;:\n…]+(?:\s|$)|\s[-–—]+\s")
_OTHER: Final = re.compile(r"[^\w.' ]+")

_TITLES: Final = (
    r"suicid\w* (?:blonde|squad|boys?|boyz|commando|silence|tendencies|doors?|wings?|sprints?)",
    r"suicid\w* (?:machine|kings?|girls?|bomb\w*|cult|pact|mission|is painless|prevention)",
    r"suicid\w* (?:hotline|black metal|song|songs|by|in the title)|\w?uicidebo[yz]\w*"
    r"|suicides till",
    r"suicid(?:eboy|eboys|eboyz)\b|(?:are|is|be) suicide in this|suicid\w*(?: death)? songs?",
    r"(?:virgin|career|political|social|fashion|financial|commercial|play|like|love|depressive)"
    r" suicid\w*|(?:the band|ran|run|running|academic|des|sprints are) suicid\w*",
    r"(?:title|word) (?:is )?suicid\w*|better dead than red|i want to die in new orleans",
    r"live and let die|die (?:hard|young|another day|with a smile)|ride or die|do or die",
    r"fear the reaper|fade to black|better off (?:alone|as friends)|if i die young|death cab",
    r"stay(?:ing|in) alive by|end of the world|last resort|kill em all|(?:killing|kill) moon",
    r"killing in the name|i do not want to be by|no way out by|last song syndrome",
)
_IDIOMS: Final = (
    r"(?:want(?:ed|s)? to|could|could have|would|going to|about to|might|nearly|almost|to|have)"
    r" (?:die|died|disappear|vanish) (?:of|from|laughing|for|on me|inside|when|to a|to the|into)",
    r"(?:die|died|dying) (?:of|from|laughing|for|inside|on stage|on the treadmill|on mile|out"
    r"|on the)",
    r"dying to (?!be dead\b|die\b)\w+|(?:want to|could) die (?:in (?:shame|embarrassment)|haha"
    r"|till)",
    r"about to die (?:quick|on|in|here)|going to die (?:on|looking|here in|in this)|to die for",
    r"kill(?:s|ed|ing)? (?:me (?:softly|smalls|with)|it|for|time|us all|us)",
    r"kill(?:s|ed|ing)? the (?:lights?|silence|engine|mood|vibe)|(?:are|is|were"
    r"|was) killing (?:me|my)",
    r"murder(?:ing)? (?:a|an|me|on|the|by|mystery|ballads?|of)|ground (?:would |could "
    r"|to )?swallow",
    r"(?:hurt|injured) myself (?:on|at|laughing|playing|lifting|doing|skiing|running|falling)",
    r"(?:cut|burn(?:ed|t|ing)?) myself (?:on|out|while|off|some|a|at|cooking|shaving)",
    r"(?:cut|burn(?:ed|t|ing)?) myself with the (?:hot )?(?:oven|iron|kettle|coffee|tea|pan|grill"
    r"|grater|bread knife|tin|hob|soup)",
    r"starv(?:e|ing) myself (?:for|into)|(?:cut|cutting) myself off"
    r"|shoot(?:ing)? myself in the foot",
    r"with a gun to my head|old habits die|way too",
    r"want to end (?:this|the|my|our) (?:argument|fight|row|meeting|call|contract|lease|week|day)",
    r"(?:kill|murder|strangle|shoot) (?:my (?!self\b|body\b)\w+|him|her|them|the|you|it)",
)
_HARMLESS: Final = re.compile(rf"\b(?:{'|'.join((*_TITLES, *_IDIOMS))})\b")


def plain(text: str) -> str:
    """A normalised message in plain lower-case words; " . " stands between its sentences."""
    text = _END.sub(" . ", text.lower().replace("’", "'"))
    for pattern, words in _SPELLED:
        text = pattern.sub(words, text)
    text = _OTHER.sub(" ", text)
    return " ".join(_FILLER.sub(" ", text).split())


def sentences(words: str) -> list[str]:
    """The sentences of a message in plain words."""
    return [sentence.strip() for sentence in words.split(" . ") if sentence.strip(" .")]


def without_idioms(words: str) -> str:
    """Plain words without those that only sound like danger."""
    return _HARMLESS.sub("~", words)

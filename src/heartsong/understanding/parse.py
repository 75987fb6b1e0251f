"""A message → what it asks for, in so many words; no network, no model."""

from __future__ import annotations

from heartsong.understanding.hearing import Parsed
from heartsong.understanding.wishes.albums import hear_albums
from heartsong.understanding.wishes.count import hear_count
from heartsong.understanding.wishes.cues import Denials
from heartsong.understanding.wishes.draft import Draft
from heartsong.understanding.wishes.known import KnownNames
from heartsong.understanding.wishes.open import hear_familiarity, hear_open
from heartsong.understanding.wishes.phrases import hear_phrases
from heartsong.understanding.wishes.purpose import hear_purpose
from heartsong.understanding.wishes.references import hear_references
from heartsong.understanding.wishes.rest import rest_of
from heartsong.understanding.wishes.sounds import hear_sounds
from heartsong.understanding.wishes.strategy import hear_strategy
from heartsong.understanding.wishes.years import hear_years


def parse(text: str, names: KnownNames) -> Parsed:
    """What a message asks for: wishes, how many songs, what they are to do.

    Every kind of wish is heard by patterns of its own, the surest first; words that one has
    understood are not heard by the next. Takes time in proportion to the length of the message.

    Args:
        text: a message as `normalise` gives it.
        names: the names of the catalogue.
    """
    draft = Draft(text, names)
    denials = Denials(draft)
    strategy = hear_strategy(draft)
    k = hear_count(draft, denials)
    hear_albums(draft, denials)
    hear_references(draft, denials)
    hear_years(draft, denials)
    hear_open(draft)
    familiarity = hear_familiarity(draft)
    purpose = hear_purpose(draft, denials)
    unknown = hear_sounds(draft)
    hear_phrases(draft, denials)
    if purpose and (strategy or not purpose.agrees(draft.wishes)):
        purpose = None  # what is said outright counts
    rest, wishes = rest_of(draft, text), tuple(draft.wishes)
    return Parsed(rest, wishes, k, strategy, purpose, unknown, familiarity)

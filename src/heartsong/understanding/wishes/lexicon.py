"""The words for moods, paces, themes and genres, as people write them.

One table a kind, so that each can be argued with. Phrases are written without hyphens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from heartsong.wishes import WishKind


def word_set(words: str) -> frozenset[str]:
    """The words of a text, for tables that are read as one."""
    return frozenset(words.split())


class Sense(NamedTuple):
    """What a word says of songs: a kind of wish and its value."""

    kind: WishKind
    value: str


# Mood group or emotion → the adjectives that ask for it.
_MOODS: Final = {
    "happy": "happy happier happiest cheerful cheery joyful joyous uplifting feel-good feelgood "
    "feel-goods sunny positive jolly happy-go-lucky good-mood fun blissful euphoric playful "
    "mood-lifting triumphant",
    "sad": "sad sadder saddest sadness melancholy melancholic gloomy depressing depressed "
    "depressive sorrowful mournful tearjerker tearjerking tear-jerking heartbreaking "
    "heart-breaking heartwrenching heart-wrenching gut-wrenching somber sombre bleak weepy tragic "
    "miserable downbeat mopey doleful sad-boy bummer",
    "angry": "angry angrier furious rage raging aggressive pissed-off vengeful hateful mad "
    "wrathful",
    "relaxed": "relaxed relaxing calm calmer calming chill chilled chilled-out chillout chilling "
    "peaceful soothing tranquil serene laid-back laidback easygoing easy-going restful soothingly",
    "love": "romantic tender affectionate",
    "fear": "scary creepy spooky eerie frightening haunting unsettling terrifying",
    "surprise": "surprising",
}
_PACES: Final = {
    "fast": "fast faster fastest fast-paced upbeat up-beat energetic energising energizing "
    "high-energy loud louder lively danceable dancey dancy uptempo up-tempo pumping "
    "hard-hitting rowdy noisy thumping bouncy peppy rousing",
    "slow": "slow slower slowest slowed slow-paced mellow soft softer quiet quieter gentle gentler "
    "low-key lowkey downtempo down-tempo sleepy hushed slow-burning slow-dance subdued low-energy",
}
# Theme → words of it in titles of songs, after "about", and before "songs".
_THEMES: Final = {
    "love": "love loving romance falling-in-love being-in-love first-love true-love crush crushes "
    "wedding weddings marriage sweethearts soulmates girlfriend boyfriend valentine valentines "
    "valentine's-day valentines-day unrequited-love first-dance",
    "break-up": "breakup breakups break-up break-ups breaking-up heartbreak heartbreaks heartache "
    "broken-heart broken-hearts broken-hearted brokenhearted divorce divorces separation ex exes "
    "my-ex cheating betrayal unfaithful infidelity getting-dumped splitting-up lost-love "
    "losing-love",
    "loss": "loss losing-someone losing-somebody grief grieving death dying dead mourning "
    "bereavement funeral funerals dead-friends passing-away losing",
    "friendship": "friendship friendships friend friends buddies pals mates best-friend "
    "best-friends",
    "family": "family families mother mothers mom moms mum mums mama father fathers dad dads "
    "daughter daughters son sons brother brothers sister sisters parents parenthood motherhood "
    "fatherhood grandmother grandfather grandma grandpa grandparents kids",
    "home": "home hometown homesick homesickness going-home coming-home leaving-home homecoming "
    "small-town small-towns",
    "travel": "travel travels travelling traveling road roads road-trip road-trips roadtrip "
    "journey journeys highway highways driving-song car-ride trains train-travel adventure "
    "wandering open-road driving",
    "night": "night nights nighttime late-night midnight nightfall insomnia",
    "party": "party parties partying nightclub clubbing nightlife club birthday birthdays",
    "faith": "faith god jesus christ church religion religious prayer praying pray lord heaven "
    "worship belief spiritual spirituality",
    "protest": "protest protests protesting rebellion revolution politics political injustice "
    "inequality activism resistance racism",
    "work": "work working job jobs working-class labour labor boss office factory working-man "
    "nine-to-five",
    "money": "money cash wealth riches being-rich poverty being-poor being-broke debt greed",
    "nature": "nature mountain mountains forest forests ocean oceans sea animals wilderness "
    "countryside outdoors rivers flowers trees",
    "nostalgia": "nostalgia nostalgic memories remembering the-past the-good-old-days old-times "
    "the-old-days bygone-days reminiscing",
    "hope": "hope hopeful hoping optimism optimistic better-days new-beginnings starting-over "
    "inspirational inspiring encouraging motivational",
    "alcohol": "alcohol drinking drink drunk getting-drunk whiskey whisky beer wine booze liquor "
    "bars tequila boozing hangovers hangover being-drunk",
    "violence": "violence violent fighting murder murders killing guns gun fights bloodshed gore "
    "abuse gangs",
    "loneliness": "loneliness lonely lonesome solitude isolation being-alone alone feeling-alone "
    "being-lonely",
    "freedom": "freedom liberty feeling-free being-free breaking-free independence running-away "
    "escape escaping liberation",
    "youth": "youth childhood growing-up being-young teenage teenagers teen adolescence school "
    "high-school young-love coming-of-age",
    "sex": "sex sexual sexy lust seduction making-love one-night-stands",
    "christmas": "christmas xmas holiday-season santa yuletide",
    "war": "war wars soldiers soldier battle battles army military vietnam veterans",
    "dreams": "dream dreams nightmares nightmare dreaming daydreams daydreaming",
}
# Occasions that songs are for, beside the themes named above.
OCCASIONS: Final[Mapping[str, str]] = {
    "funeral": "loss",
    "memorial": "loss",
    "wedding": "love",
    "first dance": "love",
    "road trip": "travel",
    "roadtrip": "travel",
    "drive": "travel",
    "long drive": "travel",
    "road": "travel",
    "party": "party",
    "birthday": "party",
    "birthday party": "party",
    "christmas": "christmas",
    "xmas": "christmas",
    "christmas party": "christmas",
}
_GENRES: Final = (
    "pop rock jazz blues soul funk disco reggae ska country folk metal punk grunge emo goth gothic "
    "techno house trance dubstep electronic electronica edm electro dance hip-hop hiphop rap "
    "trap grime drill r&b rnb rhythm-and-blues gospel classical opera baroque bluegrass "
    "americana latin salsa bossa-nova samba tango flamenco ambient new-age trip-hop "
    "drum-and-bass dnb lo-fi lofi synthwave synthpop electropop vaporwave shoegaze "
    "dream-pop k-pop kpop j-pop jpop britpop indie alternative hardcore post-hardcore metalcore "
    "deathcore screamo swing big-band rockabilly doo-wop motown afrobeat afrobeats dancehall "
    "dub reggaeton singer-songwriter soundtrack soundtracks musicals show-tunes "
    "world-music celtic honky-tonk outlaw-country acoustic new-wave post-punk post-rock "
    "krautrock industrial noise easy-listening yacht-rock zydeco polka mariachi "
    "bachata cumbia krautrock crunk downtempo eurodance hardstyle jungle garage nu-metal "
    "hair-metal thrash barbershop spirituals crooners"
)
# What a genre's name may begin with.
_BRANCHES: Final = (
    "indie alternative alt hard soft classic progressive prog psychedelic psych punk folk pop "
    "death black heavy doom thrash speed power symphonic gothic industrial deep acid smooth free "
    "neo post southern delta chicago conscious gangsta old-school outlaw contemporary electric "
    "acoustic latin celtic country blues jazz soul synth dream bubblegum math garage "
    "surf glam stoner christian modern-classical french-house uk melodic northern roots bro teen"
)
# Genres whose names say other things as well: they need a word that asks for them.
AMBIGUOUS: Final = word_set(
    "pop rock soul country folk metal house dance trap drill swing dub noise industrial "
    "classical garage jungle hardcore alternative acoustic opera blues latin trance emo goth "
    "disco baroque ambient punk indie spirituals polka tango motown celtic gothic thrash "
    "soundtrack soundtracks musicals crooners barbershop"
)
LONGEST_PHRASE: Final = 4  # words


def _each(words: str) -> Iterator[str]:
    return (word.replace("-", " ") for word in words.split())


def _table() -> dict[str, Sense]:
    found: dict[str, Sense] = {}
    for theme, words in _THEMES.items():
        found |= {word: Sense("theme", theme) for word in _each(words)}
    for pace, words in _PACES.items():
        found |= {word: Sense("pace", pace) for word in _each(words)}
    for mood, words in _MOODS.items():
        found |= {word: Sense("mood", mood) for word in _each(words)}
    return found | {word: Sense("genre", word) for word in _each(_GENRES)}


SENSES: Final[Mapping[str, Sense]] = _table()
THEMES: Final[Mapping[str, str]] = (
    {word: sense.value for word, sense in SENSES.items() if sense.kind == "theme"}
    | {word: theme for theme, words in _THEMES.items() for word in _each(words)}
    | {theme.replace("-", " "): theme for theme in _THEMES}
)
GENRES: Final = frozenset(_each(_GENRES))
BRANCHES: Final = frozenset(_each(_BRANCHES))
_SAME_GENRE: Final = {
    "hiphop": "hip hop",
    "rnb": "r&b",
    "rhythm and blues": "r&b",
    "dnb": "drum and bass",
    "kpop": "k-pop",
    "k pop": "k-pop",
    "jpop": "j-pop",
    "j pop": "j-pop",
    "lofi": "lo-fi",
    "lo fi": "lo-fi",
    "soundtracks": "soundtrack",
}


def genre_named(words: str) -> str:
    """A genre by the one name that is used here: "hip-hop" → "hip hop"."""
    return _SAME_GENRE.get(words, words)


@cache
def ordinary() -> frozenset[str]:
    """Six thousand everyday words: a name made of them alone may be none."""
    text = files("heartsong.understanding.wishes").joinpath("ordinary.txt").read_text("utf-8")
    return frozenset(text.split())


def is_ordinary(words: Iterable[str]) -> bool:
    """Whether all of these are everyday words."""
    return all(
        word in ordinary()
        or len(word) == 1
        or word in SENSES
        or (word.endswith("s") and word[:-1] in ordinary())
        for word in words
    )

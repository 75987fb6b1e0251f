"""The themes, each with how a reason names it and how a model is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Theme:
    """What a song or a line can be about.

    Attributes:
        name: as wishes and scores name it.
        about: a clause for reasons: "about faith".
        descriptions: short texts that a model hears as this theme, at least one.
    """

    name: str
    about: str
    descriptions: tuple[str, ...]


THEMES: Final = (
    Theme(
        "love",
        "about being in love",
        ("a love song: I love you, I adore you, I have fallen in love with you",),
    ),
    Theme(
        "break-up",
        "about a break-up",
        ("a break-up song: you left me, it is over between us, goodbye, my heart is broken",),
    ),
    Theme(
        "loss",
        "about death and loss",
        ("grief and mourning: someone died and was buried, a grave, a funeral",),
    ),
    Theme(
        "friendship",
        "about friendship",
        ("friendship: my best friend, friends and buddies who stand by me",),
    ),
    Theme(
        "family",
        "about family",
        ("family: mother, father, parents, sister, brother, son and daughter",),
    ),
    Theme(
        "home",
        "about home",
        ("home: going back to the house and the hometown where I belong",),
    ),
    Theme(
        "travel",
        "about being on the road",
        ("travelling: on the road, the highway, a train, driving far away",),
    ),
    Theme(
        "night",
        "about the night",
        ("the night: midnight, moonlight and stars, after dark, awake in the small hours",),
    ),
    Theme(
        "party",
        "about dancing and partying",
        ("a party: dancing at the club, the DJ, everybody on the dance floor",),
    ),
    Theme(
        "faith",
        "about faith",
        ("faith and religion: God, Jesus the Lord, prayer, church, heaven",),
    ),
    Theme(
        "protest",
        "about protest",
        ("protest and politics: revolution, government, injustice, the people rise up",),
    ),
    Theme(
        "work",
        "about work",
        ("work: my job, the boss, the factory, working hard all day for wages",),
    ),
    Theme(
        "money",
        "about money",
        ("money: cash, dollars, being rich or poor, paying the rent and the bills",),
    ),
    Theme(
        "nature",
        "about nature",
        ("nature: rivers, mountains, trees, flowers, birds, the sea, rain and wind",),
    ),
    Theme(
        "nostalgia",
        "about days gone by",
        ("nostalgia: remembering the good old days, memories of long ago",),
    ),
    Theme(
        "hope",
        "about hope",
        ("hope: better days will come, hold on, do not give up, believe in tomorrow",),
    ),
    Theme(
        "alcohol",
        "about drinking",
        ("drinking alcohol: whiskey, beer and wine, getting drunk in a bar",),
    ),
    Theme(
        "violence",
        "about violence",
        ("violence: killing, guns, shooting, murder, blood, beating someone",),
    ),
    Theme(
        "loneliness",
        "about being lonely",
        ("loneliness: I am all alone, lonely, nobody is here with me",),
    ),
    Theme(
        "freedom",
        "about being free",
        ("freedom: breaking chains, being free, nobody holds me back",),
    ),
    Theme(
        "youth",
        "about being young",
        ("youth: being young, teenagers, school, kids growing up",),
    ),
    Theme(
        "sex",
        "about sex",
        ("sex: making love in bed, naked bodies, desire, touching skin",),
    ),
    Theme(
        "christmas",
        "about Christmas",
        ("Christmas: Santa Claus, presents, the tree, sleigh bells and snow",),
    ),
    Theme(
        "war",
        "about war",
        ("war: soldiers, battle, bombs, marching armies, dying in combat",),
    ),
    Theme(
        "dreams",
        "about dreams",
        ("dreams: dreaming in my sleep, my dream, chasing my dreams",),
    ),
)
NAMES: Final = tuple(theme.name for theme in THEMES)

"""Songs of bands that do not exist, with lines that we wrote for these tests."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Written(NamedTuple):
    artist: str
    title: str
    lyrics: str


SONGS = (
    Written(
        "Marrow Lane",
        "Kitchen Lights",
        "We dance around the kitchen with the radio turned high\n"
        "Sunshine on the saucepans and a happy kind of sky\n"
        "You laugh until the kettle sings along with you and me\n",
    ),
    Written(
        "Marrow Lane",
        "Empty Platform",
        "I cry beside the ticket gate, the evening train is gone\n"
        "Lonely is the waiting room with all its lamps still on\n"
        "A sad old clock is telling me the time that we had won\n",
    ),
    Written(
        "Ida Fennimore",
        "Slow Water",
        "Quiet is the river and the boat is drifting slow\n"
        "Gentle hands of evening put the colours down below\n"
        "Rest your head beside me, there is nowhere left to go\n",
    ),
    Written(
        "The Copper Hens",
        "Break the Windows",
        "I scream against the factory that took my father's years\n"
        "Burn the rotten paperwork and fight through all the fears\n"
        "Rage is what they gave to us and rage is what they hear\n",
    ),
    Written(
        "The Copper Hens",
        "Payday Parade",
        "Friday and the money came, we party down the street\n"
        "Happy are the trumpets and the dancing little feet\n"
        "Joy is on the rooftops in the middle of the heat\n",
    ),
    Written(
        "Northbound Sparrow",
        "Grief Is a Coat",
        "Grief is like a heavy coat I wear in every room\n"
        "Tears are in the pockets and the lining smells of gloom\n"
        "Blue is every morning since they laid you in the tomb\n",
    ),
    Written(
        "Northbound Sparrow",
        "Lantern on the Porch",
        "Peace upon the garden wall and moths about the light\n"
        "Calm are all the neighbours as they settle for the night\n"
        "Slow the smoke is rising in a thread of silver white\n",
    ),
    Written(
        "Ferro Quartet",
        "Hate Mail",
        "Angry letters on the mat, I hate your crooked smile\n"
        "Fight me in the parking lot, I waited quite a while\n"
        "Burn the bridge behind you for another hundred miles\n",
    ),
)

HEADER = ("artist", "song", "link", "text")


def table(songs: Sequence[Written] = SONGS, delimiter: str = ",", line_end: str = "\r\n") -> str:
    """The songs as the text of a CSV file in the form of the Spotify Million Song Dataset."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    for number, song in enumerate(songs):
        writer.writerow((song.artist, song.title, f"/{number}.html", song.lyrics))
    return buffer.getvalue()


def write_table(path: Path, songs: Sequence[Written] = SONGS) -> Path:
    path.write_text(table(songs), encoding="utf-8", newline="")
    return path


_SUBJECTS = ("A sailor", "The baker", "My brother", "A teacher", "The postman", "Our neighbour")
_VERBS = ("carries", "remembers", "forgets", "paints", "follows", "mends")
_OBJECTS = ("the broken window", "a paper lantern", "the winter road", "an old guitar", "her coat")
_TAILS = (
    "while the children dance and laugh outside",
    "and the lonely evening falls in tears",
    "with a quiet voice and a gentle hand",
    "in a rage that nobody can fight",
)


_PLAIN = (
    "and then the morning opened over every field while somebody walked along an old "
    "road with apples bread paper letters under his arm because winter came early "
    "that year before anyone could gather wood from beyond our garden wall "
)


def other_words(n: int) -> str:
    """Plain words in an order of their own, so that songs are not alike."""
    return " ".join(random.Random(n).sample(_PLAIN.split(), 20))


def many(count: int, artists: int = 50) -> list[Written]:
    """As many songs as wanted, all different, each long enough and English enough to be used."""
    songs = []
    for n in range(count):
        lines = [
            f"{_SUBJECTS[(n + i) % 6]} {_VERBS[(n // 6 + i) % 6]} "
            f"{_OBJECTS[(n // 36 + i) % 5]} {_TAILS[(n + i // 2) % 4]}, number {n} of {i}"
            for i in range(3)
        ]
        songs.append(Written(f"Band {n % artists}", f"Song {n}", "\n".join(lines)))
    return songs

"""What is said in a conversation beside the songs: plain sentences, each borne out by figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from heartsong.types import EMOTIONS, Mood
from heartsong.understanding.blend import Steps
from heartsong.understanding.dialogue.state import Aim, Shown
from heartsong.understanding.turns import Fact, Name
from heartsong.wishes import Wish, WishKind

START: Final = (
    'Write how you feel. Then say "more upbeat", "less about love", "who sings the second one", '
    '"why this one", "not this artist again", "more", "undo", "start over", "help" or "bye".'
)
HELP: Final = (
    "Write how you feel, or what you would like to hear, in your own words. Then you can say:\n"
    '  "more upbeat", "sadder", "a bit calmer", "that\'s too slow" – to move the mood\n'
    '  "more about rain", "less about love", "forget the rain" – what the songs are about\n'
    '  "who sings the second one", "when is it from", "why the third" – about a song\n'
    '  "more like the first one", "I love number two", "more by this artist" – what you like\n'
    '  "not this one", "not this artist again" – what you do not\n'
    '  "more", "another five" – further songs\n'
    '  "what did you hear", "undo", "start over", "bye" – about the conversation'
)
SAID: Final[Mapping[Name, str]] = {
    "help": HELP,
    "bye": "Take care.",
    "thanks": "You are welcome.",
    "hello": "Hello. How do you feel?",
    "nod": 'Tell me more of how you feel, or say "more" for more songs.',
    "start over": "All forgotten. How do you feel?",
}
MORE: Final = "Here are more."
NO_SONG_YET: Final = "No song has been shown yet: write how you feel first."
WHICH: Final = 'Which one do you mean? Say "the second one", or its title.'
NOTHING_TO_UNDO: Final = "There is nothing to take back."
AT_THE_START: Final = "Taken back: we are at the beginning again. How do you feel?"
ALL_SEEN: Final = "You have seen all songs that fit, so they begin again."

_FEELS: Final = {"happy": "happy", "sad": "sad", "angry": "charged", "relaxed": "calm"}
_WORTH_NAMING: Final = 0.2
_ABOUT: Final[Mapping[WishKind, str]] = {
    "artist": "by",
    "song": "called",
    "album": "on",
    "genre": "of the genre",
    "years": "from",
    "theme": "about",
    "word": "with the word",
    "mood": "of the mood",
}
_PARTS: Final = {"mood": "mood", "meaning": "meaning of the words"}


def sounds(mood: Mood) -> str:
    """A mood as one says it: "sad, with some fear"; a feeling is named where it stands out."""
    if mood.emotion == "neutral":
        return "without a strong feeling"
    leading = sorted(EMOTIONS, key=lambda name: (-mood.emotions[name], name))
    own = {"happy": "joy", "sad": "sadness", "angry": "anger"}.get(mood.group)
    named = [n for n in leading if mood.emotions[n] >= _WORTH_NAMING and n != own][:2]
    return _FEELS[mood.group] + (f", with some {' and '.join(named)}" if named else "")


def understood(aim: Aim) -> str:
    """All that an aim holds."""
    parts = [f"You sound {sounds(aim.mood)}." if aim.mood else "I have heard no feeling yet."]
    if aim.steps:
        parts.append(f"You asked for songs that are {_steps(aim.steps)}.")
    if aim.wishes:
        parts.append(f"Your wishes: {'; '.join(map(wish, aim.wishes))}.")
    if aim.strategy and aim.strategy != "match":
        purpose = {"lift": "lift you up", "calm": "calm you down"}[aim.strategy]
        parts.append(f"The songs are to {purpose}.")
    if aim.mood or aim.wishes:
        parts.append('If that is wrong, say so, or "undo", or "forget" and the wish.')
    return " ".join(parts)


def wish(one: Wish) -> str:
    """A wish in a few words: "nothing by Marrow Lane", "about rain"."""
    if one.kind == "pace":
        return f"{'not ' if one.stance == 'avoid' else ''}{one.value} songs"
    if one.stance == "like":
        return f"songs like {one.value}"
    how = _ABOUT[one.kind]
    return f"{'nothing' if one.stance == 'avoid' else 'songs'} {how} {one.value}"


def moved(before: Steps, after: Steps) -> str:
    """What became of steps: "More upbeat, then."."""
    names = [*after, *(name for name in before if name not in after)]
    changes = [
        f"{'more' if after.get(name, 0) > before.get(name, 0) else 'less'} {name}"
        for name in names
        if after.get(name, 0) != before.get(name, 0)
    ]
    if not changes:
        return "That is as far as I can go that way; here are others."
    said = " and ".join(changes)
    return f"{said[0].upper()}{said[1:]}, then."


def why(song: Shown) -> str:
    """The reason for a song, and the figures that it comes from."""
    parts = ", ".join(f"{_PARTS.get(name, name)} {value:.2f}" for name, value in song.parts.items())
    leading = sorted(song.emotions.items(), key=lambda item: (-item[1], item[0]))[:2]
    carried = [f"{name} {share:.0%}" for name, share in leading if share >= _WORTH_NAMING]
    carries = f" It carries {' and '.join(carried)}." if carried else ""
    return f"{named(song)}: {song.reason} Its score is {song.score:.2f} of 1: {parts}.{carries}"


def fact(asked: Fact, song: Shown) -> str:
    """The answer to a question about a song; where the catalogue does not know, it says so."""
    if asked == "artist":
        return f"“{song.title}” is by {song.artist}."
    if asked == "title":
        return f"It is “{song.title}”, by {song.artist}."
    if asked == "year":
        when = f"is from {song.year}" if song.year else "has no year in this catalogue"
        return f"“{song.title}” {when}."
    if asked == "album":
        where = f"is on {song.album}" if song.album else "has no album in this catalogue"
        return f"“{song.title}” {where}."
    known = [f"from {song.year}"] if song.year else []
    known += [f"on {song.album}"] if song.album else []
    return f"{named(song)}{''.join(f', {each}' for each in known)}. {song.reason}"


def named(song: Shown) -> str:
    return f"“{song.title}” by {song.artist}"


def only(songs: Sequence[Shown]) -> str:
    """There is no song of that number."""
    count = len(songs)
    return f"Only {count} song{' was' if count == 1 else 's were'} shown."


def _steps(steps: Steps) -> str:
    return " and ".join(
        f"{'much ' if abs(n) >= 2 else 'a bit ' if abs(n) < 1 else ''}"
        f"{'more' if n > 0 else 'less'} {name}"
        for name, n in steps.items()
    )

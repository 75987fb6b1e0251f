"""A conversation: every turn goes on from what was heard before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from heartsong.errors import RequestError
from heartsong.recommender import Recommender
from heartsong.types import Recommendation
from heartsong.understanding.blend import blend, due, faded, weight
from heartsong.understanding.dialogue import wishing, words
from heartsong.understanding.dialogue.picking import most_frequent, picked
from heartsong.understanding.dialogue.state import MOST_SONGS, Aim, Shown, State
from heartsong.understanding.hearing import Hearing
from heartsong.understanding.turn import turn
from heartsong.understanding.turns import (
    Ask,
    Avoid,
    Command,
    Forget,
    Like,
    Message,
    More,
    Steer,
    Topic,
    Why,
)
from heartsong.wishes import Options, Stance, Wish

__all__ = ["START", "Conversation", "Reply", "State"]

START: Final = words.START  # what one can say, in a line
_PLAIN: Final = Options()
_NEW: Final = State()


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one line.

    Attributes:
        text: a plain sentence, or more; in a crisis the words of help.
        recommendation: the songs, where the line asked for some.
        state: what the conversation goes on from.
        over: whether the listener has said goodbye.
    """

    text: str
    recommendation: Recommendation | None
    state: State
    over: bool = False


class Conversation:
    """A talk about songs: "I feel bad", "more upbeat", "not this artist again", "why the third?"

    Args:
        recommender: answers with songs.
        k: songs of an answer, where the words do not say how many; 1 to 100.
        options: hold in every turn; the songs shown in this conversation are added to its own.
        state: what a former conversation went on from.

    Raises:
        RequestError: `k` is out of range.
    """

    def __init__(
        self,
        recommender: Recommender,
        k: int = 10,
        options: Options = _PLAIN,
        state: State = _NEW,
    ) -> None:
        if not 1 <= k <= MOST_SONGS:
            raise RequestError(
                f"{k} songs cannot be shown at a time in a conversation: ask for 1 to {MOST_SONGS}."
            )
        self._recommender = recommender
        self._k = k
        self._options = options
        self._state = state
        self._checked = not state.aim.meaning

    @property
    def state(self) -> State:
        """What the next turn goes on from."""
        return self._state

    def heard(self) -> Hearing:
        """All that was heard so far, for `Recommender.answer`: the same songs with other options.

        Raises:
            RequestError: the state is of another model.
        """
        self._check()
        return self._state.aim.going_on(self._recommender.unheard())

    def say(self, text: str) -> Reply:
        """Answer one line; a line that is refused leaves the conversation as it was.

        Songs that were shown are not shown again before all that fit were.

        Raises:
            TextError: words that cannot be understood.
            RequestError: no songs at all are asked for, or the state is of another model.
            CatalogueError: the catalogue is missing, unusable or empty.
        """
        self._check()
        match found := turn(text, self._state.last):
            case Command():
                reply = self._command(found, text)
            case Ask() | Why():
                reply = self._ask(found)
            case More():
                reply = self._more(found, text)
            case Like() | Avoid():
                reply = self._react(found, text)
            case Steer():
                reply = self._steer(found, text)
            case Topic():
                reply = self._topic(found, text)
            case Forget():
                reply = self._forget(found, text)
            case Message():
                reply = self._message(found)
        self._state = reply.state
        return reply

    # What is answered in words.

    def _said(self, sentence: str, state: State | None = None, over: bool = False) -> Reply:
        return Reply(sentence, None, state or self._state, over)

    def _command(self, found: Command, text: str) -> Reply:
        if found.name == "undo":
            return self._undo(text)
        if found.name == "heard":
            return self._said(words.understood(self._state.aim))
        state = State() if found.name == "start over" else None
        return self._said(words.SAID[found.name], state, over=found.name == "bye")

    def _ask(self, found: Ask | Why) -> Reply:
        song, trouble = picked(self._state, found.target)
        if song is None:
            return self._said(trouble)
        said = words.why(song) if isinstance(found, Why) else words.fact(found.fact, song)
        return self._said(said, replace(self._state, focus=song.id))

    # What is answered with songs.

    def _message(self, found: Message) -> Reply:
        hearing = self._recommender.hear(found.text)
        if hearing.crisis:
            return self._help(hearing)
        before, parsed = self._state.aim, hearing.parsed
        heard, steps = before.heard, before.steps
        if hearing.felt:
            share = weight(before.mood, hearing.heard.mood, found.corrects)
            heard, steps = blend(heard, hearing.heard, share), faded(steps, share)
        aim = replace(
            before.hearing(heard),
            steps=steps,
            wishes=wishing.merged(before.wishes, parsed.wishes),
            strategy=parsed.strategy or before.strategy,
            k=min(parsed.k, MOST_SONGS) if parsed.k else before.k,
        )
        felt = aim.mood if hearing.felt else None
        said = f"You sound {words.sounds(felt)}." if felt else "Here you are."
        if purpose := parsed.purpose:
            moves = due(purpose.moves, hearing.heard.mood)
            aim = wishing.moved(aim, moves, self._recommender.unheard().heard)
            said = f"{said} {purpose.notice}"
        return self._answer(aim, hearing, said)

    def _help(self, hearing: Hearing) -> Reply:
        """Help before anything else. Nothing of it is kept but which songs were shown, if any."""
        answer = self._recommender.answer(hearing, self._k, self._options)
        state = self._state.answered(answer) if answer.songs else self._state
        return Reply(answer.notice or "", answer, state)

    def _more(self, found: More, text: str) -> Reply:
        if not self._state.last:
            return self._said(words.NO_SONG_YET)
        if found.k == 0:
            raise RequestError("0 songs cannot be given: ask for 1 or more.")
        k = min(found.k or 0, MOST_SONGS) or None
        said = words.MORE if k == found.k else f"At most {MOST_SONGS} come at a time."
        return self._answer(self._state.aim, self._recommender.unheard(text), said, k)

    def _react(self, found: Like | Avoid, text: str) -> Reply:
        spoken_of = found.target.place or self._state.focus
        if isinstance(found, Like) and self._state.last and not spoken_of:
            return self._said(words.WHICH)
        often = most_frequent(self._state.last) if found.what == "artist" else 0
        song, trouble = picked(self._state, found.target, often)
        if song is None:
            return self._said(trouble)
        aim = self._state.aim
        aim = replace(aim, wishes=wishing.merged(aim.wishes, [_wish(found, song)]))
        called = song.artist if found.what == "artist" else words.named(song)
        if isinstance(found, Like):
            how = "by" if found.what == "artist" else "like"
            return self._answer(aim, self._recommender.unheard(text), f"More {how} {called}.")
        said = f"No more of {called}." if found.what == "artist" else f"Without {called}."
        if not spoken_of and len(self._state.last) > 1:
            said += ' If you meant another one, say "undo".'
        return self._answer(
            aim, self._recommender.unheard(text), said, len(self._state.last), self._state.earlier
        )

    def _steer(self, found: Steer, text: str) -> Reply:
        unheard = self._recommender.unheard(text)
        aim = wishing.moved(self._state.aim, found.moves, unheard.heard)
        said = words.moved(self._state.aim.steps, aim.steps)
        return self._answer(aim, unheard, said)

    def _topic(self, found: Topic, text: str) -> Reply:
        as_wish = f"songs about {found.words}" if found.more else f"nothing about {found.words}"
        hearing = self._recommender.hear(as_wish)
        if hearing.crisis:  # whether songs are asked for is heard in the line as it was written
            written = self._recommender.hear(text)
            return self._help(written if written.crisis else hearing)
        stance: Stance = "want" if found.more else "avoid"
        about = [replace(wish, stance=stance) for wish in hearing.parsed.wishes]
        about = about or [Wish("theme", stance, found.words)]
        aim = self._state.aim
        wishes = (wishing.merged if found.more else wishing.less)(aim.wishes, about)
        said = f"{'More' if found.more else 'Less'} about {found.words}."
        return self._answer(replace(aim, wishes=wishes), self._recommender.unheard(text), said)

    def _forget(self, found: Forget, text: str) -> Reply:
        aim = self._state.aim
        left = wishing.without(aim.wishes, found.words)
        if len(left) == len(aim.wishes):
            return self._message(Message(text))  # "forget her" takes back no wish: it is felt
        gone = [words.wish(wish) for wish in aim.wishes if wish not in left]
        aim = replace(aim, wishes=left)
        return self._answer(
            aim,
            self._recommender.unheard(text),
            f"Forgotten: {'; '.join(gone)}.",
            None,
            self._state.earlier,
        )

    def _undo(self, text: str) -> Reply:
        if not self._state.before:
            return self._said(words.NOTHING_TO_UNDO)
        *before, step = self._state.before
        if step.aim == Aim():
            return self._said(words.AT_THE_START, State())
        hidden = self._state.earlier - frozenset(step.ids)
        reply = self._answer(
            step.aim, self._recommender.unheard(text), "Taken back.", len(step.ids) or None, hidden
        )
        return replace(reply, state=replace(reply.state, before=tuple(before)))

    def _answer(
        self,
        aim: Aim,
        asked: Hearing,
        said: str,
        k: int | None = None,
        hidden: frozenset[str] | None = None,
    ) -> Reply:
        """Songs for an aim: the next state's, which can be undone."""
        hearing = aim.going_on(asked, k)
        shown = frozenset(self._state.shown) if hidden is None else hidden
        options = replace(self._options, shown=self._options.shown | shown)
        answer = self._recommender.answer(hearing, k or aim.k or self._k, options)
        if not answer.songs and shown:
            again = self._recommender.answer(hearing, k or aim.k or self._k, self._options)
            if again.songs:
                answer, said = again, f"{said} {words.ALL_SEEN}"
        stored = replace(aim, wishes=wishing.stored(aim.wishes))
        return Reply(said, answer, self._state.aiming(stored).answered(answer))

    def _check(self) -> None:
        """See, once, that a state given from outside was made with this model.

        Raises:
            RequestError: it was not.
        """
        if self._checked:
            return
        now, before = self._recommender.unheard().heard, self._state.aim.heard
        if before and now.embedding.shape != before.embedding.shape:
            raise RequestError(
                "The state of the conversation was made with another model: leave it out to start "
                "over."
            )
        self._checked = True


def _wish(found: Like | Avoid, song: Shown) -> Wish:
    if found.what == "artist":
        return Wish("artist", "avoid" if isinstance(found, Avoid) else "want", song.artist)
    stance: Stance = "avoid" if isinstance(found, Avoid) else "like"
    return Wish("song", stance, f"{song.artist} – {song.title}", id=song.id)

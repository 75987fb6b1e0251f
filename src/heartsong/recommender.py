"""The Recommender: where a listener's words meet the catalogue."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, get_args

from heartsong.catalogue.kin import KIN
from heartsong.catalogue.names import Names
from heartsong.collector import Collector
from heartsong.errors import CatalogueError, RequestError
from heartsong.loading import how_to_load
from heartsong.lyrics.quote import carrying
from heartsong.lyrics.score import score
from heartsong.model import Kind
from heartsong.playlist import Playlist
from heartsong.ranking.aim import tilted
from heartsong.ranking.choose import choose
from heartsong.ranking.exclude import Mask, kept
from heartsong.ranking.journey import plan, trip
from heartsong.ranking.pool import Pool, find_named
from heartsong.ranking.prototype import Prototype
from heartsong.ranking.season import in_season
from heartsong.ranking.themes import Themes
from heartsong.store.base import Vectors
from heartsong.taste.feedback import FeedbackLog, Verdict
from heartsong.types import Mood, RankedSong, Recommendation
from heartsong.understanding.crisis import About, wants_songs
from heartsong.understanding.given import named, stand_ins
from heartsong.understanding.hearing import (
    Hearing,
    Parsed,
    beside_wishes,
    for_purpose,
    hear,
    hear_mood,
    nothing_heard,
)
from heartsong.understanding.helplines import answer as help_text
from heartsong.understanding.helplines import region_of
from heartsong.understanding.listen import listen, listen_to_lyrics
from heartsong.understanding.parse import parse
from heartsong.understanding.request import check, settle
from heartsong.wishes import Options, Request, Wish

_USUAL: Final = Options()
# What no song may be about that is given to somebody in danger.
_GENTLE: Final = tuple(
    Wish("theme", "avoid", theme) for theme in ("loss", "violence", "alcohol", "loneliness")
)


class Recommender(Collector):
    """Songs for the way a person feels, from a catalogue.

    Args:
        catalogue: a catalogue file of the listener's own; the starter catalogue by default.
        settings: everything else that can be set; by default read from the settings file and
            the environment.

    Nothing is opened before it is needed. One Recommender serves many calls; it is not safe to
    share between threads. Every method raises children of HeartsongError.
    """

    def recommend(
        self, text: str, k: int | None = None, options: Options = _USUAL
    ) -> Recommendation:
        """Answer words with songs, best first, no artist twice in any ten while there are others.

        Args:
            text: how the listener feels and what they wish for, at most 5,000 characters of
                English; may be empty where `options` set the emotions.
            k: how many songs; None takes what the words say, or 10. Fewer come, with a notice,
                where the catalogue has fewer.
            options: how songs are to be chosen, where the words do not say it.

        Raises:
            TextError: words that cannot be understood.
            RequestError: `k` is below 1, or an option is out of range.
            CatalogueError: the catalogue is missing, unusable or empty.
        """
        if not text.strip() and options.emotions is not None:
            return self.answer(self.unheard(), k, options)
        return self.answer(self.hear(text), k, options)

    def hear(self, text: str) -> Hearing:
        """What is heard in a message, and what it asks for; an answer can be made from it.

        Raises:
            TextError: words that cannot be understood.
        """
        hearing = hear(listen(text), self._model)
        if hearing.crisis:  # help is given whatever the state of the catalogue
            return hearing
        parsed = parse(hearing.parsed.rest, self._names)
        others = stand_ins(parsed.wishes, self._names)
        parsed = replace(parsed, wishes=(*parsed.wishes, *others)) if others else parsed
        return beside_wishes(hearing, parsed, self._model)

    def unheard(self, text: str = "") -> Hearing:
        """A message in which nothing is heard: options alone say what is asked for."""
        return Hearing(text, Parsed(""), nothing_heard(self._model.width), felt=False)

    def answer(
        self, hearing: Hearing, k: int | None = None, options: Options = _USUAL
    ) -> Recommendation:
        """Answer what was heard; `recommend` is this after `hear`.

        Raises:
            RequestError, CatalogueError: as for `recommend`.
        """
        check(k, options)
        if hearing.crisis:
            return self._help(hearing, hearing.crisis, k)
        hearing, held = for_purpose(hearing), self._held()
        request = settle(hearing, k, self._named(options), held)
        how = self._prototype.choose if options.algorithm == "prototype" else choose
        chosen = how(request, hearing, self._store, self._themes.scores)
        songs = self._quoted(chosen.songs) if options.quotes else chosen.songs
        request = replace(request, notices=(*request.notices, *chosen.notices(request)))
        return _answered(hearing, request, songs, chosen.weights)

    def journey(self, text: str, to: str, k: int = 12, options: Options = _USUAL) -> Playlist:
        """A playlist that starts at the listener's mood and moves to another, step by step.

        Args:
            text: how the listener feels, at most 5,000 characters of English.
            to: an emotion, a mood group or a plain word for one: "joy", "calm", "energy" …
            k: how many songs, from 2 to 100; fewer come, with a notice, where no more fit.
            options: `seed`, `shown` and what is to be avoided count.

        Raises:
            TextError: words that cannot be understood.
            RequestError: there is no such goal, or not so many songs can be given.
            CatalogueError: the catalogue is missing, unusable or empty.
        """
        asked = trip(to, k)
        check(None, options)
        hearing = self.hear(text)
        if hearing.crisis:
            help_first = self._help_text(hearing.crisis)
            return Playlist(text, hearing.heard.mood, asked.to, asked.goal, help_first, ())
        hearing = for_purpose(hearing)
        request = settle(hearing, k, self._named(options), self._held())
        sung = find_named(request, (), self._store).sung

        def allowed(vectors: Vectors) -> Mask:
            facts = self._store.facts(vectors.ids)
            pool = Pool(vectors, facts, {}, sung, self._themes.scores)
            return kept(pool, request) & in_season(pool, request)

        return plan(hearing, asked, self._store, options.seed, allowed)

    def analyze(
        self, texts: str | Iterable[str], kind: Kind = "message", artist: str | None = None
    ) -> list[Mood]:
        """The mood of each text.

        Args:
            kind: "message" for what people write, "song" for lyrics: the two feel differently.
            artist: whose songs they are, so that the genres that an artist is known for count as
                well, as they do where songs are ingested.

        Raises:
            TextError: one of them cannot be understood.
            RequestError: there is no such kind, or messages are said to be by an artist.
        """
        if kind not in get_args(Kind):
            raise RequestError(f"There is no kind '{kind}': choose from message and song.")
        if artist and kind != "song":
            raise RequestError("Messages have no artist: say that the text is a song.")
        several = [texts] if isinstance(texts, str) else texts
        if kind == "message":
            return [hear_mood(listen(text), self._model) for text in several]
        lyrics = [listen_to_lyrics(text) for text in several]
        genres = KIN.shares([artist or ""] * len(lyrics))
        return [heard.mood for heard in score(lyrics, self._model, genres) if heard]

    def remember(self, song: str, verdict: Verdict) -> None:
        """Keep what a listener thought of a song: its id, the verdict and the time, no words.

        Raises:
            StorageError: it cannot be written.
        """
        FeedbackLog(self._settings.feedback).add(song, verdict)

    def _help(self, hearing: Hearing, about: About, k: int | None) -> Recommendation:
        """Help before anything else, and gentle songs only where they were asked for."""
        request = Request(hearing.text, 0, notices=(self._help_text(about),))
        if not wants_songs(hearing.text):
            return _answered(hearing, request, [], {})
        gentle = Options(strategy="calm", wishes=_GENTLE)
        asked = settle(hearing, k, gentle, self._held())
        chosen = choose(asked, hearing, self._store, self._themes.scores)
        return _answered(hearing, replace(request, strategy="calm"), chosen.songs, chosen.weights)

    def _help_text(self, about: About) -> str:
        return help_text(self._settings.region or region_of(_locale()), about)

    def _named(self, options: Options) -> Options:
        """Options whose wishes are spelt as the catalogue does."""
        return replace(options, wishes=tuple(named(wish, self._names) for wish in options.wishes))

    def _quoted(self, songs: Sequence[RankedSong]) -> list[RankedSong]:
        """The songs with the lines that carry their moods, where their lyrics are known."""
        lyrics = self._store.lyrics([song.id for song in songs])
        lines = carrying(lyrics, {song.id: song.mood for song in songs}, self._model)
        return [replace(song, lines=lines.get(song.id, ())) for song in songs]

    @cached_property
    def _names(self) -> Names:
        return Names(self._store)

    @cached_property
    def _themes(self) -> Themes:
        return Themes(self._model)

    @cached_property
    def _prototype(self) -> Prototype:
        return Prototype()

    def _held(self) -> int:
        """How many songs can be offered, once the catalogue is known to be usable."""
        model = self._store.model
        if model is None:
            raise CatalogueError(
                "The catalogue has no songs: add some with "
                "'heartsong ingest FILE.csv --catalogue PATH'."
            )
        if model != self._model.name:
            raise CatalogueError(
                f"The catalogue was scored by the model {model}, this is {self._model.name}: ask "
                f"it {how_to_load(model)}, or ingest the songs again into a new catalogue."
            )
        return self._store.count()

    def _forget(self) -> None:
        super()._forget()
        self.__dict__.pop("_names", None)


def _answered(
    hearing: Hearing,
    request: Request,
    songs: Sequence[RankedSong],
    weights: Mapping[str, float],
) -> Recommendation:
    mood, options = hearing.heard.mood, request.options
    if options.emotions is not None:
        mood = tilted(mood, options.emotions, options.tilt)
    return Recommendation(
        hearing.text,
        mood,
        mood.category,
        request.strategy,
        " ".join(request.notices) or None,
        tuple(songs),
        request.wishes,
        weights,
        hearing.crisis is not None,
    )


def _locale() -> str:
    return next((os.environ[name] for name in ("LC_ALL", "LANG") if os.environ.get(name)), "")

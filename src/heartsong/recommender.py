"""The Recommender: where a listener's words meet the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import get_args

from heartsong.collector import Collector
from heartsong.errors import CatalogueError, RequestError
from heartsong.loading import how_to_load
from heartsong.lyrics.score import score
from heartsong.model import Kind
from heartsong.ranking.choose import choose
from heartsong.ranking.retrieve import Retriever
from heartsong.types import Mood, Recommendation
from heartsong.understanding.crisis import ANSWER
from heartsong.understanding.hearing import Hearing, Parsed
from heartsong.understanding.listen import listen, listen_to_lyrics
from heartsong.understanding.request import hear, understand
from heartsong.wishes import Options


class Recommender(Collector):
    """Songs for the way a person feels, from a catalogue.

    Args:
        catalogue: a catalogue file of the listener's own; the starter catalogue by default.
        settings: everything else that can be set; by default read from the settings file and
            the environment.

    Nothing is opened before it is needed. One Recommender serves many calls; it is not safe to
    share between threads. Every method raises children of HeartsongError.
    """

    def recommend(self, text: str, k: int = 10) -> Recommendation:
        """Answer words with songs, best first, at most two an artist in any ten.

        Args:
            text: how the listener feels, at most 5,000 characters of English.
            k: how many songs; fewer come, with a notice, where the catalogue has fewer.

        Raises:
            TextError: words that cannot be understood.
            RequestError: `k` is below 1.
            CatalogueError: the catalogue is missing, unusable or empty.
        """
        if k < 1:
            raise RequestError(f"{k} songs cannot be given: ask for 1 or more.")
        message = listen(text)
        (heard,) = hear([message], self._model)
        # Help is given whatever the state of the catalogue.
        request = understand(message, heard, k, 0 if message.crisis else self._held())
        chosen = choose(heard, request.k, self._retriever, self._store) if request.k else []
        return Recommendation(
            text,
            heard.mood,
            heard.mood.category,
            request.strategy,
            request.notice,
            tuple(chosen),
        )

    def hear(self, text: str) -> Hearing:
        """What is heard in a message, before any songs are looked for.

        Raises:
            TextError: words that cannot be understood.
        """
        message = listen(text)
        heard = None if message.crisis else hear([message], self._model)[0]
        return Hearing(text, Parsed(message.heard), heard, message.crisis, message.notice)

    def answer(
        self, hearing: Hearing, k: int | None = None, options: Options | None = None
    ) -> Recommendation:
        """Answer what was heard with songs."""
        options = options or Options()
        wanted = 10 if k is None else k
        if wanted < 1:
            raise RequestError(f"{wanted} songs cannot be given: ask for 1 or more.")
        heard = hearing.heard or self._model.hear([[""]], "message")[0]
        if hearing.crisis:
            mood = heard.mood
            return Recommendation(hearing.text, mood, mood.category, "match", ANSWER, ())
        avoided = {w.value for w in hearing.parsed.wishes if w.stance == "avoid"}
        hidden = options.shown | {w.id for w in hearing.parsed.wishes if w.stance == "avoid"}
        found = choose(heard, self._held(), self._retriever, self._store)
        kept = [s for s in found if s.id not in hidden and s.artist not in avoided][:wanted]
        songs = tuple(replace(song, rank=rank) for rank, song in enumerate(kept, 1))
        notice = hearing.notice if len(songs) == wanted else f"Only {len(songs)} songs are left."
        strategy = hearing.parsed.strategy or "match"
        return Recommendation(
            hearing.text, heard.mood, heard.mood.category, strategy, notice, songs
        )

    def analyze(self, texts: str | Iterable[str], kind: Kind = "message") -> list[Mood]:
        """The mood of each text.

        Args:
            kind: "message" for what people write, "song" for lyrics: the two feel differently.

        Raises:
            TextError: one of them cannot be understood.
            RequestError: there is no such kind.
        """
        if kind not in get_args(Kind):
            raise RequestError(f"There is no kind '{kind}': choose from message and song.")
        several = [texts] if isinstance(texts, str) else texts
        if kind == "message":
            return [heard.mood for heard in hear([listen(text) for text in several], self._model)]
        lyrics = [listen_to_lyrics(text) for text in several]
        return [heard.mood for heard in score(lyrics, self._model) if heard]

    @cached_property
    def _retriever(self) -> Retriever:
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
        return Retriever(self._store)

    def _held(self) -> int:
        """How many songs can be offered, once the catalogue is known to be usable."""
        return len(self._retriever)

    def _forget(self) -> None:
        super()._forget()
        self.__dict__.pop("_retriever", None)

"""Words in, songs out: answers, conversations, journeys, and what is heard."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from heartsong.conversation import Conversation, State
from heartsong.interfaces.api.answers import (
    AnalysesModel,
    PlaylistModel,
    RecommendationModel,
    TurnModel,
)
from heartsong.interfaces.api.bodies import AnalyzeBody, JourneyBody, RecommendBody, TurnBody
from heartsong.interfaces.api.routes.common import Asked, answered, documented
from heartsong.interfaces.payloads import Payload, of_analysis, of_recommendation
from heartsong.interfaces.playlists import of_playlist
from heartsong.recommender import Recommender

router = APIRouter(tags=["ask"])


@router.post("/recommend", **documented(RecommendationModel))
async def recommend(body: RecommendBody, ask: Asked) -> Response:
    """Songs for the way somebody feels."""

    def call(recommender: Recommender) -> Payload:
        options = body.options.options()
        if body.state:
            hearing = Conversation(recommender, state=State.from_json(body.state)).heard()
        elif options.emotions is not None and not body.text.strip():
            hearing = recommender.unheard()
        else:
            hearing = recommender.hear(body.text)
        if body.only_wishes_given:
            hearing = replace(hearing, parsed=replace(hearing.parsed, wishes=()))
        return of_recommendation(recommender.answer(hearing, body.k, options))

    return answered(await ask(call))


@router.post("/conversation", **documented(TurnModel))
async def converse(body: TurnBody, ask: Asked) -> Response:
    """One line of a conversation; its state comes back, and is to be sent with the next line."""

    def call(recommender: Recommender) -> Payload:
        state = State.from_json(body.state) if body.state else State()
        reply = Conversation(recommender, body.k, body.options.options(), state).say(body.text)
        songs = reply.recommendation
        return {
            "text": reply.text,
            "recommendation": of_recommendation(songs) if songs else None,
            "state": reply.state.to_json(),
            "over": reply.over,
        }

    return answered(await ask(call))


@router.post("/playlists", **documented(PlaylistModel))
async def journey(body: JourneyBody, ask: Asked) -> Response:
    """A playlist that leads from one mood to another."""
    options = body.options.options()
    return answered(
        await ask(lambda ours: of_playlist(ours.journey(body.text, body.to, body.k, options)))
    )


@router.post("/analyze", **documented(AnalysesModel))
async def analyze(body: AnalyzeBody, ask: Asked) -> Response:
    """What is heard in texts."""
    moods = await ask(lambda ours: ours.analyze(body.texts, body.kind, body.artist))
    found = [of_analysis(text, mood) for text, mood in zip(body.texts, moods, strict=True)]
    return answered({"analyses": found})

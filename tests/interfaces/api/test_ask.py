"""Words in, songs out, over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from heartsong.interfaces.api import answers
from tests.conftest import Command

if TYPE_CHECKING:
    import httpx

SAD = "I cried all evening, she is gone"


def asked(api: httpx.Client, path: str, **body: Any) -> Any:
    answer = api.post(path, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json()


def test_songs_come_with_what_was_heard(api: httpx.Client) -> None:
    found = asked(api, "/recommend", text=SAD, k=3)
    answers.RecommendationModel.model_validate(found)
    assert len(found["songs"]) == 3
    assert found["category"] == "Anxious/Sad"
    assert all(song["reason"] for song in found["songs"])


def test_the_command_prints_the_same(api: httpx.Client, command: Command, home: Path) -> None:
    printed = command(
        "recommend", SAD, "-k", "3", "--seed", "1", "--json", "--catalogue", home / "my.db"
    )
    found = asked(api, "/recommend", text=SAD, k=3, options={"seed": 1, "quotes": True})
    assert found == json.loads(printed.out)


def test_wishes_and_sliders_are_heard(api: httpx.Client) -> None:
    options = {
        "emotions": {"joy": 1.0},
        "wishes": [{"kind": "artist", "stance": "avoid", "value": "Marrow Lane"}],
    }
    found = asked(api, "/recommend", text=SAD, options=options)
    assert found["mood"]["emotions"]["joy"] > 0.9
    assert "Marrow Lane" not in {song["artist"] for song in found["songs"]}


def test_wishes_in_the_words_can_be_taken_back(api: httpx.Client) -> None:
    text = f"{SAD}, no Marrow Lane"
    assert asked(api, "/recommend", text=text)["wishes"]
    found = asked(api, "/recommend", text=text, only_wishes_given=True)
    assert not found["wishes"]
    assert "Marrow Lane" in {song["artist"] for song in found["songs"]}


def test_a_conversation_goes_on_from_its_state(api: httpx.Client) -> None:
    first = asked(api, "/conversation", text=SAD, k=2, options={"seed": 1})
    answers.TurnModel.model_validate(first)
    shown = [song["id"] for song in first["recommendation"]["songs"]]
    more = asked(api, "/conversation", text="more", state=first["state"], k=2)
    assert not {song["id"] for song in more["recommendation"]["songs"]} & set(shown)
    who = asked(api, "/conversation", text="who sings the second one", state=first["state"])
    assert first["recommendation"]["songs"][1]["artist"] in who["text"]
    assert asked(api, "/conversation", text="bye", state=who["state"])["over"]


def test_what_was_heard_in_a_conversation_can_be_ranked_anew(api: httpx.Client) -> None:
    first = asked(api, "/conversation", text=f"{SAD}, no Marrow Lane", k=3)
    second = asked(api, "/conversation", text="more upbeat", state=first["state"], k=3)
    again = asked(api, "/recommend", state=second["state"])
    assert again["mood"] == second["recommendation"]["mood"]
    assert [wish["value"] for wish in again["wishes"]] == ["Marrow Lane"]
    free = asked(api, "/recommend", state=second["state"], only_wishes_given=True)
    assert not free["wishes"]
    assert "Marrow Lane" in {song["artist"] for song in free["songs"]}


@pytest.mark.parametrize("state", ["{}x", "[]", '{"version": 99}', "null", "{" * 3000])
def test_a_state_of_somebody_elses_is_refused(api: httpx.Client, state: str) -> None:
    answer = api.post("/conversation", json={"text": SAD, "state": state})
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")


def test_danger_is_answered_with_help_and_no_songs(api: httpx.Client) -> None:
    found = asked(api, "/conversation", text="I want to kill myself tonight")
    assert found["recommendation"]["help"]
    assert not found["recommendation"]["songs"]
    assert "988" in found["text"]
    assert "kill" not in found["state"]


def test_a_journey_moves_towards_its_goal(api: httpx.Client) -> None:
    found = asked(api, "/playlists", text=SAD, to="joy", k=4)
    answers.PlaylistModel.model_validate(found)
    reached = [song["reached"] for song in found["songs"]]
    assert len(reached) == 4
    assert reached == sorted(reached)


def test_texts_are_heard_side_by_side(api: httpx.Client) -> None:
    found = asked(api, "/analyze", texts=[SAD, "what a glorious sunny day, I am so happy"])
    answers.AnalysesModel.model_validate(found)
    assert [each["emotion"] for each in found["analyses"]] == ["sadness", "joy"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/recommend", {}),
        ("/recommend", {"text": ""}),
        ("/recommend", {"text": "   "}),
        ("/recommend", {"text": 5}),
        ("/recommend", {"text": SAD, "k": 0}),
        ("/recommend", {"text": SAD, "k": -1}),
        ("/recommend", {"text": SAD, "k": 10**9}),
        ("/recommend", {"text": SAD, "k": "many"}),
        ("/recommend", {"text": SAD, "unknown": 1}),
        ("/recommend", {"text": "a" * 20_001}),
        ("/recommend", {"text": SAD, "options": {"emotions": {"joy": 0.0}}}),
        ("/recommend", {"text": SAD, "options": {"emotions": {"glee": 1.0}}}),
        ("/recommend", {"text": SAD, "options": {"emotions": {"joy": -1.0}}}),
        ("/recommend", {"text": SAD, "options": {"emotions": {"joy": 1e999}}}),
        ("/recommend", {"text": SAD, "options": {"tilt": 7}}),
        ("/recommend", {"text": SAD, "options": {"strategy": "dance"}}),
        ("/recommend", {"text": SAD, "options": {"shown": ["../x"]}}),
        ("/recommend", {"text": SAD, "options": {"wishes": [{"kind": "colour"}]}}),
        ("/playlists", {"text": SAD, "to": "nowhere"}),
        ("/playlists", {"text": SAD, "to": "joy", "k": 1}),
        ("/analyze", {"texts": []}),
        ("/analyze", {"texts": [SAD] * 101}),
        ("/conversation", {"text": ""}),
        ("/feedback", {"song": "a", "kind": "hate"}),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    api: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    answer = api.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answers.ProblemModel.model_validate(answer.json())
    assert problem.status == answer.status_code
    assert problem.detail.endswith(".")
    assert "\n" not in problem.detail
    assert SAD not in problem.detail


def test_whose_song_it_is_can_be_told(api: httpx.Client) -> None:
    body = {"texts": ["the river took the house", "we walked"], "kind": "song"}
    found = api.post("/analyze", json={**body, "artist": "Nina Simone"})
    assert found.status_code == 200
    assert len(found.json()["analyses"]) == 2
    refused = api.post("/analyze", json={"texts": ["we walked"], "artist": "Nina Simone"})
    assert refused.status_code == 422
    assert "Messages have no artist" in refused.json()["detail"]

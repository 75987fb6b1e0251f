"""The whole catalogue, playlists and the service itself, over HTTP."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heartsong.catalogue.identity import song_id
from heartsong.interfaces.api import answers
from heartsong.taste.feedback import FeedbackLog
from tests.interfaces.conftest import HOSTILE
from tests.words import SONGS

if TYPE_CHECKING:
    import httpx

IDS = [song_id(each.artist, each.title) for each in SONGS]


def test_every_song_is_on_the_map(api: httpx.Client) -> None:
    answer = api.get("/map")
    found = answer.json()
    answers.PointsModel.model_validate(found)
    columns = ("ids", "artists", "titles", "categories", "valence", "arousal")
    assert {len(found[name]) for name in columns} == {found["songs"]}
    assert set(IDS) <= set(found["ids"])
    assert HOSTILE in found["titles"]
    again = api.get("/map", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_large_answers_are_packed(api: httpx.Client) -> None:
    plain = api.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    packed = api.get("/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.json() == plain.json()


def test_the_moods_of_the_catalogue_are_told(api: httpx.Client) -> None:
    pytest.importorskip("sklearn", reason="needs the extra moods")
    found = api.get("/moods", params={"k": 2}).json()
    assert len(found["groups"]) == 2


def test_all_songs_can_be_taken_away(api: httpx.Client) -> None:
    lines = api.get("/export").text.splitlines()
    rows = list(csv.DictReader(io.StringIO(api.get("/export", params={"format": "csv"}).text)))
    assert {json.loads(line)["id"] for line in lines} == {row["id"] for row in rows}
    assert set(IDS) <= {row["id"] for row in rows}
    assert not any("kettle" in line for line in lines)


@pytest.mark.parametrize("kind", ["m3u8", "jspf", "csv", "json"])
def test_a_playlist_is_written_in_its_order(api: httpx.Client, kind: str) -> None:
    wanted = [IDS[2], IDS[0]]
    answer = api.post(
        "/playlists/export", json={"name": 'Übel "1"/..', "songs": wanted, "format": kind}
    )
    assert answer.status_code == 200
    told = answer.headers["Content-Disposition"]
    assert told.startswith("attachment;")
    assert "/" not in told.partition("filename*")[0].partition("filename=")[2]
    assert answer.text.index(SONGS[2].title) < answer.text.index(SONGS[0].title)


def test_a_playlist_of_unknown_songs_is_not_written(api: httpx.Client) -> None:
    assert api.post("/playlists/export", json={"songs": ["nosuch"]}).status_code == 404
    assert api.post("/playlists/export", json={"songs": []}).status_code == 422


def test_what_a_listener_thought_is_kept_without_words(api: httpx.Client, home: Path) -> None:
    log = FeedbackLog(home / "data" / "feedback.db")
    before = len(log.all())
    for kind in ("like", "skip", "not_this_mood", "play"):
        assert api.post("/feedback", json={"song": IDS[0], "kind": kind}).status_code == 204
    assert api.post("/feedback", json={"song": "nosuch", "kind": "like"}).status_code == 404
    kept = log.all()[before:]
    assert [each.verdict for each in kept] == ["like", "skip", "not_this_mood", "play"]
    assert {each.song for each in kept} == {IDS[0]}


def test_the_page_is_told_what_it_needs(api: httpx.Client) -> None:
    found = api.get("/settings").json()
    answers.ServerModel.model_validate(found)
    assert found["catalogue"] == "my"
    assert found["songs"] >= len(IDS)


def test_it_says_that_it_is_well(api: httpx.Client) -> None:
    assert api.get("/health").json() == {"status": "ok"}
    assert api.get("/ready").json() == {"status": "ready"}


def test_prometheus_counts_routes_and_no_words(api: httpx.Client) -> None:
    api.get("/songs", params={"search": "unheardofword"})
    api.get(f"/songs/{IDS[0]}")
    told = api.get("/metrics").text
    assert (
        'heartsong_requests_total{method="GET",route="/api/v1/songs/{song_id}",status="200"}'
        in told
    )
    assert "heartsong_request_seconds_bucket" in told
    assert "unheardofword" not in told
    assert IDS[0] not in told


def test_the_document_is_openapi_3_1(api: httpx.Client) -> None:
    told = api.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) >= {"/api/v1/recommend", "/api/v1/conversation", "/api/v1/feedback"}

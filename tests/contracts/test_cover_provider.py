"""What every provider of covers must do, with its own answers and with faulty ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest

from heartsong.media.base import Provider
from heartsong.media.failing import NotFetchedError
from heartsong.media.match import agrees
from tests.media.providers import CASES, Case
from tests.servers import Answer, Server

pytest.importorskip("httpx", reason="needs the extra serve")

from heartsong.media.web import Web


@pytest.fixture
def web() -> Iterator[Web]:
    ours = Web(timeout=1.0)
    yield ours
    ours.close()


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("SPOTIPY_CLIENT_ID", "id")
    monkeypatch.setenv("SPOTIPY_CLIENT_SECRET", "secret")
    found: Case = request.param
    return found


@pytest.fixture
def provider(case: Case, server: Server) -> Provider:
    case.answers(server)
    return case.make(server)


def test_it_finds_a_recording_by_its_names(
    case: Case, provider: Provider, server: Server, web: Web
) -> None:
    found = list(provider.search("Ada Vale", 'Low "Tide"', web))
    assert [(each.artist, each.title) for each in found] == [("Ada Vale", "Low Tide")]
    assert agrees("Ada Vale", "Low Tide", found[0])
    assert found[0].cover
    assert bool(found[0].preview) is case.has_preview
    asked = next(each for each in server.asked if each.path == case.path)
    assert all(name in " ".join(asked.values.values()) for name in ("Ada Vale", "Tide"))


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        {"data": None, "results": "x", "recordings": 3, "tracks": []},
        {
            "data": [1, None],
            "results": [{}],
            "recordings": [{"score": "x"}],
            "tracks": {"items": {}},
        },
        {
            "data": [{"artist": "x", "album": 3}],
            "results": [{"artistName": 1}],
            "recordings": [{"score": 100, "releases": [{"release-group": {"id": "../x"}}]}],
            "tracks": {"items": [{"album": {"images": [3]}, "artists": None}]},
        },
    ],
    ids=range(6),
)
def test_an_answer_of_another_shape_agrees_with_nothing(
    case: Case, provider: Provider, server: Server, web: Web, body: object
) -> None:
    server.at[case.path] = Answer(json.dumps(body).encode())
    found = []
    with suppress(NotFetchedError):
        found = list(provider.search("Ada Vale", "Low Tide", web))
    assert not [each for each in found if agrees("Ada Vale", "Low Tide", each)]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html>busy</html>"),
        Answer(b"", 500),
        Answer(b"{}", 429, {"Retry-After": "9"}),
        Answer(b'{"data": []}', cut=True),
        Answer(b"[" * 100_000),
    ],
    ids=["html", "500", "429", "cut", "deep"],
)
def test_a_fault_is_one_kind_of_error(
    case: Case, provider: Provider, server: Server, web: Web, answer: Answer
) -> None:
    server.at[case.path] = answer
    with pytest.raises(NotFetchedError):
        list(provider.search("Ada Vale", "Low Tide", web))

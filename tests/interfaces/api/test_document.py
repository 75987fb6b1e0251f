"""Whatever the OpenAPI document allows is answered, and what it forbids is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

from heartsong.interfaces.api.config import ServerConfig

schemathesis = pytest.importorskip("schemathesis", reason="needs the extra dev")
_UNSTOPPED = 10  # seconds that a request may take
_MISSING_EXTRA = 501  # what /moods answers without the extra `moods`


def operations() -> list[Any]:
    from heartsong.interfaces.api.app import create_app

    document = create_app(ServerConfig()).openapi()
    found = schemathesis.openapi.from_dict(document).get_all_operations()
    return [each.ok() for each in found]


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_no_request_is_a_server_error(address: str, operation: Any, mode: str) -> None:
    cases = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))

    @given(case=cases)
    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        answer = case.call(base_url=address, timeout=_UNSTOPPED)
        if answer.status_code == _MISSING_EXTRA:
            return
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            problem = answer.json()
            assert problem["status"] == answer.status_code
            assert problem["detail"].endswith(".")
        else:
            operation.validate_response(answer)

    try:
        ask()
    except Unsatisfiable:
        pytest.skip("what takes nothing cannot be asked wrongly")

"""Plugged models need the extra `hub`, and so do their tests."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _extra() -> None:
    pytest.importorskip("torch", reason="plugged models need the extra 'hub'")
    pytest.importorskip("transformers", reason="plugged models need the extra 'hub'")

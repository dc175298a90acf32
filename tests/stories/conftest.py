"""The stories can be written anew from what Jiayin says today."""

from __future__ import annotations

import pytest

REGENERATE = "--regenerate-stories"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(REGENERATE, action="store_true", help="write what Jiayin says today into the stories")


@pytest.fixture
def regenerating(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption(REGENERATE, default=False))

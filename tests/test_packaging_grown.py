"""The compose file with a service for each role runs all roles, shares what must be shared, and shows one door."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.roles import ALL_ROLES, roles_from
from tests.house.tree import ROOT

GROWN: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.grown.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = GROWN["services"]
RUNNING = {name: service for name, service in SERVICES.items() if service.get("command", [])[:2] == ["jiayin", "run"]}


def test_every_role_is_run_by_somebody() -> None:
    assert frozenset().union(*(roles_from(service["command"][-1]) for service in RUNNING.values())) == ALL_ROLES
    assert {name: roles_from(service["command"][-1]) for name, service in RUNNING.items()} == {
        name: roles_from(name) for name in RUNNING
    }


def test_sends_are_shared_by_two() -> None:
    assert SERVICES["send"]["deploy"]["replicas"] == 2


def test_all_sign_alike_and_read_the_same_secrets() -> None:
    for service in RUNNING.values():
        assert service["environment"] == RUNNING["web"]["environment"]
        assert set(service["secrets"]) == {"database_url", "secret_key", "telegram_token"}
    assert set(GROWN["secrets"]) == {"database_password", "database_url", "secret_key", "telegram_token"}


def test_nobody_starts_before_the_schema_is_right() -> None:
    assert SERVICES["upgrade"]["command"] == ["jiayin", "db", "upgrade"]
    for service in RUNNING.values():
        assert service["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}


def test_only_the_proxy_has_a_door_and_that_on_this_machine() -> None:
    doors = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert doors == {"proxy": ["127.0.0.1:8080:8080"]}


@pytest.mark.parametrize(
    ("path", "service"),
    [("= /telegram/webhook", "receive"), ("/console", "console"), ("/", "web"), ("= /web/stream", "web")],
)
def test_the_proxy_leads_to_who_answers(path: str, service: str) -> None:
    content = " ".join(GROWN["configs"]["proxy"]["content"].split())
    assert f"location {path} {{ proxy_pass http://{service}:8080;" in content
    assert service in SERVICES["proxy"]["depends_on"]

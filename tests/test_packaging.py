"""Whoever brings Jiayin to a server gets it whole, safe and restartable."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.house.image import DOCKERFILE, is_left_out, last, left_out, steps, variables
from tests.house.tree import ROOT

NAME = r"^[a-zA-Z0-9._-]+$"
WORDS = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
DURATION = {"type": "string", "pattern": r"^(\d+(\.\d+)?(us|ms|s|m|h))+$"}
# What the Compose specification allows of the parts that we use; anything else is a slip of the pen.
SERVICE = {
    "type": "object",
    "required": ["image", "restart", "healthcheck"],
    "additionalProperties": False,
    "properties": {
        "build": {"type": "string"},
        "image": {"type": "string", "pattern": r"^[a-z0-9./-]+:[\w.-]+$"},
        "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
        "env_file": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path"],
                "additionalProperties": False,
                "properties": {"path": {"type": "string"}, "required": {"type": "boolean"}},
            },
        },
        "environment": {"type": "object", "patternProperties": {"^[A-Z_]+$": {"type": "string"}}},
        "secrets": WORDS,
        "depends_on": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["condition"],
                "additionalProperties": False,
                "properties": {
                    "condition": {"enum": ["service_started", "service_healthy", "service_completed_successfully"]}
                },
            },
        },
        "ports": {"type": "array", "items": {"type": "string", "pattern": r"^([\d.]+:)?\d+:\d+$"}},
        "volumes": {"type": "array", "items": {"type": "string", "pattern": r"^[^:]+:/[^:]+(:ro)?$"}},
        "read_only": {"type": "boolean"},
        "tmpfs": WORDS,
        "cap_drop": WORDS,
        "security_opt": WORDS,
        "shm_size": {"type": "string", "pattern": r"^\d+(b|kb|mb|gb)$"},
        "stop_grace_period": DURATION,
        "healthcheck": {
            "type": "object",
            "required": ["test", "interval", "timeout", "retries"],
            "additionalProperties": False,
            "properties": {
                "test": {"type": "array", "prefixItems": [{"enum": ["CMD", "CMD-SHELL"]}], "items": {"type": "string"}},
                "interval": DURATION,
                "timeout": DURATION,
                "start_period": DURATION,
                "retries": {"type": "integer", "minimum": 1},
            },
        },
    },
}
COMPOSE = {
    "type": "object",
    "required": ["name", "services"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "pattern": r"^[a-z0-9][a-z0-9_-]*$"},
        "services": {"type": "object", "patternProperties": {NAME: SERVICE}, "additionalProperties": False},
        "volumes": {"type": "object", "patternProperties": {NAME: {"type": "object", "maxProperties": 0}}},
        "secrets": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {"file": {"type": "string"}},
            },
        },
    },
}
SECRET_WORDS = re.compile(r"PASSWORD|TOKEN|SECRET|KEY|DATABASE_URL")


def _compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return content


def _services() -> list[dict[str, Any]]:
    return list(_compose()["services"].values())


def test_the_compose_file_says_only_what_compose_understands() -> None:
    Draft202012Validator.check_schema(COMPOSE)
    assert [error.message for error in Draft202012Validator(COMPOSE).iter_errors(_compose())] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("restarts", "always"), ("ports", ["eighty"]), ("healthcheck", {"test": ["CMD", "true"]}), ("image", "jiayin")],
)
def test_a_slip_of_the_pen_in_the_compose_file_is_noticed(key: str, value: object) -> None:
    compose = _compose()
    compose["services"]["bot"][key] = value
    assert not Draft202012Validator(COMPOSE).is_valid(compose)


def test_what_a_service_uses_is_declared() -> None:
    compose = _compose()
    volumes = {volume.split(":")[0] for service in _services() for volume in service["volumes"]}
    secrets = {secret for service in _services() for secret in service["secrets"]}
    assert volumes == set(compose["volumes"])
    assert secrets == set(compose["secrets"])


def test_a_secret_is_read_from_a_file_that_the_service_was_given() -> None:
    for service in _services():
        for name, value in service["environment"].items():
            if SECRET_WORDS.search(name):
                assert name.endswith("_FILE")
                assert value.removeprefix("/run/secrets/") in service["secrets"]


def test_jiayin_waits_until_the_database_answers() -> None:
    assert _compose()["services"]["bot"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_nobody_outside_reaches_the_database_and_only_a_proxy_reaches_jiayin() -> None:
    services = _compose()["services"]
    assert "ports" not in services["database"]
    assert all(port.startswith("127.0.0.1:") for port in services["bot"]["ports"])


def test_after_a_restart_everything_is_still_known() -> None:
    services = _compose()["services"]
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql/data"]
    assert services["bot"]["volumes"] == [f"state:{last(_steps(), 'VOLUME').rest}"]
    assert {service["restart"] for service in _services()} == {"unless-stopped"}


def _steps() -> Any:
    return steps(DOCKERFILE.read_text(encoding="utf-8"))


def test_jiayin_does_not_run_as_root() -> None:
    user = last(_steps(), "USER")
    assert user.rest == "jiayin"
    assert "useradd --uid 10001 --gid jiayin" in next(
        step.rest for step in _steps() if step.word == "RUN" and step.stage == user.stage
    )


def test_both_stages_stand_on_the_same_python() -> None:
    bases = {step.rest.split()[0] for step in _steps() if step.word == "FROM"}
    assert bases == {"python:3.12-slim"}


def test_everything_installed_is_what_the_lock_says() -> None:
    installs = [step.rest for step in _steps() if "pip install" in step.rest]
    assert installs
    assert all("--require-hashes" in install or "--no-deps --no-build-isolation" in install for install in installs)


def test_what_the_image_copies_is_there() -> None:
    for step in _steps():
        if step.word == "COPY" and not step.rest.startswith("--from"):
            assert all((ROOT / source).exists() for source in step.rest.split()[:-1])


@pytest.mark.parametrize(
    "name", [".env", "secrets/telegram_token", ".git/HEAD", "tests/fakes.py", "bot/__pycache__/x.pyc"]
)
def test_secrets_and_history_stay_out_of_the_image(name: str) -> None:
    assert is_left_out(name, left_out())


@pytest.mark.parametrize(
    "name",
    [
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "LICENSE-CONTENT",
        "requirements/run.txt",
        "locales/zh_Hans/content/x.yaml",
    ],
)
def test_what_runs_or_is_installed_is_in_the_image(name: str) -> None:
    assert not is_left_out(name, left_out())


def test_the_code_and_its_migrations_are_in_the_image() -> None:
    code = [
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "dialogs", "alembic")
        for path in (ROOT / folder).rglob("*.py")
    ]
    assert code
    assert [name for name in code if is_left_out(name, left_out())] == []


@contextmanager
def _somebody_answers(status: int) -> Iterator[int]:
    """A server on loopback that says `status` to whoever asks how it is; its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/health/live" else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def _is_called_well(port: int) -> bool:
    program, *arguments = last(_steps(), "HEALTHCHECK").listed
    assert program == "python"
    environment = {**os.environ, "JIAYIN_PORT": str(port)}
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=False)
    return done.returncode == 0


def test_docker_learns_whether_jiayin_is_well() -> None:
    with _somebody_answers(200) as port:
        assert _is_called_well(port)
    with _somebody_answers(503) as port:
        assert not _is_called_well(port)
    assert not _is_called_well(port)


def test_compose_and_image_agree_on_the_port() -> None:
    bot = _compose()["services"]["bot"]
    port = variables(_steps())["JIAYIN_PORT"]
    assert last(_steps(), "EXPOSE").rest == port
    assert bot["environment"]["JIAYIN_PORT"] == port
    assert bot["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f"127.0.0.1:{port}/health/live" in bot["healthcheck"]["test"][-1]


def test_the_lock_holds_a_version_and_a_hash_for_everything_and_no_address() -> None:
    for name in ("build.txt", "run.txt", "dev.txt"):
        lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
        pinned = [index for index, line in enumerate(lines) if line and line[0].isalnum()]
        assert pinned
        assert all("==" in lines[index] and "--hash=sha256:" in lines[index + 1] for index in pinned)
        assert not any("://" in line or line.startswith("--") for line in lines)


def test_whoever_runs_ci_runs_what_we_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    commands = script.read_text(encoding="utf-8").splitlines()
    assert commands[-2:] == ["make check", "make test"]


@pytest.mark.parametrize("target", ["setup", "run", "test", "check", "fmt", "bench", "lock", "messages"])
def test_every_target_of_make_can_be_planned(target: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

"""A process loads what its roles need, and nothing of what others do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.process.running import PATIENCE, free_port, surroundings

# Starts as `jiayin run` does, and ends as soon as everything stands.
STARTS = """
import asyncio, json, os, signal, sys
from bot.app import run
from bot.settings import read_settings

def tell(words):
    os.kill(os.getpid(), signal.SIGTERM)

asyncio.run(run(read_settings(), tell))
print(json.dumps(sorted(sys.modules)))
"""
CONSOLE = {"starlette_admin", "openpyxl", "jinja2", "segno", "pyotp", "bot.console", "bot.desk"}
PAGE = {"bot.web_side", "bot.channels.web.routes"}
TELEGRAM = {"telegram", "bot.channels.telegram.channel", "bot.telegram_side"}
SOUND = {"av"}  # until there is a recording to be made smaller


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: what was set up once need not be again."""
    return tmp_path_factory.mktemp("home")


def loaded(folder: Path, roles: str) -> set[str]:
    own = {
        "JIAYIN_ROLES": roles,
        "JIAYIN_PORT": str(free_port()),
        "JIAYIN_TELEGRAM_TOKEN": "7012345678:AAGxTest",
        "JIAYIN_TELEGRAM_API_URL": f"http://127.0.0.1:{free_port()}",
    }
    done = subprocess.run(
        [sys.executable, "-c", STARTS],
        cwd=folder,
        env=surroundings(folder, own),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    ("roles", "needed", "foreign"),
    [
        ("send", TELEGRAM, CONSOLE | PAGE | SOUND),
        ("plan", set(), CONSOLE | PAGE | TELEGRAM | SOUND),
        ("web", PAGE, CONSOLE | TELEGRAM | SOUND),
        ("console", {"starlette_admin", "bot.desk"}, PAGE | SOUND),
    ],
)
def test_a_process_loads_what_its_roles_need(home: Path, roles: str, needed: set[str], foreign: set[str]) -> None:
    modules = loaded(home, roles)
    assert needed <= modules
    assert foreign & modules == set()

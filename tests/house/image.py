"""The Dockerfile as values, and its steps done without Docker in a folder of their own."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from tests.house.tree import ROOT

DOCKERFILE = ROOT / "Dockerfile"
IGNORED = ROOT / ".dockerignore"
PLACES = ("/opt/venv", "/srv/jiayin", "/var/lib/jiayin")
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Step:
    """One instruction of the Dockerfile; `stage` counts the FROM lines, from 0."""

    stage: int
    word: str
    rest: str

    @property
    def listed(self) -> list[str]:
        """The words of a command in its JSON form."""
        words: list[str] = json.loads(self.rest[self.rest.index("[") :])
        return words


def steps(dockerfile: str) -> list[Step]:
    found: list[Step] = []
    stage = -1
    for line in re.sub(r"\\\n\s*", "", dockerfile).splitlines():
        if line and not line.startswith("#"):
            word, rest = line.split(maxsplit=1)
            stage += word == "FROM"
            found.append(Step(stage, word, rest))
    return found


def last(found: list[Step], word: str) -> Step:
    return [step for step in found if step.word == word][-1]


def variables(found: list[Step]) -> dict[str, str]:
    """The environment of the last stage."""
    stage = found[-1].stage
    pairs = [pair for step in found if step.word == "ENV" and step.stage == stage for pair in step.rest.split()]
    return dict(pair.split("=", 1) for pair in pairs)


def is_left_out(name: str, patterns: list[str]) -> bool:
    """Whether .dockerignore keeps a file out; `name` is relative to the tree."""
    parts = name.split("/")
    above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return any(_matches(path, pattern) for path in above for pattern in patterns)


def _matches(path: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch(path.rsplit("/", 1)[-1], pattern[3:])
    return path.count("/") == pattern.count("/") and fnmatch(path, pattern)


def left_out() -> list[str]:
    lines = IGNORED.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class Rehearsal:
    """Does the first stage's steps below `root` as they would be done in an image, then starts what was built."""

    def __init__(self, root: Path, python: str) -> None:
        self.root = root
        self.python = python
        self.folder = root
        self.patterns = left_out()

    def build(self, found: list[Step]) -> None:
        doing = {"WORKDIR": self._enter, "COPY": self._copy, "RUN": self._run}
        for step in found:
            if step.stage == 0 and step.word in doing:
                print(step.word, step.rest)  # noqa: T201 - somebody waits minutes for this
                doing[step.word](step.rest)

    def _moved(self, words: str) -> str:
        return re.sub("|".join(PLACES), lambda place: f"{self.root}{place[0]}", words)

    def _enter(self, place: str) -> None:
        self.folder = Path(self._moved(place))
        self.folder.mkdir(parents=True, exist_ok=True)

    def _copy(self, rest: str) -> None:
        *sources, target = rest.split()
        for source in sources:
            taken = ROOT / source
            for path in [taken] if taken.is_file() else sorted(taken.rglob("*")):
                name = path.relative_to(ROOT).as_posix()
                if path.is_file() and not is_left_out(name, self.patterns):
                    inside = path.relative_to(taken if taken.is_dir() else taken.parent)
                    copy = self.folder / target / inside
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, copy)

    def _run(self, command: str) -> None:
        command = re.sub(r"^python\b", self.python, self._moved(command))
        subprocess.run(command, shell=True, check=True, cwd=self.folder)  # noqa: S602 - our own Dockerfile

    def starts(self, found: list[Step]) -> bool:
        """Whether what was built runs and calls itself well."""
        chosen = {name: self._moved(value) for name, value in variables(found).items()}
        environment = {**chosen, "HOME": str(self.root), "JIAYIN_PORT": str(free_port()), "JIAYIN_HOST": "127.0.0.1"}
        (self.root / "var/lib/jiayin").mkdir(parents=True)
        place = f"{self.root}/opt/venv/bin/"
        command = [place + last(found, "CMD").listed[0], *last(found, "CMD").listed[1:]]
        health = [place + last(found, "HEALTHCHECK").listed[0], *last(found, "HEALTHCHECK").listed[1:]]
        with subprocess.Popen(command, cwd=self.root / "srv/jiayin", env=environment) as running:
            try:
                return self._is_well_soon(health, environment, running)
            finally:
                running.terminate()

    def _is_well_soon(self, health: list[str], environment: dict[str, str], running: subprocess.Popen[bytes]) -> bool:
        for _attempt in range(SECONDS_TO_START):
            if running.poll() is not None:
                return False
            if subprocess.run(health, env=environment, check=False, stderr=subprocess.DEVNULL).returncode == 0:
                return True
            time.sleep(1)
        return False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def rehearse() -> int:
    found = steps(DOCKERFILE.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="jiayin-image-") as folder:
        rehearsal = Rehearsal(Path(folder), os.environ.get("IMAGE_PYTHON", sys.executable))
        rehearsal.build(found)
        well = rehearsal.starts(found)
    print("The image's steps lead to a Jiayin that is well." if well else "What was built does not run.")  # noqa: T201
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(rehearse())

"""Uploaded sheets, kept for half an hour under a name that nobody guesses, readable by this user alone.

A file, not a table: what was uploaded is read once or twice and thrown away, and a restart or another process that
shares the folder can read it again and come to the same plan.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

KEPT_FOR: Final = timedelta(minutes=30)
_KEY = re.compile(r"[0-9a-f]{32}")
_WAITING, _TAKEN = ".sheet", ".taken"


@dataclass(frozen=True)
class About:
    """What there is to know of an uploaded file. at: an instant as ISO text."""

    account_id: int
    kind: str
    name: str
    at: str

    @property
    def until(self) -> datetime:
        return datetime.fromisoformat(self.at) + KEPT_FOR


class Uploads:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, about: About, content: bytes, now: datetime) -> str:
        """Under a new key; what is too old goes at the same time."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._drop_old(now)
        key = secrets.token_hex(16)
        path = os.open(self._path(key, _WAITING), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(path, "wb") as file:
            file.write(json.dumps(asdict(about)).encode() + b"\n" + content)
        return key

    def find(self, key: str, now: datetime) -> tuple[About, bytes] | None:
        """What was uploaded, while it is kept and nobody has taken it in."""
        if not _KEY.fullmatch(key):
            return None
        try:
            head, _break, content = self._path(key, _WAITING).read_bytes().partition(b"\n")
        except OSError:
            return None
        about = About(**json.loads(head))
        return (about, content) if now < about.until else None

    def take(self, key: str) -> bool:
        """Whether it is ours to take in: of two processes, or of two taps, only one is told yes."""
        try:
            self._path(key, _WAITING).rename(self._path(key, _TAKEN))
        except OSError:
            return False
        return True

    def drop(self, key: str) -> None:
        self._path(key, _TAKEN).unlink(missing_ok=True)

    def _path(self, key: str, ending: str) -> Path:
        return self._folder / f"{key}{ending}"

    def _drop_old(self, now: datetime) -> None:
        for path in self._folder.iterdir():
            with suppress(OSError):
                if path.suffix in (_WAITING, _TAKEN) and now.timestamp() - path.stat().st_mtime > _seconds():
                    path.unlink()


def _seconds() -> float:
    return KEPT_FOR.total_seconds()

"""What stands on a join poster: where the codes lead, drawn as pictures that need no file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from urllib.parse import quote

import segno

from bot.services.scene import Setting
from bot.settings import Settings


@runtime_checkable
class Named(Protocol):
    """A channel whose bot has a public name."""

    @property
    def username(self) -> str: ...


@dataclass(frozen=True)
class Way:
    """A door to Jiayin: its address, and the same as a QR code (SVG)."""

    link: str
    picture: str


@dataclass(frozen=True)
class Poster:
    """telegram: nothing where no bot is known. reachable: whether the address of the web chat was ever set."""

    web: Way
    telegram: Way | None
    reachable: bool


class Posters:
    """Posters of factories, for the addresses at which this Jiayin is reached."""

    def __init__(self, settings: Settings, setting: Setting) -> None:
        self._settings = settings
        self._setting = setting

    def of(self, code: str) -> Poster:
        base = self._settings.public_url or f"http://{self._settings.host}:{self._settings.port}"
        bot = self._bot_name()
        telegram = _way(f"https://t.me/{quote(bot)}?start={quote(code, safe='')}") if bot else None
        return Poster(_way(f"{base}/join/{quote(code, safe='')}"), telegram, bool(self._settings.public_url))

    def _bot_name(self) -> str:
        """The name of the bot that runs here; empty before it has greeted Telegram."""
        for (kind, _bot_id), channel in self._setting.channels.items():
            with suppress(RuntimeError):  # before it is known
                if kind == "telegram" and isinstance(channel, Named):
                    return channel.username
        return ""


def _way(link: str) -> Way:
    """Error correction of a quarter: a poster in a workshop gets dirty."""
    code = segno.make(link, error="q", micro=False, boost_error=False)
    return Way(link, code.svg_inline(scale=4, border=2, omitsize=True, dark="#000", light="#fff"))

"""What a browser says of itself, in the two words by which its owner knows it again."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette_admin.i18n import gettext

# The first sign that is found decides: an iPad calls itself a Mac as well, Chrome calls itself Safari.
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS: Final = (
    ("MicroMessenger", "WeChat"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def device_of(request: Request) -> str:
    """The system and the browser, such as `Android Chrome`; nothing where neither is known."""
    told = request.headers.get("user-agent", "")
    found = (next((name for sign, name in signs if sign in told), "") for signs in (_SYSTEMS, _BROWSERS))
    return " ".join(name for name in found if name)


def said(device: str) -> str:
    """The device in a list of them."""
    if not device:
        return gettext("A device that does not say what it is")
    return device.replace("WeChat", gettext("WeChat"))

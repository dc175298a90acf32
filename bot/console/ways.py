"""Where somebody is led: only to our own pages, and to the door or to a proof on the way there."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

from starlette.requests import Request

PATH: Final = "/console"
LOGIN: Final = f"{PATH}/login"
PROVE: Final = f"{PATH}/prove"
SECOND_FACTOR: Final = f"{PATH}/second-factor"
_DOORS: Final = (LOGIN, f"{PATH}/logout", f"{PATH}/welcome", PROVE)


def own_way(request: Request, wanted: str) -> str:
    """A page of the console that somebody wanted to reach; the first page where it is none of ours."""
    home = f"{PATH}/"
    if any(sign in wanted for sign in "\\\r\n\t\0") or wanted.startswith("//"):
        return home
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return home
    if parts.netloc and (parts.netloc != request.url.netloc or parts.scheme not in ("http", "https")):
        return home
    path = parts.path
    ours = path.startswith(f"{PATH}/") and ".." not in path and "//" not in path
    if not ours or any(path == door or path.startswith(f"{door}/") for door in _DOORS):
        return home
    return f"{path}?{parts.query}" if parts.query else path


def wanted_way(request: Request) -> str:
    """What to come back to: the page itself, or the one whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return own_way(request, str(request.url))
    return own_way(request, request.headers.get("referer", ""))


def by_way_of(door: str, way: str) -> str:
    return f"{door}?next={quote(way, safe='')}"

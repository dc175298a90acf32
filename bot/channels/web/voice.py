"""Trainers' recordings for the page to play."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.web.pages import QUIET_HEADERS
from bot.rendering.message import Voice
from bot.services.ports import Sounds
from bot.services.voices.playing import handed


def voice_path(voice: Voice) -> str:
    return f"/voice/{quote(voice.kind, safe='')}/{quote(voice.id, safe='')}"


def voice_route(sounds: Sounds) -> Route:
    """What is released may be heard by everybody, as its words may be read."""

    async def play(request: Request) -> Response:
        sound = await sounds.sound(request.path_params["kind"], request.path_params["id"])
        if sound is None:
            return JSONResponse({"error": "no_voice"}, 404, headers={**QUIET_HEADERS, "Cache-Control": "no-store"})
        answer = handed(sound, request.headers)
        return Response(answer.content, answer.status, {**QUIET_HEADERS, **answer.headers})

    return Route("/voice/{kind}/{id}", play)

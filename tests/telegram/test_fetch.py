"""A voice message on its way to a trainer: fetched by Telegram's name for it, from the server that is configured."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.telegram.channel import TelegramChannel
from bot.services.ports import ChannelError
from tests.telegram.fake_api import parameters

TOKEN = "4242:AAsecret"
VOICE = b"OggS" + bytes(range(256)) * 40


@pytest.fixture
async def channel() -> AsyncIterator[TelegramChannel]:
    async def about_me(_request: web.Request) -> web.Response:
        me = {"id": 4242, "is_bot": True, "first_name": "家音", "username": "jiayin_bot"}
        return web.json_response({"ok": True, "result": me})

    async def about_file(request: web.Request) -> web.Response:
        handle = str((await parameters(request, "getFile"))["file_id"])
        if handle != "AgAD":
            body = {"ok": False, "error_code": 400, "description": "Bad Request: invalid file_id"}
            return web.json_response(body, status=400)
        found = {"file_id": handle, "file_unique_id": "u1", "file_path": "voice/file_1.oga"}
        return web.json_response({"ok": True, "result": found})

    async def file(request: web.Request) -> web.Response:
        assert request.match_info["bot"] == f"bot{TOKEN}"
        return web.Response(body=VOICE)

    app = web.Application()

    async def done(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": True})

    app.router.add_post("/{bot}/getMe", about_me)
    app.router.add_post("/{bot}/deleteWebhook", done)
    app.router.add_post("/{bot}/setMyCommands", done)
    app.router.add_post("/{bot}/getFile", about_file)
    app.router.add_get("/file/{bot}/voice/file_1.oga", file)
    async with TestServer(app) as server:
        yield TelegramChannel(TOKEN, group_words="", api=str(server.make_url("")).rstrip("/"))


async def test_a_trainer_gets_the_very_bytes_that_she_spoke(channel: TelegramChannel) -> None:
    assert await channel.fetch("AgAD") == VOICE


async def test_a_file_that_telegram_no_longer_knows_is_a_clear_error(channel: TelegramChannel) -> None:
    with pytest.raises(ChannelError, match="file_id"):
        await channel.fetch("gone")


async def test_a_bot_that_serves_people_goes_on_serving_after_a_trainer_listened(channel: TelegramChannel) -> None:
    await channel.start([("menu", "menu")])
    assert [await channel.fetch("AgAD"), await channel.fetch("AgAD")] == [VOICE, VOICE]
    await channel.start([("menu", "menu")])
    await channel.stop()
    assert await channel.fetch("AgAD") == VOICE

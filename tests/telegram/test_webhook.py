"""Updates that Telegram brings to our door."""

from __future__ import annotations

import asyncio
import io
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.channels.telegram.channel import TelegramChannel, Webhook
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.webhook import MOST_BYTES, SECRET_HEADER, webhook_route
from bot.rendering.message import Button, Message
from bot.services.errors import CannotStart
from bot.settings import Settings
from bot.telegram_side import webhook_secret
from dialogs.engine.events import Pressed, Said
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.recording import Recording

SECRET = "only-telegram-knows"


@dataclass
class Door:
    """Our web server with the route, and what came in through it."""

    url: str
    recording: Recording

    async def knock(self, body: bytes, secret: str | None = SECRET, method: str = "POST") -> int:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.url, data=io.BytesIO(body), headers=headers) as answer,
        ):
            return answer.status


@pytest.fixture
async def door(channel: TelegramChannel) -> AsyncIterator[Door]:
    recording = Recording()
    route = webhook_route("/telegram", SECRET, Intake(channel, recording.receive, recording.note))
    config = uvicorn.Config(Starlette(routes=[route]), log_level="critical", lifespan="off", ws="none")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield Door(f"http://127.0.0.1:{listening.getsockname()[1]}/telegram", recording)
        server.should_exit = True
        await serving


async def test_what_people_do_is_brought_to_the_door_in_order(
    telegram: FakeTelegram, channel: TelegramChannel, door: Door
) -> None:
    mother = telegram.person()
    await channel.start([], Webhook(door.url, SECRET))
    await channel.send(mother.external_id, Message("同意吗?", (Button("同意", "s:1:yes"),)))
    await mother.says("一")
    await mother.says("二")
    await mother.presses("同意")
    await mother.blocks()
    await telegram.until(lambda: not telegram.waiting, within=3)
    assert door.recording.events == [Said("一"), Said("二"), Pressed("s:1:yes")]
    assert door.recording.reachable == [(mother.external_id, False)]


async def test_an_update_that_could_not_be_kept_is_brought_again(
    telegram: FakeTelegram, channel: TelegramChannel, door: Door
) -> None:
    door.recording.trouble = 2
    await channel.start([], Webhook(door.url, SECRET))
    with capture_logs() as logs:
        key = await telegram.person().says("想家了")
        await telegram.until(lambda: not telegram.waiting, within=3)
    assert telegram.courier is not None
    assert telegram.courier.answers == [500, 500, 200]
    assert door.recording.batches == [[str(key)]] * 3
    assert [log["event"] for log in logs] == ["telegram_update_not_kept"] * 2


async def test_a_group_is_left_by_way_of_the_door_too(
    telegram: FakeTelegram, channel: TelegramChannel, door: Door
) -> None:
    await channel.start([], Webhook(door.url, SECRET))
    group = telegram.group()
    await telegram.until(lambda: group.closed and not telegram.waiting, within=3)
    assert len(group.shown) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "密码".encode().decode("latin-1")])
async def test_who_does_not_know_the_secret_is_sent_away(door: Door, secret: str | None) -> None:
    assert await door.knock(b'{"update_id": 1}', secret) == 401


@pytest.mark.parametrize("body", [b"", b"hello", b"{", b"[1]", b'{"update_id": "1"}', b"\xff", b"[" * 100_000])
async def test_what_is_no_update_is_sent_away(door: Door, body: bytes) -> None:
    assert await door.knock(body) == 400


async def test_what_is_too_large_is_sent_away(door: Door) -> None:
    assert await door.knock(b" " * (MOST_BYTES + 1)) == 413
    assert await door.knock(b'{"update_id": 1}' + b" " * (MOST_BYTES - 16)) == 200


async def test_only_posts_are_taken(door: Door) -> None:
    assert await door.knock(b"", method="GET") == 405


async def test_an_update_that_nobody_can_read_is_not_brought_for_ever(door: Door) -> None:
    with capture_logs() as logs:
        assert await door.knock(b'{"update_id": 1, "message": {"chat": "?"}}') == 200
    assert [log["event"] for log in logs] == ["telegram_update_unreadable"]
    assert door.recording.batches == []


def test_a_door_without_a_secret_is_not_built(channel: TelegramChannel) -> None:
    recording = Recording()
    with pytest.raises(ValueError, match="secret"):
        webhook_route("/telegram", "", Intake(channel, recording.receive, recording.note))


@pytest.mark.parametrize("secret", ["with a space", "家音", "x" * 257])
def test_a_secret_that_telegram_takes_no_webhook_with_stops_the_start(secret: str) -> None:
    settings = Settings(public_url="https://jiayin.example.org", telegram_webhook_secret=SecretStr(secret))
    with pytest.raises(CannotStart, match="JIAYIN_TELEGRAM_WEBHOOK_SECRET") as refused:
        webhook_secret(settings)
    assert secret not in str(refused.value)


def test_an_address_that_telegram_does_not_deliver_to_stops_the_start() -> None:
    at_home = Settings(public_url="http://jiayin.example.org", telegram_webhook_secret=SecretStr(SECRET))
    with pytest.raises(CannotStart, match="JIAYIN_PUBLIC_URL"):
        webhook_secret(at_home)
    own_server = at_home.model_copy(update={"telegram_api_url": "http://127.0.0.1:8081"})
    assert webhook_secret(own_server) == SECRET


def test_without_a_secret_of_the_operator_one_is_made_that_telegram_takes() -> None:
    made = webhook_secret(Settings(public_url="https://jiayin.example.org", secret_key=SecretStr("k" * 40)))
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", made)

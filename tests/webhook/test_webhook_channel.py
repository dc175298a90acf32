"""Alerts to an operator's own address: what counts as heard, and what does not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.webhook.channel import WebhookChannel
from bot.rendering.message import Message
from bot.services.ports import ChannelError

ALERT = Message("个案J261123-ABCD，P0级。")


class Robot:
    """A group robot that answers as it was told and remembers what came."""

    def __init__(self) -> None:
        self.came: list[object] = []
        self.answer = web.json_response({"errcode": 0, "errmsg": "ok"})

    async def take(self, request: web.Request) -> web.Response:
        self.came.append(await request.json())
        return self.answer


@pytest.fixture
async def robot() -> Robot:
    return Robot()


@pytest.fixture
async def channel(robot: Robot) -> AsyncIterator[WebhookChannel]:
    app = web.Application()
    app.router.add_post("/duty", robot.take)
    async with TestServer(app) as server:
        yield WebhookChannel(str(server.make_url("/duty")))


async def test_a_robot_gets_the_words_in_the_form_it_knows(robot: Robot, channel: WebhookChannel) -> None:
    assert await channel.send("duty", ALERT) is None
    assert robot.came == [{"msgtype": "text", "text": {"content": ALERT.text, "mentioned_list": ["@all"]}}]
    assert (channel.name, channel.bot_id) == ("webhook", "webhook")
    assert not channel.capabilities.buttons


@pytest.mark.parametrize(
    ("style", "body"),
    [
        ("dingtalk", {"msgtype": "text", "text": {"content": ALERT.text}, "at": {"isAtAll": True}}),
        ("plain", {"text": ALERT.text}),
    ],
)
async def test_a_robot_of_dingtalk_and_a_plain_receiver_get_theirs(robot: Robot, style: str, body: object) -> None:
    app = web.Application()
    app.router.add_post("/duty", robot.take)
    async with TestServer(app) as server:
        await WebhookChannel(str(server.make_url("/duty")), style).send("duty", ALERT)
    assert robot.came == [body]


@pytest.mark.parametrize("answer", ["ok", "[]", '{"errcode": 0}', "{}"])
async def test_any_plain_yes_counts(robot: Robot, channel: WebhookChannel, answer: str) -> None:
    robot.answer = web.Response(text=answer)
    await channel.send("duty", ALERT)


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=500),
        web.Response(status=302, headers={"Location": "https://127.0.0.1/login"}),
        web.json_response({"errcode": 93000, "errmsg": "invalid webhook url"}),
    ],
    ids=["broken", "sent on to a log-in page", "refused inside a 200"],
)
async def test_what_was_refused_has_reached_nobody(robot: Robot, channel: WebhookChannel, answer: web.Response) -> None:
    robot.answer = answer
    with pytest.raises(ChannelError) as failure:
        await channel.send("duty", ALERT)
    assert not failure.value.unknown


async def test_an_address_where_nobody_listens_is_certainly_not_reached() -> None:
    with pytest.raises(ChannelError, match="cannot be reached") as failure:
        await WebhookChannel("http://127.0.0.1:9/duty").send("duty", ALERT)
    assert not failure.value.unknown


async def test_a_line_that_is_cut_leaves_it_unknown(robot: Robot, channel: WebhookChannel) -> None:
    async def cut(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    app = web.Application()
    app.router.add_post("/duty", cut)
    async with TestServer(app) as server:
        with pytest.raises(ChannelError) as failure:
            await WebhookChannel(str(server.make_url("/duty"))).send("duty", ALERT)
    assert failure.value.unknown

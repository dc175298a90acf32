"""Posters lead where they say, whatever the factory is called."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import segno

from bot.rendering.message import Message
from bot.services.factories.poster import Posters
from bot.services.ports import Capabilities
from bot.services.staff.rights import Role
from bot.settings import Settings
from tests.console.desk import Desk, said
from tests.console.test_factories import STRANGE, made
from tests.fakes import PLAIN_CHAT


@dataclass(frozen=True)
class Bot:
    """A Telegram bot, as far as a poster is concerned."""

    public_name: str
    name: str = "telegram"
    bot_id: str = "1"
    capabilities: Capabilities = PLAIN_CHAT

    @property
    def username(self) -> str:
        if not self.public_name:
            raise RuntimeError("it has not greeted Telegram yet")
        return self.public_name

    async def send(self, external_id: str, message: Message) -> str | None:
        return None


def drawn(link: str) -> str:
    code = segno.make(link, error="q", micro=False, boost_error=False)
    return code.svg_inline(scale=4, border=2, omitsize=True, dark="#000", light="#fff")


async def test_a_poster_says_who_is_behind_it_and_leads_to_the_web_chat(desk: Desk) -> None:
    desk = Desk(desk.world.database, public_url="https://jiayin.example")
    trainer = await made(desk)
    response = await trainer.opens("/factories/GFDG01/poster")
    page = said(response)
    for part in ("家音", "金田玩具厂", "GFDG01", "安心社工 · 0769-1234567", "免费 · 自愿 · 厂里看不到你写的"):
        assert part in page
    assert "https://jiayin.example/join/GFDG01" in page
    assert drawn("https://jiayin.example/join/GFDG01") in response.text
    assert "没有 Telegram 二维码" in page
    assert "网址还没设好" not in page


async def test_without_a_public_address_the_poster_warns(desk: Desk) -> None:
    trainer = await made(desk)
    assert "网址还没设好" in await trainer.reads("/factories/GFDG01/poster")


@pytest.mark.parametrize(("username", "link"), [("jiayin_bot", "https://t.me/jiayin_bot?start=GF-D_1"), ("", None)])
async def test_the_running_bot_has_its_own_code(desk: Desk, username: str, link: str | None) -> None:
    desk.world.setting.channels[("telegram", "1")] = Bot(username)
    poster = Posters(Settings(_env_file=None), desk.world.setting).of("GF-D_1")  # type: ignore[call-arg]
    assert (poster.telegram.link if poster.telegram else None) == link


async def test_a_strange_name_breaks_no_poster(desk: Desk) -> None:
    trainer = await made(desk, Role.TRAINER, code="A-_9", name=STRANGE)
    response = await trainer.opens("/factories/A-_9/poster")
    assert "<b>“金田”" not in response.text
    assert STRANGE in said(response)

"""A trainer reads a tip aloud on her phone; after a second person has listened, a parent hears it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.channels.web.voice import voice_path, voice_route
from bot.rendering.message import Voice
from bot.services.content.files import read_content
from bot.services.content.loading import take_in
from bot.services.ports import Inbound
from bot.services.staff.rights import Role
from bot.store.database import Database
from bot.telegram_side import telegram_of
from dialogs.engine.events import Said
from tests.console.desk import CSRF, Desk, Visitor, said
from tests.sounds import length_of, tone
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.spec import Upload

TIP = "behavior-listen-first"
PAGE = f"/voice/tip/{TIP}"
LISTEN = "听一听"
WAITS, OUT = "等人听", "家长听到的"


@pytest.fixture
async def office(desk: Desk) -> Desk:
    """A desk with content in which there is only one tip, so that every parent gets that one."""
    return await filled(desk)


async def filled(desk: Desk) -> Desk:
    left_out = {"tip", "faq", "other_matter"}  # nobody asks anything here
    records = [one for one in read_content().records if one.kind not in left_out or one.id == TIP]
    await take_in(desk.world.database, records, desk.world.clock())
    await desk.ticks()
    return desk


async def digest(who: Visitor, page: str = PAGE) -> str:
    return _value((await who.opens(page)).text, "digest")


def _value(html: str, name: str) -> str:
    return html.partition(f'name="{name}" value="')[2].partition('"')[0]


async def records(who: Visitor, sound: bytes, page: str = PAGE) -> str:
    """What the page says after a file was chosen."""
    response = await sent(who, sound, await digest(who, page), page)
    if response.status_code != 303:
        return said(response)
    return await who.reads(response.headers["location"].removeprefix("/console"))


async def sent(who: Visitor, sound: bytes, digest: str, page: str = PAGE, accept: str = "text/html") -> Response:
    """A recording on its way in, as the page's script and its form send it."""
    headers = {"X-CSRFToken": str(who.http.cookies[CSRF]), "Accept": accept}
    files = {"sound": ("recording.webm", sound, "audio/webm")}
    return await who.http.post(f"/console{page}", data={"digest": digest}, files=files, headers=headers)


async def releases(who: Visitor, page: str = PAGE, **form: str) -> str:
    """What the page says after somebody let parents hear what waits."""
    recording = _value((await who.opens(page)).text, "recording")
    response = await who.sends(f"{page}/release", {"recording": recording, "heard": "yes", **form})
    return said(response) if response.status_code != 303 else await who.reads(page)


def labels(desk: Desk, who: str) -> Sequence[str]:
    return [button.label for message in desk.world.messages(who) for button in message.buttons]


async def test_the_whole_way_from_a_recording_to_a_parent_who_hears_it(office: Desk) -> None:
    world = office.world
    trainer, reviewer = await office.as_(Role.TRAINER), await office.as_(Role.REVIEWER)
    assert "录好了" in await records(trainer, tone(2))
    await office.ticks()
    await world.joins("li")
    await world.says("li", "今日贴士")
    assert LISTEN not in labels(office, "li")

    assert "2秒" in await reviewer.reads("/voice")
    assert "放出去了" in await releases(reviewer)
    await office.ticks()
    await world.says("li", "今日贴士")
    assert LISTEN in labels(office, "li")
    await world.presses("li", LISTEN)
    (message,) = world.messages("li")
    assert message.voice == Voice("tip", TIP)
    assert "培训老师念给你听" in message.text

    site = AsyncClient(transport=ASGITransport(app=Starlette(routes=[voice_route(office.doors.voices)])))
    played = await site.get(f"http://home{voice_path(message.voice)}")
    assert played.headers["content-type"] == "audio/mpeg"
    assert abs(length_of(played.content) - 2) < 0.25


async def test_a_parent_on_telegram_hears_it_too(database: Database) -> None:
    async with FakeTelegram() as telegram:
        settings = {"telegram_token": SecretStr(telegram.token), "telegram_api_url": telegram.url}
        office = await filled(Desk(database, **settings))
        trainer, reviewer = await office.as_(Role.TRAINER), await office.as_(Role.REVIEWER)
        await records(trainer, tone(2))
        await releases(reviewer)
        await office.ticks()
        side = telegram_of(office.jiayin)
        assert side is not None
        await side.channel.start([("menu", "菜单")])
        try:
            mother = telegram.person()
            for number, words in enumerate(("开始", "同意", "6-9", "今日贴士", "念给我听", "今日贴士", LISTEN)):
                said_by_her = Inbound("telegram", telegram.bot_id, str(number), mother.external_id, Said(words))
                await office.jiayin.receiver([said_by_her])
                await office.jiayin.sender.send_due()
        finally:
            await side.channel.stop()
        heard = [shown.voice for shown in mother.shown if shown.voice]
        assert len(heard) == 2
        assert abs(length_of(heard[0]) - 2) < 0.25
        assert [type(call["voice"]) for call in telegram.called("sendVoice")] == [Upload, str]
        assert telegram.problems == []


async def test_a_parent_may_say_it_after_the_tip(office: Desk) -> None:
    trainer, reviewer = await office.as_(Role.TRAINER), await office.as_(Role.REVIEWER)
    await records(trainer, tone(2))
    await releases(reviewer)
    await office.ticks()
    await office.world.joins("li")
    await office.world.says("li", "今日贴士", "念给我听")
    assert [message.voice for message in office.world.messages("li")] == [Voice("tip", TIP)]


async def test_what_is_taken_back_is_heard_by_nobody_any_more(office: Desk) -> None:
    trainer, reviewer = await office.as_(Role.TRAINER), await office.as_(Role.REVIEWER)
    await records(trainer, tone(2))
    await releases(reviewer)
    await office.ticks()
    await office.world.joins("li")
    await office.world.says("li", "今日贴士")
    await reviewer.sends(f"{PAGE}/remove/out", {})
    await office.ticks()
    await office.world.presses("li", LISTEN)
    office.world.sees("li", "已经撤下")


@pytest.mark.parametrize(
    ("sound", "words"),
    [(b"no sound at all", "不是能读的录音"), (b"", "空的"), (tone(27), "27秒"), (tone(2, loudness=40), "听不到声音")],
)
async def test_what_is_no_recording_is_refused_beside_its_field(office: Desk, sound: bytes, words: str) -> None:
    trainer = await office.as_(Role.TRAINER)
    page = await records(trainer, sound)
    assert words in page
    assert "先别在电话里吼" in page  # the words to read are still there
    assert WAITS not in await trainer.reads(PAGE)


async def test_the_recorder_of_the_page_is_answered_as_scripts_are(office: Desk) -> None:
    trainer = await office.as_(Role.TRAINER)
    words = await digest(trainer)
    taken = await sent(trainer, tone(2), words, accept="application/json")
    assert taken.json() == {"to": f"/console{PAGE}"}
    refused = await sent(trainer, b"?", words, accept="application/json")
    assert refused.status_code == 422
    assert "不是能读的录音" in refused.json()["wrong"]


async def test_a_form_that_holds_no_file_is_refused_in_words(office: Desk) -> None:
    trainer = await office.as_(Role.TRAINER)
    response = await trainer.sends(PAGE, {"digest": await digest(trainer), "sound": "words"})
    assert response.status_code == 422
    assert "空的" in said(response)


async def test_who_has_not_listened_does_not_release(office: Desk) -> None:
    trainer, reviewer = await office.as_(Role.TRAINER), await office.as_(Role.REVIEWER)
    await records(trainer, tone(2))
    assert "从头到尾听一遍" in await releases(reviewer, heard="")
    assert "听过并放出" not in await reviewer.reads(PAGE)


async def test_who_read_it_does_not_release_it(office: Desk) -> None:
    reviewer = await office.as_(Role.REVIEWER)
    await records(reviewer, tone(2))
    assert "另一位同事听过再放出" in await releases(reviewer)
    assert await office.doors.voices.sound("tip", TIP) is None


async def test_a_trainer_sees_whom_to_ask_and_cannot_release_by_hand(office: Desk) -> None:
    trainer = await office.as_(Role.TRAINER)
    await records(trainer, tone(2))
    assert "请一位审核员" in await trainer.reads(PAGE)
    response = await trainer.sends(f"{PAGE}/release", {"heard": "yes", "recording": "x"})
    assert response.status_code == 422
    await trainer.sends(f"{PAGE}/remove/waiting", {})
    assert WAITS not in await trainer.reads(PAGE)


async def test_a_new_recording_waits_beside_the_one_that_parents_hear(office: Desk) -> None:
    trainer, reviewer = await office.as_(Role.TRAINER), await office.as_(Role.REVIEWER)
    await records(trainer, tone(2))
    await releases(reviewer)
    await records(trainer, tone(4))
    page = await reviewer.reads(PAGE)
    assert WAITS in page
    assert OUT in page
    waiting = await reviewer.opens(f"{PAGE}/sound/waiting")
    assert abs(length_of(waiting.content) - 4) < 0.25
    await releases(reviewer)
    heard = await reviewer.opens(f"{PAGE}/sound/out")
    assert abs(length_of(heard.content) - 4) < 0.25
    assert (await reviewer.opens(f"{PAGE}/sound/waiting")).status_code == 404


async def test_what_somebody_else_removed_a_moment_ago_is_said_so(office: Desk) -> None:
    reviewer = await office.as_(Role.REVIEWER)
    response = await reviewer.sends(f"{PAGE}/remove/out", {})
    assert "拿掉" in await reviewer.reads(response.headers["location"].removeprefix("/console"))
    assert (await reviewer.sends(f"{PAGE}/remove/everything", {})).status_code == 404


@pytest.mark.parametrize("path", ["/voice/tip/no-such-tip", "/voice/faq/anything", "/voice/hotline/110"])
async def test_what_is_never_read_aloud_has_no_page(office: Desk, path: str) -> None:
    trainer = await office.as_(Role.TRAINER)
    assert (await trainer.opens(path)).status_code == 404


@pytest.mark.parametrize("role", [Role.FACTORY_CONTACT, Role.DUTY_OFFICER, Role.ADMINISTRATOR])
async def test_who_has_nothing_to_do_with_content_is_kept_out(office: Desk, role: Role) -> None:
    visitor = await office.as_(role)
    for path in ("/voice", PAGE, f"{PAGE}/sound/out"):
        assert (await visitor.opens(path)).status_code == 403
    assert (await visitor.sends(PAGE, {})).status_code == 403


async def test_words_for_a_call_are_read_without_what_is_better_left_out(office: Desk) -> None:
    trainer = await office.as_(Role.TRAINER)
    starter = next(iter(office.jiayin.setting.shelf.library.starters.values()))
    page = await trainer.reads(f"/voice/starter/{starter.id}")
    assert starter.opener in page
    assert starter.avoid not in page


async def test_a_form_without_its_token_records_nothing(office: Desk) -> None:
    trainer = await office.as_(Role.TRAINER)
    response = await trainer.http.post(f"/console{PAGE}", data={"digest": await digest(trainer)})
    assert response.status_code == 403

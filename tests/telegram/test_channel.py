"""Sending through Telegram, and what becomes of it."""

from __future__ import annotations

import traceback

import pytest

from bot.channels.telegram.channel import COURTESIES, TelegramChannel, Webhook, WrongToken
from bot.channels.telegram.request import AiohttpRequest, Timeouts
from bot.rendering.message import Button, Document, Message
from bot.services.ports import Channel, ChannelError
from tests.telegram import faults
from tests.telegram.conftest import COMMANDS, GROUP_WORDS
from tests.telegram.fake_api import FakeTelegram


def verdict(error: ChannelError) -> set[str]:
    """What an error claims; an empty set means that it passes."""
    return {name for name in ("permanent", "retry_after", "unknown", "refused") if getattr(error, name)}


async def refusal(channel: Channel, external_id: str, message: Message) -> ChannelError:
    with pytest.raises(ChannelError) as raised:
        await channel.send(external_id, message)
    return raised.value


async def test_she_sees_the_words_and_the_buttons(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    mother = telegram.person()
    message = Message("今晚 20:00 打给<小宝>?", (Button("好", "s:1:yes"), Button("换个时间", "s:1:no")), silent=True)
    sent_id = await channel.send(mother.external_id, message)
    shown = await mother.sees("打给<小宝>")
    assert (str(shown.number), shown.labels, shown.silent) == (sent_id, ["好", "换个时间"], True)


async def test_she_gets_a_calendar_entry_as_a_file(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    mother = telegram.person()
    await channel.send(mother.external_id, Message("加进日历", document=Document("电话.ics", "text/calendar", "BEGIN")))
    shown = await mother.sees("加进日历")
    assert shown.document is not None
    assert (shown.document.name, shown.document.content) == ("电话.ics", b"BEGIN")


async def test_a_message_that_nobody_split_still_arrives_whole(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    mother = telegram.person()
    sent_id = await channel.send(mother.external_id, Message("说来话长。" * 1000, (Button("好", "s:1:yes"),)))
    assert [shown.labels for shown in mother.shown] == [[], ["好"]]
    assert str(mother.shown[-1].number) == sent_id


async def test_who_has_blocked_the_bot_cannot_be_reached_any_more(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    mother = telegram.person()
    await mother.blocks()
    error = await refusal(channel, mother.external_id, Message("在吗"))
    assert verdict(error) == {"permanent"}


@pytest.mark.parametrize(
    "description",
    ["Bad Request: chat not found", "Bad Request: PEER_ID_INVALID", "Forbidden: user is deactivated"],
)
async def test_who_is_gone_cannot_be_reached_any_more(
    telegram: FakeTelegram, channel: TelegramChannel, description: str
) -> None:
    telegram.fails("sendMessage", faults.refused(400 if "Bad" in description else 403, description))
    error = await refusal(channel, telegram.person().external_id, Message("在吗"))
    assert verdict(error) == {"permanent"}


@pytest.mark.parametrize("external_id", ["123456", "-4001", "小芳", ""])
async def test_a_stranger_cannot_be_written_to(channel: TelegramChannel, external_id: str) -> None:
    assert verdict(await refusal(channel, external_id, Message("在吗"))) == {"permanent"}


async def test_when_telegram_asks_for_patience_we_know_how_long(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    telegram.fails("sendMessage", faults.flood(17))
    error = await refusal(channel, telegram.person().external_id, Message("在吗"))
    assert error.retry_after == 17
    assert verdict(error) == {"retry_after"}


async def test_a_message_that_telegram_does_not_take_is_refused_for_good(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    telegram.fails("sendMessage", faults.refused(400, "Bad Request: can't parse entities"))
    error = await refusal(channel, telegram.person().external_id, Message("在吗"))
    assert verdict(error) == {"refused"}


@pytest.mark.parametrize("message", [Message(""), Message("?", (Button("好", "长" * 30),))])
async def test_a_message_that_cannot_be_drawn_is_refused_before_it_is_sent(
    telegram: FakeTelegram, channel: TelegramChannel, message: Message
) -> None:
    assert (await refusal(channel, telegram.person().external_id, message)).refused
    assert telegram.called("sendMessage") == []


@pytest.mark.parametrize("fault", [faults.out_of_order(), faults.html_page(), faults.html_page(200)])
async def test_trouble_at_telegram_passes(
    telegram: FakeTelegram, channel: TelegramChannel, fault: faults.Fault
) -> None:
    mother = telegram.person()
    telegram.fails("sendMessage", fault)
    error = await refusal(channel, mother.external_id, Message("在吗"))
    assert verdict(error) == set()
    assert mother.shown == []


@pytest.mark.parametrize("fault", [faults.cut_before(), faults.cut_after(), faults.slow(0.8)])
async def test_without_an_answer_nobody_knows_whether_it_arrived(
    telegram: FakeTelegram, channel: TelegramChannel, fault: faults.Fault
) -> None:
    mother = telegram.person()
    telegram.fails("sendMessage", fault)
    assert verdict(await refusal(channel, mother.external_id, Message("在吗"))) == {"unknown"}


async def test_an_answer_that_makes_no_sense_is_not_asked_for_twice(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    telegram.fails("sendMessage", faults.Fault(effect=True, answer={"ok": True, "result": {"date": "soon"}}))
    assert (await refusal(channel, telegram.person().external_id, Message("在吗"))).unknown


async def test_when_telegram_cannot_be_reached_nothing_was_sent(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    mother = telegram.person()
    await telegram.closes()
    error = await refusal(channel, mother.external_id, Message("在吗"))
    assert verdict(error) == set()


async def test_at_the_start_people_are_shown_what_they_can_say(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    assert telegram.commands == COMMANDS
    assert telegram.called("setMyCommands")[0]["scope"] == {"type": "all_private_chats"}
    assert telegram.called("deleteWebhook") == [{"drop_pending_updates": False}]
    assert (channel.name, channel.bot_id, channel.username) == ("telegram", "7012345678", "jiayin_bot")


async def test_the_bot_starts_even_if_its_commands_cannot_be_shown(telegram: FakeTelegram) -> None:
    telegram.fails("setMyCommands", faults.flood(600))
    channel = TelegramChannel(telegram.token, group_words=GROUP_WORDS, api=telegram.url)
    await channel.start(COMMANDS)
    await channel.stop()
    assert telegram.commands == []


async def test_a_webhook_is_announced_with_its_secret(telegram: FakeTelegram) -> None:
    channel = TelegramChannel(telegram.token, group_words=GROUP_WORDS, api=telegram.url)
    await channel.start(COMMANDS, Webhook("http://127.0.0.1:9/telegram", "s3cret"))
    await channel.stop()
    (announced,) = telegram.called("setWebhook")
    assert announced == {
        "url": "http://127.0.0.1:9/telegram",
        "secret_token": "s3cret",
        "max_connections": 40,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }


@pytest.mark.parametrize("token", ["", "ask BotFather", "7012345678:", "7012345678:AAwrong"])
async def test_a_wrong_token_is_told_in_one_sentence_that_names_the_setting(telegram: FakeTelegram, token: str) -> None:
    with pytest.raises(WrongToken, match="JIAYIN_TELEGRAM_TOKEN") as raised:
        await TelegramChannel(token, group_words=GROUP_WORDS, api=telegram.url).start(COMMANDS)
    assert "AAwrong" not in "".join(traceback.format_exception(raised.value))


async def test_a_start_without_telegram_can_be_tried_again(telegram: FakeTelegram) -> None:
    telegram.fails("getMe", faults.out_of_order())
    channel = TelegramChannel(telegram.token, group_words=GROUP_WORDS, api=telegram.url)
    with pytest.raises(ChannelError):
        await channel.start(COMMANDS)
    await channel.start(COMMANDS)
    assert channel.username == "jiayin_bot"
    await channel.stop()


async def test_the_little_clock_on_a_pressed_button_stops(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.presses["42"] = False
    channel.answer_callback("42")
    await telegram.until(lambda: telegram.presses["42"], within=2)


async def test_a_press_that_can_no_longer_be_answered_troubles_nobody(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    channel.answer_callback("long ago")
    await telegram.until(lambda: telegram.called("answerCallbackQuery"), within=2)


async def test_courtesies_do_not_pile_up(telegram: FakeTelegram) -> None:
    request = AiohttpRequest(timeouts=Timeouts(read=30))
    channel = TelegramChannel(telegram.token, group_words=GROUP_WORDS, api=telegram.url, request=request)
    await channel.start(COMMANDS)
    telegram.fails("answerCallbackQuery", *[faults.slow(20)] * COURTESIES)
    for number in range(COURTESIES + 30):
        channel.answer_callback(str(number))
    await telegram.until(lambda: len(telegram.called("answerCallbackQuery")) == COURTESIES, within=5)
    await channel.stop()
    assert len(telegram.called("answerCallbackQuery")) == COURTESIES


async def test_in_a_group_the_bot_says_one_sentence_and_leaves(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    group = telegram.group()
    channel.leave(str(group.number))
    await telegram.until(lambda: group.closed, within=2)
    assert [shown.text for shown in group.shown] == [GROUP_WORDS]


async def test_where_it_may_not_speak_it_leaves_all_the_same(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    group = telegram.group()
    telegram.fails("sendMessage", faults.refused(400, "Bad Request: not enough rights to send text messages"))
    channel.leave(str(group.number))
    await telegram.until(lambda: group.closed, within=2)
    assert group.shown == []

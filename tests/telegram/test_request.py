"""Our HTTP against the library's own, and what it tells about requests that got no answer."""

from __future__ import annotations

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.error import TelegramError as AnyError
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.telegram.request import (
    AiohttpRequest,
    NoAnswer,
    NotSent,
    NotSentInTime,
    OutcomeUnknown,
    Timeouts,
    failure,
)
from bot.commands.errors import Trouble
from bot.commands.staff import fetched
from tests.telegram import faults
from tests.telegram.fake_api import TOKEN, FakeTelegram
from tests.telegram.spec import Upload

MINE = 4001
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("同意", callback_data="s:1:yes")]])


def ours(**timeouts: float | None) -> AiohttpRequest:
    return AiohttpRequest(timeouts=Timeouts(**timeouts))


@asynccontextmanager
async def bot_at(url: str, request: BaseRequest, token: str = TOKEN) -> AsyncIterator[Bot]:
    async with request:
        yield Bot(token, base_url=f"{url}/bot", request=request, get_updates_request=request)


async def says_hello(bot: Bot) -> object:
    return await bot.send_message(
        MINE, "今晚 8 点,给<小宝>打电话 & 说说话。😀", reply_markup=KEYBOARD, disable_notification=True
    )


async def sends_a_file(bot: Bot) -> object:
    upload = InputFile(b"BEGIN:VCALENDAR\r\n", filename="打电话 “小宝”.ics")
    return await bot.send_document(MINE, upload, caption="日历", reply_markup=KEYBOARD)


async def shows_its_commands(bot: Bot) -> object:
    return await bot.set_my_commands([BotCommand("menu", "菜单")])


async def asks_for_updates(bot: Bot) -> object:
    return await bot.get_updates(timeout=0, allowed_updates=["message"])


async def says_who_it_is(bot: Bot) -> object:
    return (await bot.get_me()).username


@pytest.mark.parametrize("act", [says_hello, sends_a_file, shows_its_commands, asks_for_updates, says_who_it_is])
async def test_telegram_hears_the_same_as_from_the_librarys_own_client(
    telegram: FakeTelegram, act: Callable[[Bot], Awaitable[object]]
) -> None:
    telegram.person(MINE)
    async with bot_at(telegram.url, HTTPXRequest()) as bot:
        theirs = await act(bot)
    async with bot_at(telegram.url, ours()) as bot:
        mine = await act(bot)
    before, after = telegram.calls
    assert before == after
    assert type(theirs) is type(mine)
    if isinstance(theirs, Message) and isinstance(mine, Message):
        assert (theirs.text, theirs.reply_markup) == (mine.text, mine.reply_markup)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.blocked(), Forbidden),
        (faults.refused(400, "Bad Request: chat not found"), BadRequest),
        (faults.refused(401, "Unauthorized"), InvalidToken),
        (faults.refused(409, "Conflict: terminated by other getUpdates request"), Conflict),
        (faults.flood(7), RetryAfter),
        (faults.out_of_order(), NetworkError),
        (faults.html_page(502), NetworkError),
        (faults.html_page(200), AnyError),
        (faults.cut_before(), NetworkError),
        (faults.cut_after(), NetworkError),
        (faults.slow(1), TimedOut),
    ],
)
async def test_errors_are_of_the_same_kind_as_from_the_librarys_own_client(
    telegram: FakeTelegram, fault: faults.Fault, error: type[Exception]
) -> None:
    telegram.person(MINE)
    telegram.fails("sendMessage", fault, fault)
    caught = []
    for request in (HTTPXRequest(read_timeout=0.2), ours(read=0.2)):
        async with bot_at(telegram.url, request) as bot:
            with pytest.raises(error) as raised:
                await says_hello(bot)
            caught.append(raised.value)
    assert isinstance(caught[1], type(caught[0]))


async def test_a_document_keeps_its_chinese_name_and_its_kind(telegram: FakeTelegram) -> None:
    telegram.person(MINE)
    async with bot_at(telegram.url, ours()) as bot:
        await sends_a_file(bot)
    assert telegram.called("sendDocument")[0]["document"] == Upload(
        "打电话 “小宝”.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n"
    )


async def test_half_a_surrogate_pair_does_not_stop_the_words_around_it(telegram: FakeTelegram) -> None:
    person = telegram.person()
    async with bot_at(telegram.url, ours()) as bot:
        await bot.send_message(person.room.number, "想家\ud83d了")
    assert person.shown[0].text == "想家?了"


async def test_a_port_where_nobody_listens_means_not_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        async with bot_at(url, ours()) as bot:
            with pytest.raises(NotSent):
                await says_hello(bot)


def test_a_name_that_nobody_knows_means_not_sent() -> None:
    key = ConnectionKey("api.telegram.org", 443, True, True, None, None, None)
    error = aiohttp.ClientConnectorDNSError(key, OSError(-2, "Name or service not known"))
    assert type(failure(error, body=None)) is NotSent


@pytest.fixture
def crowded() -> Iterator[str]:
    """A port whose queue is full, so that connecting takes for ever."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        queue = [socket.socket() for _ in range(4)]
        for waiting in queue:
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        for waiting in queue:
            waiting.close()


async def test_connecting_that_takes_too_long_means_not_sent(crowded: str) -> None:
    async with bot_at(crowded, ours(connect=0.1)) as bot:
        with pytest.raises(NotSentInTime) as raised:
            await says_hello(bot)
    assert isinstance(raised.value, TimedOut)


async def test_the_caller_may_choose_how_long_to_wait_for_a_connection(crowded: str) -> None:
    async with bot_at(crowded, ours(connect=30)) as bot:
        with pytest.raises(NotSentInTime):
            await bot.send_message(MINE, "喂", connect_timeout=0.1)


async def test_an_upload_that_gets_stuck_half_way_means_not_sent() -> None:
    stop = asyncio.Event()

    async def listens_but_does_not_read(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await stop.wait()
        writer.close()

    server = await asyncio.start_server(listens_but_does_not_read, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    async with server, bot_at(f"http://{host}:{port}", ours(media_write=0.2, write=30)) as bot:
        with pytest.raises(NotSentInTime):
            await bot.send_document(MINE, InputFile(bytes(32 * 1024 * 1024), filename="大.bin"))
        stop.set()


@pytest.mark.parametrize("fault", [faults.cut_before(), faults.cut_after(), faults.cut_in_the_middle()])
async def test_a_connection_cut_after_the_request_leaves_the_outcome_unknown(
    telegram: FakeTelegram, fault: faults.Fault
) -> None:
    person = telegram.person(MINE)
    telegram.fails("sendMessage", fault)
    async with bot_at(telegram.url, ours()) as bot:
        with pytest.raises(OutcomeUnknown):
            await says_hello(bot)
    assert len(person.shown) == fault.effect


async def test_an_answer_that_cannot_be_read_is_written_down_nowhere(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    """Of fetched updates it would hold what people wrote."""
    telegram.fails("getUpdates", faults.Fault(answer='{"ok": true, "result": [{"text": "我叫王小芳"'))
    async with bot_at(telegram.url, ours()) as bot:
        with pytest.raises(AnyError) as caught:
            await bot.get_updates()
    assert "王小芳" not in caplog.text + "".join(traceback.format_exception(caught.value))


async def test_no_answer_in_time_leaves_the_outcome_unknown(telegram: FakeTelegram) -> None:
    person = telegram.person(MINE)
    telegram.fails("sendMessage", faults.slow(1), faults.slow(0.2))
    async with bot_at(telegram.url, ours(read=0.05)) as bot:
        with pytest.raises(NoAnswer):
            await says_hello(bot)
        await bot.send_message(MINE, "这次慢慢等", read_timeout=1)
    assert len(person.shown) == 2


async def test_an_answer_cut_in_the_middle_leaves_the_outcome_unknown() -> None:
    async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok": tr')
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(breaks_off, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    async with server, bot_at(f"http://{host}:{port}", ours()) as bot:
        with pytest.raises(OutcomeUnknown):
            await says_hello(bot)


async def test_waiting_for_a_free_connection_has_its_own_limit(telegram: FakeTelegram) -> None:
    telegram.person(MINE)
    telegram.fails("sendMessage", faults.slow(0.4))
    async with bot_at(telegram.url, AiohttpRequest(connections=1, timeouts=Timeouts(pool=0.1))) as bot:
        slow = asyncio.create_task(says_hello(bot))
        await telegram.until(lambda: telegram.calls, within=2)
        with pytest.raises(NotSentInTime):
            await bot.get_me()
        await slow
        assert (await bot.get_me()).username == "jiayin_bot"
    assert [call.method for call in telegram.calls] == ["sendMessage", "getMe"]


async def test_many_calls_share_the_connections(telegram: FakeTelegram) -> None:
    person = telegram.person(MINE)
    async with bot_at(telegram.url, AiohttpRequest(connections=3)) as bot:
        await asyncio.gather(*(bot.send_message(MINE, str(number)) for number in range(30)))
    assert sorted(int(shown.text) for shown in person.shown) == list(range(30))
    assert all(earlier.number < later.number for earlier, later in pairwise(person.shown))


async def test_starting_and_stopping_twice_does_no_harm(telegram: FakeTelegram) -> None:
    request = ours()
    bot = Bot(TOKEN, base_url=f"{telegram.url}/bot", request=request, get_updates_request=request)
    await request.shutdown()
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        assert (await bot.get_me()).id == int(telegram.bot_id)
        await request.shutdown()
        await request.shutdown()
    with pytest.raises(NetworkError, match="not initialized"):
        await bot.get_me()


async def test_the_token_stands_in_no_error(telegram: FakeTelegram) -> None:
    telegram.person(MINE)
    telegram.fails("sendMessage", faults.cut_before(), faults.slow(1))
    shown = []
    for url in (telegram.url, telegram.url, "http://127.0.0.1:1"):
        async with bot_at(url, ours(read=0.05)) as bot:
            with pytest.raises(NetworkError) as raised:
                await says_hello(bot)
            shown += traceback.format_exception(raised.value)
    assert TOKEN not in "".join(shown)


@asynccontextmanager
async def strict_proxy(asked: list[bytes]) -> AsyncIterator[str]:
    """The address of a proxy that notes what it is asked for and lets nothing through."""

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).split()[1])
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(proxy, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}"


async def test_through_a_proxy_the_whole_address_is_asked_for() -> None:
    asked: list[bytes] = []
    async with strict_proxy(asked) as url, bot_at("http://api.example", AiohttpRequest(proxy=url)) as bot:
        with pytest.raises(Forbidden):
            await bot.get_me()
    assert asked == [f"http://api.example/bot{TOKEN}/getMe".encode()]


async def test_a_trainer_listens_through_the_proxy_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[bytes] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIAYIN_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("JIAYIN_TELEGRAM_API_URL", "http://api.example")
    async with strict_proxy(asked) as url:
        monkeypatch.setenv("JIAYIN_TELEGRAM_PROXY", url)
        with pytest.raises(Trouble, match="did not give the file"):
            await fetched("AgAD")
    assert asked == [f"http://api.example/bot{TOKEN}/getMe".encode()]


def test_a_proxy_that_we_cannot_speak_to_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="http://"):
        AiohttpRequest(proxy="socks5://127.0.0.1:1080")


def test_the_read_time_out_is_known_to_the_library() -> None:
    assert ours(read=3.5).read_timeout == 3.5

"""A Bot API server on loopback: checks every call, keeps chats and updates, and fails when told to."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from itertools import count
from typing import Any, Final, Self

from aiohttp import web

from tests.telegram import updates
from tests.telegram.courier import Courier
from tests.telegram.faults import Fault
from tests.telegram.person import Person
from tests.telegram.rooms import Room, drawn
from tests.telegram.spec import Upload, answer_problems, decoded, request_problems

TOKEN: Final = "7012345678:AAGxTestTestTestTestTestTestTestTest"
BOT: Final = updates.user(7012345678, is_bot=True, username="jiayin_bot")


class Refusal(Exception):
    """A call that the server answers with an error."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


@dataclass(frozen=True)
class Call:
    """A request that arrived, its values as JSON has them."""

    method: str
    parameters: dict[str, Any]
    agent: str = ""


class FakeTelegram:
    """Use as `async with FakeTelegram() as telegram`; `problems` must be empty in the end.

    `url` goes where https://api.telegram.org would.
    """

    def __init__(self) -> None:
        self.token = TOKEN
        self.bot_id = TOKEN.partition(":")[0]
        self.url = ""
        self.calls: list[Call] = []
        self.problems: list[str] = []
        self.waiting: list[dict[str, Any]] = []
        self.rooms: dict[int, Room] = {}
        self.commands: list[tuple[str, str]] = []
        self.presses: dict[str, bool] = {}  # query id: answered
        self.voices: dict[str, bytes] = {}
        self.courier: Courier | None = None
        self.trouble: dict[str, Any] = {}  # what the webhook's state tells on top: last_error_date, …
        self.clock_ahead = 0.0  # seconds that our Date header is ahead of the world
        self.numbers = count(1001)
        self._update_ids = count(500_000)
        self._kinds: list[str] | None = None
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._latest_poll: object = None
        self._changed = asyncio.Event()
        self._round: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=8 * 1024 * 1024)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.closes()

    async def closes(self) -> None:
        """Nobody answers any more."""
        await self._stop_courier()
        await self._runner.cleanup()
        await asyncio.sleep(0.01)  # until the other side has noticed

    # What a test does with it

    def person(self, number: int | None = None) -> Person:
        """Somebody who may write to the bot; the bot may write to her at once."""
        room = Room(number or 9_000 + len(self.rooms))
        self.rooms[room.number] = room
        return Person(self, room)

    def group(self, number: int = -4001, kind: str = "group") -> Room:
        """A group that the bot has just been taken into."""
        room = self.rooms[number] = Room(number, kind)
        added = updates.membership(9_999, room.described(), BOT, "left", "member")
        self.happens("my_chat_member", added)
        return room

    def fails(self, method: str, *faults: Fault) -> None:
        """What will happen to the next calls of a method, one fault a call."""
        self._faults[method].extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        return [call.parameters for call in self.calls if call.method == method]

    async def until(self, condition: Callable[[], object], within: float | None = None) -> None:
        """Wait for something to become true. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not condition():
                await self._changed.wait()

    # What people do

    def happens(self, kind: str, content: dict[str, Any]) -> int:
        """Queue an update; its id."""
        number = next(self._update_ids)
        update = {"update_id": number, kind: content}
        self.problems += answer_problems("Update", update)
        if self._kinds is None or kind in self._kinds:
            self.waiting.append(update)
        self.notify()
        return number

    def queue(self, raw: dict[str, Any]) -> None:
        """Queue something that may not look like an update at all."""
        self.waiting.append({"update_id": next(self._update_ids), **raw})
        self.notify()

    def notify(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    # Serving

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return said(Refusal(401, "Unauthorized"))
        call = Call(method, await parameters(request, method), request.headers.get("User-Agent", ""))
        self.calls.append(call)
        wrong = request_problems(method, call.parameters)
        self.problems += wrong
        fault = self._faults[method].popleft() if self._faults[method] else Fault(effect=True)
        answer = said(Refusal(400, f"Bad Request: {wrong}")) if wrong else None
        if answer is None and fault.effect:
            answer = await self._done(call)
        self.notify()
        await asyncio.sleep(fault.delay)
        response = failed(request, fault) or answer or said(True)
        if self.clock_ahead:
            response.headers["Date"] = formatdate(time.time() + self.clock_ahead, usegmt=True)
        return response

    async def _done(self, call: Call) -> web.Response:
        try:
            return said(await getattr(self, f"_{call.method}")(call.parameters))
        except Refusal as refusal:
            return said(refusal)

    async def _getMe(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - methods are found by Telegram's names
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False}

    async def _getUpdates(self, wishes: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        """Long polling; only a higher offset confirms, and a second poller throws out the first."""
        if self.courier:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        this_poll = self._latest_poll = object()
        self._kinds = wishes.get("allowed_updates", self._kinds)
        self.waiting[:] = [update for update in self.waiting if update["update_id"] >= wishes.get("offset", 0)]
        self.notify()
        try:
            await self.until(lambda: self.waiting or self._latest_poll is not this_poll, wishes.get("timeout", 0))
        except TimeoutError:
            return []
        if self._latest_poll is not this_poll:
            raise Refusal(409, "Conflict: terminated by other getUpdates request")
        return self.waiting[: wishes.get("limit", 100)]

    async def _sendMessage(self, wishes: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        room = self._room(wishes)
        room.shown.append(drawn(next(self.numbers), wishes))
        return room.message(room.shown[-1], BOT)

    _sendDocument = _sendMessage  # noqa: N815

    async def _sendVoice(self, wishes: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        """A voice is kept under an id of its own, by which it can be sent again."""
        room, voice = self._room(wishes), wishes["voice"]
        handle = voice if isinstance(voice, str) else f"voice-{next(self.numbers)}"
        if isinstance(voice, Upload):
            self.voices[handle] = voice.content
        if handle not in self.voices:
            raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        shown = drawn(next(self.numbers), wishes)
        shown.voice, shown.voice_id = self.voices[handle], handle
        room.shown.append(shown)
        return room.message(shown, BOT)

    async def _editMessageText(self, wishes: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        room = self._room(wishes)
        number = wishes["message_id"]
        place = next((place for place, shown in enumerate(room.shown) if shown.number == number), None)
        if place is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if drawn(number, wishes) == room.shown[place]:
            raise Refusal(400, "Bad Request: message is not modified")
        room.shown[place] = drawn(number, wishes)
        return room.message(room.shown[place], BOT)

    async def _answerCallbackQuery(self, wishes: dict[str, Any]) -> bool:  # noqa: N802
        if self.presses.get(wishes["callback_query_id"]) is not False:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.presses[wishes["callback_query_id"]] = True
        return True

    async def _sendChatAction(self, wishes: dict[str, Any]) -> bool:  # noqa: N802
        return bool(self._room(wishes))

    async def _setMyCommands(self, wishes: dict[str, Any]) -> bool:  # noqa: N802
        self.commands = [(command["command"], command["description"]) for command in wishes["commands"]]
        return True

    async def _setWebhook(self, wishes: dict[str, Any]) -> bool:  # noqa: N802
        await self._stop_courier()
        self._kinds = wishes.get("allowed_updates", self._kinds)
        if wishes["url"]:
            self.courier = Courier(wishes["url"], wishes.get("secret_token", ""))
            self._round = asyncio.create_task(self.courier.run(self._upcoming, self._brought))
        return True

    async def _deleteWebhook(self, wishes: dict[str, Any]) -> bool:  # noqa: N802
        await self._stop_courier()
        if wishes.get("drop_pending_updates"):
            self.waiting.clear()
        return True

    async def _getWebhookInfo(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        url = self.courier.url if self.courier else ""
        state = {"url": url, "has_custom_certificate": False, "pending_update_count": len(self.waiting), **self.trouble}
        self.problems += answer_problems("WebhookInfo", state)
        return state

    async def _leaveChat(self, wishes: dict[str, Any]) -> bool:  # noqa: N802
        room = self._room(wishes)
        room.closed = "Forbidden: bot is not a member of the group chat"
        self.happens("my_chat_member", updates.membership(BOT["id"], room.described(), BOT, "member", "left"))
        return True

    async def _upcoming(self) -> dict[str, Any]:
        await self.until(lambda: self.waiting)
        return self.waiting[0]

    def _brought(self) -> None:
        self.waiting.pop(0)
        self.notify()

    def _room(self, wishes: dict[str, Any]) -> Room:
        room = self.rooms.get(int(wishes["chat_id"]))
        if room is None:
            raise Refusal(400, "Bad Request: chat not found")
        if room.closed:
            raise Refusal(403, room.closed)
        return room

    async def _stop_courier(self) -> None:
        self.courier, courier_round, self._round = None, self._round, None
        if courier_round:
            courier_round.cancel()
            await asyncio.gather(courier_round, return_exceptions=True)


async def parameters(request: web.Request, method: str) -> dict[str, Any]:
    """From JSON, form and query alike."""
    found: dict[str, Any] = decoded(method, dict(request.query))
    if request.content_type == "application/json":
        return {**found, **await request.json()}
    form: dict[str, str | Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            form[name] = Upload(value.filename, value.content_type, value.file.read())
        elif isinstance(value, str):
            form[name] = value
    return found | decoded(method, form)


def said(result: object) -> web.Response:
    if isinstance(result, Refusal):
        body = {"ok": False, "error_code": result.status, "description": str(result)}
        return web.json_response(body, status=result.status)
    return web.json_response({"ok": True, "result": result})


def failed(request: web.Request, fault: Fault) -> web.Response | None:
    if fault.cut:
        if request.transport:
            request.transport.abort()
        return web.Response()
    if fault.half:
        if isinstance(request.transport, asyncio.Transport):
            request.transport.write(b'HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n{"ok": tr')
            request.transport.close()
        return web.Response()
    if isinstance(fault.answer, str):
        return web.Response(text=fault.answer, status=fault.status, content_type="text/html")
    return None if fault.answer is None else web.json_response(fault.answer, status=fault.status)

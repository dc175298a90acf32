"""The routes of the web chat: the page, its session, what she sends and what she is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.channels.web import reading
from bot.channels.web.channel import NAME
from bot.channels.web.door import Unlocking, WebDoor
from bot.channels.web.pace import Arrivals, Pace
from bot.channels.web.pages import QUIET_HEADERS, Page, calm_page, chat_page
from bot.channels.web.reading import Asked, Refused
from bot.channels.web.session import Cookies, Session
from bot.channels.web.stream import BATCH, SHOWN, STREAM_SECONDS, as_server_sent, follow, sheet
from bot.services.ports import Delivered, Inbound
from dialogs.engine.events import Event, Said

Answer = tuple[dict[str, Any], Session]
Handler = Callable[[Asked], Awaitable[Answer]]
Reader = Callable[[Request, Session], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]

PRIVATE: Final = {**QUIET_HEADERS, "Cache-Control": "no-store"}
STREAMING: Final = {**PRIVATE, "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
MOST_STREAMS: Final = 4  # of one session: old browsers open 6 lines to a site, and the page needs one to send


def routes(door: WebDoor) -> list[Route]:
    """The web chat's routes, to be mounted at the root of the site."""
    posts, reads = _Posts(door), _Reads(door)
    page, calm = chat_page(), calm_page()
    return [
        Route("/", _showing(page)),
        Route("/join/{code}", _showing(page)),
        Route("/calm", reads.putting_away(calm)),
        Route("/web/hello", posts.hello, methods=["POST"]),
        Route("/web/send", posts.taking(posts.send), methods=["POST"]),
        Route("/web/return", posts.taking(posts.come_back), methods=["POST"]),
        Route("/web/profile", posts.taking(posts.change_profile), methods=["POST"]),
        Route("/web/unlock", posts.taking(posts.unlock), methods=["POST"]),
        Route("/web/messages", reads.giving(reads.messages)),
        Route("/web/stream", reads.giving(reads.stream)),
        Route("/web/document/{position}", reads.giving(reads.document)),
    ]


def _showing(page: Page) -> Endpoint:
    async def show(request: Request) -> Response:
        return page.answer(request)

    return show


def _refusal(refused: Refused) -> Response:
    return JSONResponse({"error": refused.error}, refused.status, headers=PRIVATE)


class _Door:
    """What reading and posting share: whose session it is, and whether its history is locked."""

    def __init__(self, door: WebDoor) -> None:
        self.door = door
        self.cookies = Cookies(door.signer_key, secure=door.secure)

    def visitor(self, request: Request, who: object) -> Session:
        """The session of a request; `who` is whom the page believes to hold the phone."""
        session = self.cookies.read(request.cookies)
        if session is None:
            raise Refused(401, "no_session")
        if who is not None and who != session.who:
            raise Refused(409, "somebody_else")
        return session

    async def is_locked(self, session: Session) -> bool:
        return not session.is_open(self.door.now()) and await self.door.locked(session.token)

    async def refuse_locked(self, session: Session) -> None:
        if await self.is_locked(session):
            raise Refused(423, "locked")


class _Posts(_Door):
    """Everything that changes something; only our own page may ask for it."""

    def __init__(self, door: WebDoor) -> None:
        super().__init__(door)
        self._sending = Pace(20, timedelta(seconds=10))
        self._arriving = Arrivals()
        self._returning = door.tries
        self._unlocking = Pace(5, timedelta(minutes=15))

    def taking(self, handle: Handler) -> Endpoint:
        async def take(request: Request) -> Response:
            try:
                reading.check_origin(request)
                body = await reading.read_body(request)
                before = self.visitor(request, body.get("who"))
                answer, after = await handle(Asked(before, body, reading.source(request)))
            except Refused as refused:
                return _refusal(refused)
            response = JSONResponse(answer, headers=PRIVATE)
            if after != before:
                self.cookies.write(response, after)
            return response

        return take

    async def hello(self, request: Request) -> Response:
        try:
            reading.check_origin(request)
            body = await reading.read_body(request)
            known = self.cookies.read(request.cookies)
            if known is None:
                self._arrive(reading.source(request))
        except Refused as refused:
            return _refusal(refused)
        session, code = known or Session.new(), reading.join_code(body)
        if known is None or code:
            await self._start(session, code)
        answer, after = await self._welcome(session)
        response = JSONResponse(answer, headers=PRIVATE)
        self.cookies.write(response, after)  # each visit makes it last another 400 days
        return response

    async def send(self, asked: Asked) -> Answer:
        session = asked.session
        await self.refuse_locked(session)
        key, event = reading.key_of(asked.body), reading.event_of(asked.body)
        if not self._sending.admit(session.id, self.door.now()):
            raise Refused(429, "too_fast")
        await self._receive(session, key, event)
        return {"ok": True}, replace(session, fresh=False)

    async def come_back(self, asked: Asked) -> Answer:
        session, code = asked.session, reading.return_code(asked.body)
        if session.is_full and not session.fresh:
            raise Refused(409, "too_many_profiles")
        if not self._returning.admit(session.id, asked.source, self.door.now()):
            raise Refused(429, "too_many_tries")
        token = await self.door.redeem(code)
        if token is None:
            self._returning.was_wrong()
            raise Refused(404, "no_such_code")
        self._returning.was_right(asked.source)
        returned = session.joined_by(token)
        if not await self.door.stream.latest(token, 1):
            await self._start(returned, None)  # she comes from another channel; an empty page would greet nobody
        return await self._welcome(returned)

    async def change_profile(self, asked: Asked) -> Answer:
        session = asked.session
        if asked.body.get("new") is not True:
            return await self._welcome(session.using(reading.place_of(asked.body, len(session.profiles))))
        if session.is_full:
            raise Refused(409, "too_many_profiles")
        self._arrive(asked.source)
        newcomer = session.with_newcomer()
        await self._start(newcomer, None)
        return await self._welcome(newcomer)

    async def unlock(self, asked: Asked) -> Answer:
        session, now = asked.session, self.door.now()
        pin = reading.word(asked.body, "pin", reading.LONGEST_PIN)
        if not self._unlocking.admit(session.token, now):
            raise Refused(429, "too_many_tries")
        outcome = await self.door.unlock(session.token, pin)
        if outcome in (Unlocking.CLOSED, Unlocking.WRONG):
            raise Refused(403, "closed" if outcome is Unlocking.CLOSED else "wrong_pin")
        self._unlocking.pardon(session.token)
        state, opened = await self._welcome(session.opened(now))
        return {**state, "tried": outcome is Unlocking.OPEN_AFTER_TRIES}, opened

    def _arrive(self, source: str) -> None:
        """One more new person; each takes room in the database."""
        if not self._arriving.admit(source, self.door.now()):
            raise Refused(429, "crowded")

    async def _start(self, session: Session, code: str | None) -> None:
        """Open the conversation; the same link opened twice is one start."""
        words = f"/start {code}" if code else "/start"
        await self._receive(session, words.replace("/", "").replace(" ", ":"), Said(words))

    async def _receive(self, session: Session, key: str, event: Event) -> None:
        inbound = Inbound(NAME, NAME, f"{session.token}:{key}", session.token, event)
        await self.door.receive([inbound])

    async def _welcome(self, session: Session) -> Answer:
        """The state of the chat as the page opens; whoever is in stays in for a while when a PIN is set meanwhile."""
        locked = await self.is_locked(session)
        if not locked and not await self.door.locked(session.token):
            session = session.opened(self.door.now())
        batch = [] if locked else await self.door.stream.latest(session.token, SHOWN)
        state = {
            **sheet(batch, 0, self.door.zone),
            "profiles": len(session.profiles),
            "active": session.active,
            "locked": locked,
            "who": session.who,
        }
        return state, session


class _Reads(_Door):
    """Everything that only looks."""

    def __init__(self, door: WebDoor) -> None:
        super().__init__(door)
        self._streams: dict[str, int] = {}

    def giving(self, read: Reader) -> Endpoint:
        async def give(request: Request) -> Response:
            try:
                session = self.visitor(request, request.query_params.get("who"))
                await self.refuse_locked(session)
                return await read(request, session)
            except Refused as refused:
                return _refusal(refused)

        return give

    def putting_away(self, calm: Page) -> Endpoint:
        """The calm page; whoever comes back from it needs the PIN again, if there is one."""

        async def put_away(request: Request) -> Response:
            response = calm.answer(request)
            session = self.cookies.read(request.cookies)
            if session and session.open_until:
                self.cookies.write(response, session.closed())
            return response

        return put_away

    async def messages(self, request: Request, session: Session) -> Response:
        after = reading.position_of(request.query_params.get("after"))
        batch = await self.door.stream.since(session.token, after, BATCH)
        if after and not batch:
            await self._refuse_bygone(session, after)
        return JSONResponse(sheet(batch, after, self.door.zone), headers=PRIVATE)

    async def _refuse_bygone(self, session: Session, after: int) -> None:
        """A page from before its history was forgotten would wait for ever for a place that is not reached again."""
        for newest in await self.door.stream.latest(session.token, 1):
            if newest.position < after:
                raise Refused(409, "begun_anew")

    async def document(self, request: Request, session: Session) -> Response:
        position = reading.position_of(request.path_params["position"])
        for delivered in await self.door.stream.since(session.token, position - 1, 1):
            if delivered.position == position and (document := delivered.message.document):
                name = f"attachment; filename*=UTF-8''{quote(document.name, safe='')}"
                headers = {**PRIVATE, "Content-Disposition": name}
                return Response(document.content, headers=headers, media_type=document.media_type)
        raise Refused(404, "no_document")

    async def stream(self, request: Request, session: Session) -> Response:
        if self._streams.get(session.id, 0) >= MOST_STREAMS:
            raise Refused(429, "too_many_streams")
        marks = (request.query_params.get("after"), request.headers.get("last-event-id"))
        after = max(reading.position_of(mark) for mark in marks)
        until = await self._until(session)
        batches = follow(self.door.stream, session.token, after, until=until, now=self.door.now)
        return StreamingResponse(self._spoken(session, batches), headers=STREAMING, media_type="text/event-stream")

    async def _until(self, session: Session) -> datetime:
        """Streams end in time for the lock, and by themselves, so that none is forgotten."""
        now = self.door.now()
        seconds: float = STREAM_SECONDS
        if await self.door.locked(session.token):
            seconds = min(seconds, session.open_until - now.timestamp())
        return now + timedelta(seconds=seconds)

    async def _spoken(self, session: Session, batches: AsyncIterator[Sequence[Delivered]]) -> AsyncIterator[str]:
        self._streams[session.id] = self._streams.get(session.id, 0) + 1
        try:
            yield "retry: 3000\n\n"
            async for batch in batches:
                yield as_server_sent(batch, self.door.zone)
        finally:
            self._streams[session.id] -= 1
            if not self._streams[session.id]:
                del self._streams[session.id]

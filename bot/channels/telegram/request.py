"""HTTP for python-telegram-bot on aiohttp, telling a request that never left from one whose outcome nobody knows.

NetworkError
├── NotSent             nothing of it can have had an effect: send it again
│   └── NotSentInTime   … because connecting, waiting for a connection or writing took too long (also TimedOut)
└── OutcomeUnknown      it went out whole and no answer came: it may have worked
    └── NoAnswer        … within the read time-out (also TimedOut)
"""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from aiohttp.payload import Payload
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

if TYPE_CHECKING:
    from aiohttp.abc import AbstractStreamWriter
    from telegram._utils.types import ODVInput

CHUNK: Final = 64 * 1024
SMALL: Final = 16 * 1024  # fits into what the connection takes before anybody has to wait

# A call is one of thousands: what is the same for all of them is made once.
in_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@lru_cache(maxsize=64)
def time_out(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect, sock_read=read)


class NotSent(NetworkError):
    """The request did not reach Telegram whole; it can have had no effect."""


class NotSentInTime(NotSent, TimedOut):
    """No connection in time, or no time to hand all of it over."""


class OutcomeUnknown(NetworkError):
    """The request was handed over whole and no whole answer came back."""


class NoAnswer(OutcomeUnknown, TimedOut):
    """The request was handed over whole and no answer came in time."""


@dataclass(frozen=True)
class Timeouts:
    """Seconds, None for no limit; each holds for one step of a call and can be overridden call by call."""

    connect: float | None = 5.0
    read: float | None = 10.0
    write: float | None = 5.0
    media_write: float | None = 20.0  # for calls that upload a file
    pool: float | None = 5.0  # waiting for one of our own connections to become free


class Body(Payload):
    """The bytes of one request, which remember whether the last of them was handed to the connection."""

    def __init__(self, content: bytes, content_type: str, seconds: float | None) -> None:
        super().__init__(content, content_type=content_type)
        self._size = len(content)
        self._seconds = seconds
        self.handed_over = False

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return bytes(self._value).decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """aiohttp knows no write time-out, so it is kept here, over all chunks."""
        if len(self._value) <= SMALL:
            self.handed_over = True
            await writer.write(self._value)
            return
        last = self._value[-(len(self._value) % CHUNK or CHUNK) :]
        async with asyncio.timeout(self._seconds):
            for start in range(0, len(self._value) - len(last), CHUNK):
                await writer.write(self._value[start : start + CHUNK])
            self.handed_over = True
            await writer.write(last)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        await self.write(writer)


@dataclass(frozen=True)
class Plain:
    """The parameters of a call that are JSON already; the library would look at each for all that it might be.

    It stands in for the library's RequestData, which BaseRequest hands to `do_request` as it is.
    """

    parameters: dict[str, Any]
    contains_files: bool = False


class AiohttpRequest(BaseRequest):
    """Sends the calls of a `telegram.Bot` through one aiohttp session; `proxy` is an http:// or https:// address."""

    def __init__(self, connections: int = 256, timeouts: Timeouts | None = None, proxy: str | None = None) -> None:
        if proxy and not proxy.startswith(("http://", "https://")):
            raise ValueError("The proxy for Telegram must be an http:// or https:// address.")
        self._connections = connections
        self._timeouts = timeouts or Timeouts()
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(connections)

    @property
    def read_timeout(self) -> float | None:
        return self._timeouts.read

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library does it, which would log the whole answer, with people's words in it. Raises TelegramError."""
        try:
            parsed: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:  # it holds the whole answer as well
            raise TelegramError("Invalid server response") from None
        return parsed

    async def initialize(self) -> None:
        if self._session is None:
            # Connections are counted by `_free`, because aiohttp lumps waiting for one with connecting.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
            self._free = asyncio.Semaphore(self._connections)

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. Raises NotSent or OutcomeUnknown."""
        if self._session is None:
            raise RuntimeError("This request object is not initialized.")
        ours = self._timeouts
        usual_write = ours.media_write if request_data and request_data.contains_files else ours.write
        body = await outgoing(request_data, chosen(write_timeout, usual_write))
        timeout = time_out(chosen(connect_timeout, ours.connect), chosen(read_timeout, ours.read))
        await self._wait_for_connection(chosen(pool_timeout, ours.pool))
        try:
            async with self._session.request(
                method, url, data=body, timeout=timeout, proxy=self._proxy, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, OSError) as error:
            # `from None`: the words of aiohttp's errors may hold the URL, and with it the token.
            raise failure(error, body) from None
        finally:
            self._free.release()

    async def _wait_for_connection(self, seconds: float | None) -> None:
        if not self._free.locked():
            await self._free.acquire()  # at once
            return
        try:
            async with asyncio.timeout(seconds):
                await self._free.acquire()
        except TimeoutError:
            raise NotSentInTime("All connections to Telegram are busy; the request was not sent.") from None


def chosen(value: ODVInput[float], usual: float | None) -> float | None:
    """What the caller asked for, or else what is usual; None is a wish too (no limit)."""
    return value if value is None or isinstance(value, int | float) else usual


async def outgoing(data: RequestData | None, seconds: float | None) -> Body | None:
    """The body of a call: JSON, or a multipart form where a file goes along; None without parameters."""
    if data is None or not (data.contains_files or data.parameters):
        return None
    if not data.contains_files:
        # Half of a lone surrogate pair must not stop the words around it, hence "replace".
        content = in_json(data.parameters).encode("utf-8", "replace")
        return Body(content, "application/json", seconds)
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, file, media_type) in data.multipart_data.items():
        # aiohttp warns of large bytes, but not of a stream of them.
        stream = io.BytesIO(file) if isinstance(file, bytes) else file
        form.add_field(name, stream, filename=filename, content_type=media_type)
    whole = form()
    return Body(await whole.as_bytes(), whole.headers["Content-Type"], seconds)


def failure(error: Exception, body: Body | None) -> NetworkError:
    """What an error of aiohttp means for the caller; the last chunk handed over is what divides the two kinds."""
    connecting = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    went_out = not connecting and (body is None or body.handed_over)
    cause = f": {error.os_error}" if isinstance(error, aiohttp.ClientConnectorError) else ""
    reason = f"{type(error).__name__}{cause}"
    if isinstance(error, TimeoutError):
        return NoAnswer(f"Telegram did not answer in time ({reason})") if went_out else NotSentInTime(reason)
    return OutcomeUnknown(reason) if went_out else NotSent(reason)

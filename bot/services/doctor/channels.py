"""Looks at the ways in and out: Telegram's answers, and whether mail server and webhook can be reached at all."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.services.doctor.clocks import skew, told_by
from bot.services.doctor.findings import Finding, Visit, broken, fine, look

TELEGRAM, MAIL, WEBHOOK = "telegram", "e-mail", "duty webhook"
WEBHOOK_PATH = "/telegram/webhook"
MANY_PENDING = 100
LATELY = timedelta(hours=1)
_PORTS = {"http": 80, "https": 443, "smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Answer:
    """What Telegram said to one question: an HTTP status, the result or the description, its clock, our seconds."""

    status: int
    result: Any
    description: str
    date: datetime | None
    passed: float


async def check_telegram(visit: Visit) -> list[Finding]:
    """Only asks: who the bot is, and how its updates come. Never takes an update."""
    if not visit.settings.telegram_token.get_secret_value():
        return [fine(TELEGRAM, "It is off.")]
    try:
        me, way = await _asked(visit, "getMe"), await _asked(visit, "getWebhookInfo")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        do = "Look at the network, or set JIAYIN_TELEGRAM_PROXY; from mainland China Telegram is not reached."
        return [broken(TELEGRAM, f"It cannot be reached ({type(error).__name__}).", do)]
    if me.status in (401, 404):
        do = "Set JIAYIN_TELEGRAM_TOKEN to what @BotFather gave for this bot."
        return [broken(TELEGRAM, "It does not know the token.", do)]
    if me.status != 200 or way.status != 200:
        says = f"It refuses to answer ({me.status}: {me.description or way.description})."
        return [broken(TELEGRAM, says, "Look again in some minutes.")]
    found = [fine(TELEGRAM, f"The bot is @{me.result.get('username', '')}."), *_ways(visit, way.result)]
    if me.date is not None:  # whole seconds, so it may be a second behind itself
        ahead = (visit.clock() - me.date).total_seconds() - way.passed
        found.append(skew("Telegram", ahead, me.passed + way.passed + 1, visit.limits))
    return found


async def _asked(visit: Visit, method: str) -> Answer:
    settings = visit.settings
    url = f"{settings.telegram_api_url}/bot{settings.telegram_token.get_secret_value().strip()}/{method}"
    timeout = aiohttp.ClientTimeout(total=visit.limits.patience / 2)
    started = time.perf_counter()
    async with (
        aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.get(url, proxy=settings.telegram_proxy or None, allow_redirects=False) as answer,
    ):
        said = await answer.json(content_type=None)
        date = told_by(answer.headers.get("Date", ""))
        passed = time.perf_counter() - started
    said = said if isinstance(said, dict) else {}
    result = said.get("result")
    usable = result if isinstance(result, dict) else {}
    return Answer(answer.status, usable, str(said.get("description", ""))[:120], date, passed)


def _ways(visit: Visit, way: dict[str, Any]) -> list[Finding]:
    """How updates come, against how they should."""
    base, url = visit.settings.public_url, str(way.get("url", ""))
    wanted = f"{base}{WEBHOOK_PATH}" if base else ""
    found = [_meant(wanted, url)]
    if (pending := int(way.get("pending_update_count", 0))) > MANY_PENDING:
        do = "If nobody receives, start Jiayin; if somebody does, add a process that receives."
        found.append(look(TELEGRAM, f"{pending} updates wait there to be fetched.", do))
    failed_at = datetime.fromtimestamp(int(way.get("last_error_date", 0)), UTC)
    if wanted and visit.clock() - failed_at < LATELY:
        said = str(way.get("last_error_message", ""))[:120]
        do = "Look at the web server in front: Telegram must reach the webhook from outside."
        found.append(look(TELEGRAM, f"Within the last hour it could not deliver: {said}.", do))
    return found


def _meant(wanted: str, url: str) -> Finding:
    if url == wanted:
        return fine(TELEGRAM, f"Updates come to {url}." if url else "Updates are fetched by polling.")
    if not wanted:
        do = "If another Jiayin uses this bot, give it a bot of its own; else start this one: it ends the webhook."
        return look(TELEGRAM, f"Updates should be fetched by polling, but go to {_host(url)}.", do)
    if not url:
        do = "Start Jiayin: it sets the webhook. If it runs already, another one polls with this token; stop that one."
        return look(TELEGRAM, "No webhook is set, though there is a public address.", do)
    do = "If another Jiayin uses this bot, give it a bot of its own; else start this one: it sets the webhook."
    return look(TELEGRAM, f"Updates go to {_host(url)}, not to the public address.", do)


def _host(url: str) -> str:
    """An address without its path, which may be a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}"


async def check_mail(visit: Visit) -> list[Finding]:
    if not (url := visit.settings.smtp_url.get_secret_value()):
        return [fine(MAIL, "It is off.")]
    return [await _reached(MAIL, "The mail server", url, visit)]


async def check_webhook(visit: Visit) -> list[Finding]:
    if not (url := visit.settings.duty_webhook):
        return [fine(WEBHOOK, "It is off.")]
    return [await _reached(WEBHOOK, "The operator's own address", url, visit)]


async def _reached(area: str, what: str, url: str, visit: Visit) -> Finding:
    """Whether somebody listens there; nothing is said to it."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    try:
        async with asyncio.timeout(visit.limits.patience / 2):
            _reader, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError) as error:
        reason = "no answer in time" if isinstance(error, TimeoutError) else type(error).__name__
        do = "Correct the setting, or look at the firewall: alerts about danger go this way."
        return broken(area, f"{what} {host}:{port} cannot be reached ({reason}).", do)
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return fine(area, f"{what} {host}:{port} can be reached.")

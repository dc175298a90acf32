"""One visit of the doctor: every look is bounded in time, and none keeps another from being taken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.services.doctor import channels, clocks, configuration, running, storage
from bot.services.doctor.findings import Finding, State, Visit, look

Check = Callable[[Visit], Awaitable[list[Finding]]]

# By what a look is about; those of the database come only where there is one that answers.
WITHOUT_DATABASE: tuple[tuple[str, Check], ...] = (
    (configuration.SETTINGS, configuration.check_settings),
    (configuration.FILES, configuration.check_files),
    (configuration.ADDRESS, configuration.check_address),
    (configuration.OPERATOR, configuration.check_operator),
    (channels.TELEGRAM, channels.check_telegram),
    (channels.MAIL, channels.check_mail),
    (channels.WEBHOOK, channels.check_webhook),
    (storage.DISK, storage.check_disk),
    (running.BACKUP, running.check_backup),
    (running.CONTENT, running.check_files),
)
STORED: tuple[tuple[str, Check], ...] = (
    (storage.SAFETY, storage.check_safety),
    (storage.SPEED, storage.check_commit),
    (storage.DISK, storage.check_size),
    (clocks.CLOCK, storage.check_clock),
)
WITH_SCHEMA: tuple[tuple[str, Check], ...] = (
    (running.CONTENT, running.check_library),
    (running.PROCESSES, running.check_processes),
    (running.OUTBOX, running.check_outbox),
    (running.DUTY, running.check_duty),
)


async def examine(visit: Visit) -> list[Finding]:
    """Everything that was found, in the order in which it is told."""
    found = await _all(visit, WITHOUT_DATABASE)
    answers = await storage.reach(visit)
    found.append(answers)
    if answers.state is not State.FINE:
        return found
    found += await _all(visit, STORED)
    schema = await _taken(visit, storage.SCHEMA, storage.check_schema)
    found += schema
    if all(one.state is not State.BROKEN for one in schema):
        found += await _all(visit, WITH_SCHEMA)
    return found


async def _all(visit: Visit, checks: tuple[tuple[str, Check], ...]) -> list[Finding]:
    taken = await asyncio.gather(*(_taken(visit, area, check) for area, check in checks))
    return [finding for findings in taken for finding in findings]


async def _taken(visit: Visit, area: str, check: Check) -> list[Finding]:
    try:
        async with asyncio.timeout(visit.limits.patience):
            return await check(visit)
    except TimeoutError:
        return [look(area, f"No answer within {visit.limits.patience:.0f} seconds.", "Look again in some minutes.")]
    except Exception as error:  # one look that fails must not hide the others
        return [look(area, f"It could not be looked at ({type(error).__name__}).", "Look at the other findings first.")]

"""Looks at what runs: processes and their roles, the outbox, who is on duty, the content, the last backup."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.services.cases.calling import officer_of
from bot.services.content.files import edition
from bot.services.doctor.findings import Finding, State, Visit, broken, by_much, fine, look
from bot.services.measuring import urgency_name
from bot.services.scene import Ways
from bot.services.staff.rights import Right
from bot.store import contents, factories, measures, roster

PROCESSES, OUTBOX, DUTY, CONTENT, BACKUP = "processes", "outbox", "duty", "content", "backup"
SEEN_LATELY = timedelta(seconds=60)
SEEN_TODAY = timedelta(days=1)
COMING = timedelta(days=14)
VITAL = {"receive": "receives updates", "plan": "plans reminders", "send": "sends"}


async def check_processes(visit: Visit) -> list[Finding]:
    now = visit.clock()
    async with visit.database.reading() as connection:
        seen = await measures.processes(connection, now - SEEN_TODAY)
    running = [one for one in seen if one.seen_at > now - SEEN_LATELY]
    if not running:
        return [look(PROCESSES, "No Jiayin runs on this database.", "`jiayin run` starts one.")]
    roles = measures.by_role(running)
    found = [
        broken(PROCESSES, f"Nobody {what}.", f"Start a process with that role: `jiayin run --roles {role}`.")
        for role, what in VITAL.items()
        if not roles[role]
    ]
    told = "; ".join(f"{one.name} on {one.host} ({', '.join(one.roles)})" for one in running)
    found.append(fine(PROCESSES, f"{len(running)} run: {told}."))
    if len({one.version for one in running}) > 1:
        do = "Finish the upgrade: start all processes in the same version."
        found.append(look(PROCESSES, "They run in different versions.", do))
    return found


async def check_outbox(visit: Visit) -> list[Finding]:
    now = visit.clock()
    async with visit.database.reading() as connection:
        waiting = await measures.waiting(connection, now)
    if not waiting:
        return [fine(OUTBOX, "Nothing that is due waits.")]
    oldest = min(waiting, key=lambda one: one.oldest)
    age = (now - oldest.oldest).total_seconds()
    state = by_much(age, visit.limits.oldest_due)
    kind = f"{urgency_name(oldest.urgency)} on {oldest.lane or 'a lane without a name'}"
    says = f"{sum(one.due for one in waiting)} messages are due; the oldest ({kind}) for {age:.0f} seconds."
    do = "" if state is State.FINE else "Look for `send_failed` in the log, and whether anybody sends (processes)."
    return [Finding(OUTBOX, state, says, do)]


async def check_duty(visit: Visit) -> list[Finding]:
    now, settings = visit.clock(), visit.settings
    async with visit.database.reading() as connection:
        rows = await roster.between(connection, now, now + COMING)
        opened = await factories.open_codes(connection)
    ways = Ways(settings.telegram_bot_id, bool(settings.smtp_url.get_secret_value()))
    officers = [officer_of(row, row.account_id, ways) for row in rows]
    shifts = [one for one in officers if Right.CASES in one.rights and one.addresses]
    if settings.duty_telegram or settings.duty_webhook:
        return [fine(DUTY, "The settings name who is called.")]
    if shifts:
        return [fine(DUTY, f"{len(shifts)} shifts are planned for the coming 14 days.")]
    do = "Plan shifts in the console, or set JIAYIN_DUTY_TELEGRAM or JIAYIN_DUTY_WEBHOOK."
    says = "Nobody is on duty: words of danger are answered, but no person is told."
    return [broken(DUTY, says, do) if opened else look(DUTY, says, do)]


async def check_library(visit: Visit) -> list[Finding]:
    """What the database holds, against the files of this Jiayin."""
    async with visit.database.reading() as connection:
        version, files = await contents.version(connection), await contents.files_version(connection)
        count = await measures.records(connection)
    if version is None or not count:
        return [broken(CONTENT, "There is none in the database.", "`jiayin content load` puts it there.")]
    found = [fine(CONTENT, f"{count} records, version {version}.")]
    if files != await asyncio.to_thread(edition):
        do = "Start Jiayin, or run `jiayin content load`."
        found.append(look(CONTENT, "The files changed since they were taken in.", do))
    return found


async def check_files(visit: Visit) -> list[Finding]:
    """The rules of the house over the content files of this Jiayin."""
    if visit.quick:
        return []
    from bot.i18n import LOCALES
    from bot.services.content.rules import check_content

    report = await asyncio.to_thread(check_content, LOCALES, visit.clock().date())
    errors = sum(1 for finding in report.findings if finding.error)
    advice = len(report.findings) - errors
    if errors:
        return [look(CONTENT, f"The files have {errors} errors.", "`jiayin content check` names them.")]
    return [fine(CONTENT, f"The files have no errors, and {advice} pieces of advice.")]


async def check_backup(visit: Visit) -> list[Finding]:
    folder = visit.backups or visit.settings.data_dir / "backups"
    newest = await asyncio.to_thread(
        lambda: max((path.stat().st_mtime for path in folder.glob("*.backup") if path.is_file()), default=None)
    )
    if newest is None:
        return [
            look(
                BACKUP,
                f"There is none in {folder}.",
                "Make one every night, and keep it elsewhere; `--backups` tells the doctor where.",
            )
        ]
    age = (visit.clock() - datetime.fromtimestamp(newest, UTC)).total_seconds()
    if age > visit.limits.backup_age:
        return [look(BACKUP, f"The newest is {age / 3600:.0f} hours old.", "Look why no newer one was made.")]
    return [fine(BACKUP, f"The newest is {age / 3600:.0f} hours old.")]

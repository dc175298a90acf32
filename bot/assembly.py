"""Puts the parts together over one database: what every command and the running service stand on."""

from __future__ import annotations

import asyncio
import math
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.channels.web.channel import WebChannel
from bot.i18n import Words
from bot.roles import ProcessRole
from bot.services.announcements.announcements import Announcements
from bot.services.content.loading import load_changed_files, read_library
from bot.services.errors import CannotStart
from bot.services.escalation import Escalation
from bot.services.housekeeping import Housekeeping
from bot.services.keeping.journal import Journal
from bot.services.line import DELIVERED, OUTBOX, Line
from bot.services.measuring import Measuring
from bot.services.metrics import LAST
from bot.services.pace import Rule
from bot.services.plan import Planner
from bot.services.ports import Capabilities
from bot.services.receiving import Receiver
from bot.services.scene import DutyHours, DutyRoster, Setting, Shelf, Ways
from bot.services.semantic.opening import meaning_of
from bot.services.sending import Sender
from bot.services.staff.audit import Audit
from bot.services.streams import Streams
from bot.services.voices.voices import Voices
from bot.services.workflow.remarks import Judge
from bot.services.workflow.workflow import Workflow
from bot.settings import Settings
from bot.store import contents, factories, schema
from bot.store.addresses import Where, lane_of
from bot.store.alone import alone
from bot.store.database import Database
from bot.store.schema import SchemaState
from dialogs.library import Operator

if TYPE_CHECKING:
    from bot.services.semantic.meaning import Meaning

log = structlog.get_logger()

TALKING = frozenset(ProcessRole) - {ProcessRole.SEND}  # whoever may have to answer a question


def clock() -> datetime:
    return datetime.now(UTC)


def roster_of(settings: Settings) -> DutyRoster:
    """The addresses on duty; what one process writes, another one may deliver."""
    chats = (chat.strip() for chat in settings.duty_telegram.split(","))
    telegram = [Where("telegram", settings.telegram_bot_id, chat) for chat in chats if chat]
    webhook = [Where("webhook", "webhook", "duty")] if settings.duty_webhook else []
    ways = Ways(settings.telegram_bot_id, bool(settings.smtp_url.get_secret_value()))
    return DutyRoster((*telegram, *webhook), DutyHours(*settings.duty_times), ways)


def paces_of(settings: Settings) -> dict[str, Rule]:
    """How fast each lane may go; the web and the terminal take what comes."""
    if not settings.telegram_bot_id:
        return {}
    return {lane_of("telegram", settings.telegram_bot_id): Rule(settings.telegram_pace or math.inf)}


@dataclass
class Jiayin:
    """The running parts, without any channel."""

    settings: Settings
    database: Database
    words: Words
    setting: Setting
    streams: Streams
    sender: Sender
    receiver: Receiver
    planner: Planner
    housekeeping: Housekeeping
    escalation: Escalation
    meaning: Meaning | None
    line: Line | None = None  # to the other processes, where there may be some
    failed: bool = False  # something that cannot mend itself stopped us
    refused: str = ""  # the version of content that no library could be made of

    @cached_property
    def workflow(self) -> Workflow:
        """How content comes about, over this database and this shelf."""
        judge, clock = Judge(self.words, self.setting), self.setting.clock
        return Workflow(self.database, clock, judge, Audit(self.database, clock))

    @cached_property
    def announcements(self) -> Announcements:
        """What trainers announce to many, over this database."""
        return Announcements(self.database, self.setting, Audit(self.database, self.setting.clock))

    @cached_property
    def journal(self) -> Journal:
        """The wishes that no backup may undo, kept outside the database as well."""
        kept = timedelta(days=self.settings.backup_days)
        return Journal(self.database, self.setting.clock, self.settings.journal, kept)

    @cached_property
    def voices(self) -> Voices:
        """Tips and starters read aloud, over this database."""

        clock = self.setting.clock
        return Voices(self.database, clock, self.words, Audit(self.database, clock))

    @cached_property
    def measuring(self) -> Measuring:
        """How things stand, for /metrics."""
        return Measuring(self.database, self.setting, self.settings.data_dir)

    @property
    def wake(self) -> Callable[[], None]:
        """To be called when something was written to the outbox: our own sender, or those of other processes."""
        return _wake_of(self.settings, self.sender, self.line)

    async def tick(self) -> None:
        """Plan what is due, and wake the sender."""
        try:
            if await self.planner.plan_due():
                self.wake()
            if await self.escalation.look():
                self.wake()
            if await self.announcements.spread():
                self.wake()
            await self.workflow.turn(self.setting.clock())
            await self.journal.catch_up()
            LAST.labels("tick").set(clock().timestamp())
        except SQLAlchemyError as error:
            log.error("tick_failed", error=type(error).__name__)

    async def refresh_roster(self) -> None:
        """Take up the shifts that somebody changed, in this process or another."""
        try:
            await self.escalation.refresh()
        except SQLAlchemyError as error:
            log.error("roster_not_read", error=type(error).__name__)

    async def refresh_content(self) -> None:
        """Take up content that somebody changed, in this process or another."""
        async with self.database.reading() as connection:
            version = await contents.version(connection)
        if version is None or version in (self.setting.shelf.library.version, self.refused):
            return
        try:
            self.setting.shelf.library = await read_library(self.database, self.words, self.meaning)
        except SQLAlchemyError:
            raise
        except Exception as error:  # whatever a record holds, people go on being answered from the old library
            self.refused = version
            log.error("content_refused", version=version, error=type(error).__name__, id=secrets.token_hex(4))
            return
        log.info("content_taken_up", version=version)

    async def tidy(self) -> None:
        """Housekeeping, unless another process is at it."""
        try:
            async with alone(self.database, "tidy") as ours:
                if ours:
                    await self.housekeeping.tidy()
                    await self.journal.prune()
        except SQLAlchemyError as error:
            log.error("tidying_failed", error=type(error).__name__)


@asynccontextmanager
async def assembled(settings: Settings, *, on_duty: bool = True) -> AsyncIterator[Jiayin]:
    """All parts over one database with the right schema; not `on_duty` where no alert would leave. CannotStart."""
    database = opened(settings)
    try:
        await prepare(database)
        words, meaning = Words(), await _meaning(settings)
        shelf = Shelf(await read_library(database, words, meaning))
        operator = Operator(settings.operator_name, settings.operator_phone)
        roster = roster_of(settings) if on_duty else DutyRoster(off=True)
        known = known_channels(settings)
        setting = Setting(
            clock, settings.timezone, shelf, operator, roster, public_url=settings.public_url, elsewhere=known
        )
        line = None if database.is_sqlite else Line(database)
        streams = Streams(partial(line.tell, DELIVERED) if line else None)
        sender = Sender(database, setting, streams, paces_of(settings))
        receiver = Receiver(database, setting, _wake_of(settings, sender, line))
        planner = Planner(database, setting, receiver)
        housekeeping, escalation = Housekeeping(database, clock), Escalation(database, setting)
        await escalation.refresh()
        parts = (setting, streams, sender, receiver, planner, housekeeping, escalation)
        yield Jiayin(settings, database, words, *parts, meaning, line)
    finally:
        await database.close()


async def _meaning(settings: Settings) -> Meaning | None:
    """Who only sends answers no questions, and needs no model."""
    return await asyncio.to_thread(meaning_of, settings) if settings.role_set & TALKING else None


def known_channels(settings: Settings) -> dict[tuple[str, str], Capabilities]:
    """What the channels of this Jiayin can do, whichever process runs them."""
    web, bot_id = WebChannel(), settings.telegram_bot_id
    return {(web.name, web.bot_id): web.capabilities, **({("telegram", bot_id): TELEGRAM} if bot_id else {})}


def _wake_of(settings: Settings, sender: Sender, line: Line | None) -> Callable[[], None]:
    """Our own sender, or else those of other processes; each of them looks by itself every few seconds as well."""
    if line is None or ProcessRole.SEND in settings.role_set:
        return sender.wake
    return partial(line.tell, OUTBOX)


def opened(settings: Settings) -> Database:
    """The database, its file readable by this user alone. Raises CannotStart."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = Database(settings.database, pool_size=settings.database_pool)
        if database.is_sqlite and database.url.database:
            Path(database.url.database).touch(mode=0o600)
    except OSError as error:
        raise CannotStart(
            f"The folder {settings.data_dir} cannot be written ({error.strerror}). Free some space there, "
            "give this user the right to write, or set JIAYIN_DATA_DIR to another folder."
        ) from error
    return database


async def open_factories(jiayin: Jiayin) -> None:
    """Keep the factories of the settings, new ones as a trial; the console names, opens and closes them."""
    with _usable(jiayin.database):
        async with jiayin.database.writing() as connection:
            await factories.keep(connection, jiayin.settings.factory_codes)


async def prepare(database: Database) -> None:
    """Check the schema (SQLite upgrades by itself) and load the content."""
    with _usable(database):
        await _right_schema(database)
        await load_changed_files(database, clock())


@contextmanager
def _usable(database: Database) -> Iterator[None]:
    """What fails at the start is told in one line, with what to do about it."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise CannotStart(
            f"The database {database.url.render_as_string()} cannot be used: {reason}. "
            "If another program holds it, stop that one; if it is damaged, put a backup in its place."
        ) from error


async def _right_schema(database: Database) -> None:
    state = await schema.state(database)
    if state is SchemaState.NEWER:
        raise CannotStart(
            "The database was made by a newer Jiayin than this one. Install that version again; nothing was changed."
        )
    if state is SchemaState.RESTORING:
        raise CannotStart("A restore of this database was not finished. Run `jiayin restore` once more.")
    if state is SchemaState.CURRENT:
        return
    if not database.is_sqlite and state is SchemaState.OLDER:
        raise CannotStart("The database has an older schema. Run `jiayin db upgrade` once, then start again.")
    await schema.upgrade(database)

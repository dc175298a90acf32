"""Puts the parts together over one database: what every command and the running service stand on."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.i18n import Words
from bot.services.announcements.announcements import Announcements
from bot.services.content.loading import load_changed_files, read_library
from bot.services.errors import CannotStart
from bot.services.escalation import Escalation
from bot.services.housekeeping import Housekeeping
from bot.services.keeping.journal import Journal
from bot.services.plan import Planner
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
from bot.store.addresses import Where
from bot.store.database import Database
from bot.store.schema import SchemaState
from dialogs.library import Operator

if TYPE_CHECKING:
    from bot.services.semantic.meaning import Meaning

log = structlog.get_logger()


def clock() -> datetime:
    return datetime.now(UTC)


def roster_of(settings: Settings) -> DutyRoster:
    """The addresses on duty; what one process writes, another one may deliver."""
    chats = (chat.strip() for chat in settings.duty_telegram.split(","))
    telegram = [Where("telegram", settings.telegram_bot_id, chat) for chat in chats if chat]
    webhook = [Where("webhook", "webhook", "duty")] if settings.duty_webhook else []
    ways = Ways(settings.telegram_bot_id, bool(settings.smtp_url.get_secret_value()))
    return DutyRoster((*telegram, *webhook), DutyHours(*settings.duty_times), ways)


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

    async def tick(self) -> None:
        """Plan what is due, and wake the sender."""
        try:
            if await self.planner.plan_due():
                self.sender.wake()
            if await self.escalation.look():
                self.sender.wake()
            if await self.announcements.spread():
                self.sender.wake()
            await self.workflow.turn(self.setting.clock())
            await self.housekeeping.measure()
            await self.journal.catch_up()
        except SQLAlchemyError as error:
            log.error("tick_failed", error=type(error).__name__)

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
        try:
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
        words, meaning = Words(), await asyncio.to_thread(meaning_of, settings)
        shelf = Shelf(await read_library(database, words, meaning))
        operator = Operator(settings.operator_name, settings.operator_phone)
        roster = roster_of(settings) if on_duty else DutyRoster(off=True)
        setting = Setting(clock, settings.timezone, shelf, operator, roster, public_url=settings.public_url)
        streams = Streams()
        sender = Sender(database, setting, streams)
        receiver = Receiver(database, setting, sender.wake)
        planner = Planner(database, setting, receiver)
        housekeeping, escalation = Housekeeping(database, clock), Escalation(database, setting)
        await escalation.refresh()
        parts = (setting, streams, sender, receiver, planner, housekeeping, escalation)
        yield Jiayin(settings, database, words, *parts, meaning)
    finally:
        await database.close()


def opened(settings: Settings) -> Database:
    """The database, its file readable by this user alone. Raises CannotStart."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = Database(settings.database)
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

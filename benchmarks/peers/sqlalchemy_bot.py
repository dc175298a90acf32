"""python-telegram-bot that keeps people with SQLAlchemy in SQLite: `… peers.sqlalchemy_bot API_URL FILE`.

One session and one commit an update, before the answer, with write-ahead log and synchronous=FULL.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, cast

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import CallbackQuery, Chat, Message, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from benchmarks.dialog import ACCOUNT, WISH
from benchmarks.peers import words
from benchmarks.peers.ptb_bot import reply
from benchmarks.peers.words import Said

# By the step that a person is at: what she told, the next step, and what she is asked or shown then.
STEPS: dict[str, tuple[str, str, tuple[Said, ...]]] = {
    "agreement": ("agreed", "child", (words.ASKS_AGE,)),
    "child": ("band", "menu", (words.SHOWS_TIP, words.SHOWS_STARTER)),
    "days": ("days", "shift", (words.ASKS_SHIFT,)),
    "shift": ("shift", "", (Said(words.NOTED),)),
}


class Table(DeclarativeBase):
    pass


class Person(Table):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(default="agreement")
    agreed: Mapped[str] = mapped_column(default="")
    band: Mapped[str] = mapped_column(default="")
    days: Mapped[str] = mapped_column(default="")
    shift: Mapped[str] = mapped_column(default="")


class Handlers:
    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def start(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        async with self._sessions() as session:
            await session.merge(Person(id=cast("Chat", update.effective_chat).id, step="agreement"))
            await session.commit()
        await reply(update.message, words.ASKS_AGREEMENT)

    async def wish(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        async with self._sessions() as session:
            person = await session.get(Person, cast("Chat", update.effective_chat).id)
            if person is None or person.step != "menu":
                return
            person.step = "days"
            await session.commit()
        await reply(update.message, words.ASKS_DAYS)

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query = cast("CallbackQuery", update.callback_query)
        await query.answer()
        async with self._sessions() as session:
            person = await session.get(Person, cast("Message", query.message).chat.id)
            if person is None or person.step not in STEPS:
                return
            field, person.step, answers = STEPS[person.step]
            setattr(person, field, query.data)
            await session.commit()
        for said in answers:
            await reply(query.message, said)


def durable(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def main(api: str, file: str) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    event.listen(engine.sync_engine, "connect", durable)
    handlers = Handlers(async_sessionmaker(engine, expire_on_commit=False))

    async def create(_application: object) -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Table.metadata.create_all)

    builder = Application.builder().token(ACCOUNT).base_url(f"{api}/bot").post_init(create)
    application = builder.build()
    application.add_handler(CommandHandler("start", handlers.start))
    application.add_handler(MessageHandler(filters.Regex(WISH), handlers.wish))
    application.add_handler(CallbackQueryHandler(handlers.pressed))
    asyncio.set_event_loop(asyncio.new_event_loop())
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""An aiogram bot with the same five turns: `python -m benchmarks.peers.aiogram_bot API_URL [FILE]`.

States in memory, or in the SQLite file with aiogram-sqlite-storage; uvloop, as aiogram takes it where it is installed.
"""

from __future__ import annotations

import sys
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_sqlite_storage.sqlitestore import SQLStorage

from benchmarks.dialog import ACCOUNT, AGREE, WISH
from benchmarks.peers import words
from benchmarks.peers.words import Said


class Talk(StatesGroup):
    agreement = State()
    child = State()
    menu = State()
    days = State()
    shift = State()


async def reply(message: Any, said: Said) -> None:
    rows = [[InlineKeyboardButton(text=label, callback_data=label)] for label in said.labels]
    await message.answer(said.text, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


async def start(message: Message, state: FSMContext) -> None:
    await state.set_state(Talk.agreement)
    await reply(message, words.ASKS_AGREEMENT)


async def agreed(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.update_data(agreed=True)
    await state.set_state(Talk.child)
    await reply(query.message, words.ASKS_AGE)


async def child(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.update_data(band=query.data)
    await state.set_state(Talk.menu)
    await reply(query.message, words.SHOWS_TIP)
    await reply(query.message, words.SHOWS_STARTER)


async def wish(message: Message, state: FSMContext) -> None:
    await state.set_state(Talk.days)
    await reply(message, words.ASKS_DAYS)


async def days(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.update_data(days=query.data)
    await state.set_state(Talk.shift)
    await reply(query.message, words.ASKS_SHIFT)


async def shift(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.update_data(shift=query.data)
    await state.set_state(None)
    await reply(query.message, Said(words.NOTED))


def dispatcher(file: str) -> Dispatcher:
    made = Dispatcher(storage=SQLStorage(file, serializing_method="json") if file else MemoryStorage())
    made.message.register(start, CommandStart())
    made.callback_query.register(agreed, Talk.agreement, F.data == AGREE)
    made.callback_query.register(child, Talk.child)
    made.message.register(wish, Talk.menu, F.text == WISH)
    made.callback_query.register(days, Talk.days)
    made.callback_query.register(shift, Talk.shift)
    return made


def main(api: str, file: str = "") -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    dispatcher(file).run_polling(Bot(ACCOUNT, session=session))


if __name__ == "__main__":
    main(*sys.argv[1:])

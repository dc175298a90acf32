"""An asynchronous pyTelegramBotAPI bot with the same five turns: `python -m benchmarks.peers.telebot_bot API_URL`."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from telebot import asyncio_filters, asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.asyncio_handler_backends import State, StatesGroup
from telebot.asyncio_storage import StateMemoryStorage
from telebot.types import InlineKeyboardButton, InlineKeyboardMarkup

from benchmarks.dialog import ACCOUNT, AGREE, WISH
from benchmarks.peers import words
from benchmarks.peers.words import Said

bot = AsyncTeleBot(ACCOUNT, state_storage=StateMemoryStorage())


class Talk(StatesGroup):
    agreement = State()
    child = State()
    menu = State()
    days = State()
    shift = State()


async def reply(chat: int, said: Said) -> None:
    rows = [[InlineKeyboardButton(label, callback_data=label)] for label in said.labels]
    await bot.send_message(chat, said.text, reply_markup=InlineKeyboardMarkup(rows))


async def learn(query: Any, state: State, **known: Any) -> int:
    """Keep what the press told and where she is now; her chat."""
    await bot.answer_callback_query(query.id)
    chat = int(query.message.chat.id)
    await bot.add_data(query.from_user.id, chat, **known)
    await bot.set_state(query.from_user.id, state, chat)
    return chat


@bot.message_handler(commands=["start"])
async def start(message: Any) -> None:
    await bot.set_state(message.from_user.id, Talk.agreement, message.chat.id)
    await reply(message.chat.id, words.ASKS_AGREEMENT)


@bot.callback_query_handler(func=lambda query: query.data == AGREE, state=Talk.agreement)
async def agreed(query: Any) -> None:
    await reply(await learn(query, Talk.child, agreed=True), words.ASKS_AGE)


@bot.callback_query_handler(func=None, state=Talk.child)
async def child(query: Any) -> None:
    chat = await learn(query, Talk.menu, band=query.data)
    await reply(chat, words.SHOWS_TIP)
    await reply(chat, words.SHOWS_STARTER)


@bot.message_handler(regexp=WISH, state=Talk.menu)
async def wish(message: Any) -> None:
    await bot.set_state(message.from_user.id, Talk.days, message.chat.id)
    await reply(message.chat.id, words.ASKS_DAYS)


@bot.callback_query_handler(func=None, state=Talk.days)
async def days(query: Any) -> None:
    await reply(await learn(query, Talk.shift, days=query.data), words.ASKS_SHIFT)


@bot.callback_query_handler(func=None, state=Talk.shift)
async def shift(query: Any) -> None:
    chat = await learn(query, Talk.menu, shift=query.data)
    await reply(chat, Said(words.NOTED))


def main(api: str) -> None:
    asyncio_helper.API_URL = api + "/bot{0}/{1}"
    bot.add_custom_filter(asyncio_filters.StateFilter(bot))
    asyncio.run(bot.infinity_polling(skip_pending=False))


if __name__ == "__main__":
    main(*sys.argv[1:])

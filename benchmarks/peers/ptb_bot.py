"""A python-telegram-bot bot with the same five turns: `python -m benchmarks.peers.ptb_bot API_URL WAY [ARGUMENT …]`.

Ways: `plain`; `concurrent` (updates side by side, over aiohttp); `pickle FILE`, with its default interval;
`stored FILE PEOPLE`, a pickle that holds so many people already and is written every second; `webhook PORT`.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, cast

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PicklePersistence,
    filters,
)

from benchmarks.dialog import ACCOUNT, AGREE, WISH
from benchmarks.peers import words
from benchmarks.peers.words import Said

AGREEMENT, CHILD, MENU, DAYS, SHIFT = range(5)

Context = ContextTypes.DEFAULT_TYPE


def keyboard(said: Said) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in said.labels])


def learned(context: Context) -> dict[Any, Any]:
    return cast("dict[Any, Any]", context.user_data)


async def reply(message: object, said: Said) -> None:
    await cast("Message", message).reply_text(said.text, reply_markup=keyboard(said))


async def pressed(update: Update) -> tuple[str, Message]:
    query = cast("CallbackQuery", update.callback_query)
    await query.answer()
    return cast("str", query.data), cast("Message", query.message)


async def start(update: Update, _context: Context) -> int:
    await reply(update.message, words.ASKS_AGREEMENT)
    return AGREEMENT


async def agreed(update: Update, context: Context) -> int:
    _, message = await pressed(update)
    learned(context)["agreed"] = True
    await reply(message, words.ASKS_AGE)
    return CHILD


async def child(update: Update, context: Context) -> int:
    learned(context)["band"], message = await pressed(update)
    await reply(message, words.SHOWS_TIP)
    await reply(message, words.SHOWS_STARTER)
    return MENU


async def wish(update: Update, _context: Context) -> int:
    await reply(update.message, words.ASKS_DAYS)
    return DAYS


async def days(update: Update, context: Context) -> int:
    learned(context)["days"], message = await pressed(update)
    await reply(message, words.ASKS_SHIFT)
    return SHIFT


async def shift(update: Update, context: Context) -> int:
    learned(context)["shift"], message = await pressed(update)
    await message.reply_text(words.NOTED)
    return ConversationHandler.END


def conversation(*, persistent: bool) -> ConversationHandler[Context]:
    return ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            AGREEMENT: [CallbackQueryHandler(agreed, pattern=f"^{AGREE}$")],
            CHILD: [CallbackQueryHandler(child)],
            MENU: [MessageHandler(filters.Regex(WISH), wish)],
            DAYS: [CallbackQueryHandler(days)],
            SHIFT: [CallbackQueryHandler(shift)],
        },
        fallbacks=[CommandHandler("start", start)],
        name="five_turns",
        persistent=persistent,
    )


async def fill(file: str, people: int) -> None:
    """A pickle of people who have gone through the five turns."""
    kept: PicklePersistence[Any, Any, Any] = PicklePersistence(filepath=file, on_flush=True)
    kept.set_bot(ExtBot(ACCOUNT))
    for read in (kept.get_bot_data, kept.get_chat_data, kept.get_callback_data, kept.get_user_data):
        await read()
    await kept.get_conversations("five_turns")
    for number in range(people):
        await kept.update_user_data(number, {"agreed": True, "band": "6到9岁", "days": "每天", "shift": "白班"})
        await kept.update_conversation("five_turns", (number, number), SHIFT)
    await kept.flush()


def persistence(way: str, rest: list[str]) -> PicklePersistence[Any, Any, Any] | None:
    if way == "pickle":
        return PicklePersistence(filepath=rest[0])
    if way == "stored":
        asyncio.run(fill(rest[0], int(rest[1])))
        return PicklePersistence(filepath=rest[0], update_interval=1)
    return None


def main(api: str, way: str, *rest: str) -> None:
    builder: Any = Application.builder().token(ACCOUNT).base_url(f"{api}/bot")
    if way == "concurrent":
        from bot.channels.telegram.request import AiohttpRequest

        builder = builder.concurrent_updates(True).request(AiohttpRequest())
        builder = builder.get_updates_request(AiohttpRequest(connections=2))
    kept = persistence(way, list(rest))
    if kept is not None:
        builder = builder.persistence(kept)
    application = builder.build()
    application.add_handler(conversation(persistent=kept is not None))
    asyncio.set_event_loop(asyncio.new_event_loop())
    if way == "webhook":
        port = int(rest[0])
        address = f"http://127.0.0.1:{port}/hook"
        application.run_webhook("127.0.0.1", port, "hook", webhook_url=address, secret_token="bench")  # noqa: S106 - a fake asks for it
    else:
        application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A plain python-telegram-bot bot with the same five turns: `python -m benchmarks.peers.ptb_bot API_URL [PICKLE]`."""

from __future__ import annotations

import sys
from typing import Any, Final, cast

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from benchmarks.dialog import ACCOUNT, AGREE, BAND, EVERY_DAY, WISH

AGREEMENT, CHILD, MENU, DAYS, SHIFT = range(5)

NOTICE: Final = "我是家音，育儿小助手，不是真人。点“同意”，我记下你的班次、老家区号、孩子大概几岁。不想用了，发“退出”。"
TIP: Final = "忙季加班，说好的电话打不成，今天早点告诉他：“妈妈今晚加班，明天中午12点打给你。”孩子不怕你忙，怕白等。"
STARTER: Final = "打给孩子，可以这样开口：\n“今天有没有一件事，你做得比昨天好一点？”\n接着：“你是怎么做到的？”"
BANDS: Final = ("0到3岁", "3到6岁", BAND, "9到12岁", "12到15岁", "15到18岁")

Context = ContextTypes.DEFAULT_TYPE


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


def learned(context: Context) -> dict[Any, Any]:
    return cast("dict[Any, Any]", context.user_data)


async def pressed(update: Update) -> tuple[str, Message]:
    query = cast("CallbackQuery", update.callback_query)
    await query.answer()
    return cast("str", query.data), cast("Message", query.message)


async def start(update: Update, _context: Context) -> int:
    await cast("Message", update.message).reply_text(NOTICE, reply_markup=keyboard(AGREE, "不同意", "看全文"))
    return AGREEMENT


async def agreed(update: Update, context: Context) -> int:
    _, message = await pressed(update)
    learned(context)["agreed"] = True
    await message.reply_text("最小的孩子多大了？", reply_markup=keyboard(*BANDS, "先跳过"))
    return CHILD


async def child(update: Update, context: Context) -> int:
    learned(context)["band"], message = await pressed(update)
    await message.reply_text(TIP, reply_markup=keyboard("我试了", "换一条", "收藏", "转给工友", "为什么给我这条"))
    await message.reply_text(STARTER, reply_markup=keyboard("换一条", "家里老人"))
    return MENU


async def wish(update: Update, _context: Context) -> int:
    days = keyboard(EVERY_DAY, "一三五", "周末", "我休息那天", "我自己写", "改打给老人")
    await cast("Message", update.message).reply_text("提醒你给孩子打电话。哪几天？", reply_markup=days)
    return DAYS


async def days(update: Update, context: Context) -> int:
    learned(context)["days"], message = await pressed(update)
    await message.reply_text("这周白班还是夜班？", reply_markup=keyboard("白班", "夜班", "不倒班", "先跳过"))
    return SHIFT


async def shift(update: Update, context: Context) -> int:
    learned(context)["shift"], message = await pressed(update)
    await message.reply_text("记下了。")
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


def main(api: str, pickle: str = "") -> None:
    builder = Application.builder().token(ACCOUNT).base_url(f"{api}/bot")
    if pickle:
        builder = builder.persistence(PicklePersistence(filepath=pickle))
    application = builder.build()
    application.add_handler(conversation(persistent=bool(pickle)))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])

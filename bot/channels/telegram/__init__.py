"""Telegram: private chats with a bot account, through the Bot API."""

import os

# python-telegram-bot warns on every 429 until one chooses how it gives the seconds; we choose timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")

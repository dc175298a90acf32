"""Cuts the description of the Bot API down to what the tests check: `python -m tests.telegram.trim_api FULL.json`.

The full file is api.json of PaulSonOfLars/telegram-bot-api-spec (MIT; the licence lies beside the data).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data" / "api.json"

METHODS: Final = (
    "getMe",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "setMyCommands",
    "sendMessage",
    "sendDocument",
    "sendVoice",
    "sendChatAction",
    "editMessageText",
    "answerCallbackQuery",
    "leaveChat",
)

# What the fake itself says, checked as well; types that are not here may hold anything.
ANSWERS: Final = (
    "Update",
    "Message",
    "CallbackQuery",
    "ChatMemberUpdated",
    "ChatMember",
    "ChatMemberMember",
    "ChatMemberBanned",
    "ChatMemberLeft",
    "ChatMemberAdministrator",
    "ChatMemberRestricted",
    "ChatMemberOwner",
    "User",
    "WebhookInfo",
    "Chat",
    "Voice",
    "Audio",
    "VideoNote",
    "Video",
    "Animation",
    "Document",
    "PhotoSize",
    "Sticker",
    "Location",
    "Venue",
    "Contact",
    "Poll",
    "PollOption",
    "Dice",
    "MessageOriginUser",
    "MessageOriginHiddenUser",
    "MessageOriginChat",
    "MessageOriginChannel",
    "MessageOrigin",
    "InlineKeyboardMarkup",
    "InlineKeyboardButton",
)

LIMIT: Final = re.compile(r"\d+-\d+ (?:characters|bytes)|between \d+-\d+")


def main(full: Path) -> None:
    api = json.loads(full.read_text("utf-8"))
    methods = {name: slim(api["methods"][name]) for name in METHODS}
    wanted = reachable(api["types"], mentioned(methods.values())) | set(ANSWERS)
    trimmed = {
        "version": api["version"],
        "source": "https://github.com/PaulSonOfLars/telegram-bot-api-spec",
        "methods": methods,
        "types": {name: slim(api["types"][name]) for name in sorted(wanted)},
    }
    DATA.write_text(json.dumps(trimmed, indent=1, ensure_ascii=False) + "\n", "utf-8")


def slim(entry: dict[str, Any]) -> dict[str, Any]:
    if subtypes := entry.get("subtypes"):
        return {"subtypes": subtypes}
    return {"fields": {field["name"]: slim_field(field) for field in entry.get("fields", ())}}


def slim_field(field: dict[str, Any]) -> dict[str, Any]:
    slimmed = {"types": field["types"], "required": field["required"]}
    if LIMIT.search(field["description"]):
        slimmed["description"] = field["description"]
    return slimmed


def mentioned(entries: Iterable[dict[str, Any]]) -> set[str]:
    names: set[str] = set()
    for entry in entries:
        names.update(entry.get("subtypes", ()))
        for field in entry.get("fields", {}).values():
            names.update(name.removeprefix("Array of ").removeprefix("Array of ") for name in field["types"])
    return names


def reachable(types: dict[str, Any], start: set[str]) -> set[str]:
    found: set[str] = set()
    fresh = start & types.keys()
    while fresh:
        found |= fresh
        fresh = (mentioned(slim(types[name]) for name in fresh) & types.keys()) - found
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))

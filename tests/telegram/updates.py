"""Updates as Telegram words them, for what a person does in a chat with the bot."""

from __future__ import annotations

from typing import Any, Final

SINCE: Final = 1_764_000_000

FILE: Final = {"file_id": "AgAD", "file_unique_id": "QQ", "file_size": 2048}
PICTURE: Final = {**FILE, "width": 90, "height": 90}
PLACE: Final = {"longitude": 113.75, "latitude": 23.04}

# What the kinds of messages carry besides a caption.
CONTENT: Final[dict[str, dict[str, Any]]] = {
    "voice": {"voice": {**FILE, "duration": 7}},
    "audio": {"audio": {**FILE, "duration": 180}},
    "video_note": {"video_note": {**FILE, "length": 240, "duration": 9}},
    "photo": {"photo": [PICTURE]},
    "live_photo": {"live_photo": {**PICTURE, "duration": 2}},
    "sticker": {"sticker": {**PICTURE, "type": "regular", "is_animated": False, "is_video": False}},
    "animation": {"animation": {**PICTURE, "duration": 2}, "document": FILE},
    "video": {"video": {**PICTURE, "duration": 20}},
    "document": {"document": {**FILE, "file_name": "成绩单.pdf"}},
    "location": {"location": PLACE},
    "venue": {
        "venue": {"location": PLACE, "title": "东莞汽车站", "address": "莞太路"},
        "location": PLACE,
    },
    "contact": {"contact": {"phone_number": "13800000000", "first_name": "奶奶"}},
    "poll": {
        "poll": {
            "id": "1",
            "question": "周末去哪",
            "options": [{"persistent_id": "1", "text": "公园", "voter_count": 0}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    # What Telegram itself says in a chat.
    "pinned_message": {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
    "message_auto_delete_timer_changed": {
        "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
    },
}


def user(number: int, *, is_bot: bool = False, username: str = "") -> dict[str, Any]:
    """A user with names that must never turn up anywhere."""
    described: dict[str, Any] = {"id": number, "is_bot": is_bot, "first_name": "王小芳"}
    return {**described, "username": username or f"xiaofang{number}"}


def chat(number: int, kind: str = "private") -> dict[str, Any]:
    return {"id": number, "type": kind, "first_name": "王小芳"} if kind == "private" else group(number, kind)


def group(number: int, kind: str) -> dict[str, Any]:
    return {"id": number, "type": kind, "title": "三车间妈妈群"}


def message(number: int, sender: int, where: dict[str, Any], **content: Any) -> dict[str, Any]:
    return {"message_id": number, "from": user(sender), "chat": where, "date": SINCE + number, **content}


def forwarded(by: int) -> dict[str, Any]:
    return {"forward_origin": {"type": "user", "date": SINCE, "sender_user": user(by)}}


def press(query_id: str, presser: int, under: dict[str, Any], data: str) -> dict[str, Any]:
    return {"id": query_id, "from": user(presser), "message": under, "chat_instance": "7", "data": data}


def membership(who: int, where: dict[str, Any], bot: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {
        "chat": where,
        "from": user(who),
        "date": SINCE,
        "old_chat_member": member(bot, old),
        "new_chat_member": member(bot, new),
    }


def member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}

"""People who play the five turns: each does the next thing only after she has seen all of the answer to the last."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

from benchmarks.dialog import DIALOG, Turn

Update = dict[str, Any]


class Stalled(Exception):
    """A bot that answered otherwise than the five turns expect."""


@dataclass(frozen=True)
class Wish:
    """How many new people play, and when: so many at once, or so many updates a second."""

    people: int
    at_once: int = 1
    per_second: float = 0.0


@dataclass
class Played:
    """What a wish led to: seconds of each update, from being written and from being fetched to its last reply."""

    began_at: float = 0.0
    ended_at: float = 0.0
    first_reply_at: float = 0.0
    from_written: list[float] = field(default_factory=list)
    from_fetched: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """`turn` counts what she has done; `missing` the messages that still belong to the answer."""

    number: int
    turn: int = 0
    missing: int = 0
    written_at: float = 0.0
    fetched_at: float = 0.0
    buttons: dict[str, str] = field(default_factory=dict)
    message: dict[str, Any] = field(default_factory=dict)


class Post(Protocol):
    """Takes an update to be fetched; tells when that happened."""

    def __call__(self, update: Update, fetched: Callable[[float], None]) -> None: ...


class Crowd:
    """Everybody who ever wrote to this bot; `play` sends new people in, `over` is called when all are done."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._update_ids = count(1)
        self._message_ids = count(1)
        self._numbers = count(1_000_001)
        self._talking: dict[int, Person] = {}
        self._idle: deque[Person] = deque()
        self._to_come = 0
        self._paced = False
        self._played = Played()
        self._over: Callable[[Played], None] = lambda _played: None

    def play(self, wish: Wish, over: Callable[[Played], None]) -> None:
        self._played = Played(began_at=time.monotonic())
        self._over = over
        self._paced = wish.per_second > 0
        self._to_come = wish.people
        self._idle.clear()
        if not self._paced:
            for _ in range(min(wish.at_once, wish.people)):
                self._newcomer()

    def step(self) -> None:
        """One more update, of whoever has waited longest; new people first, so that all are under way early."""
        if self._to_come:
            self._newcomer()
        elif self._idle:
            self._act(self._idle.popleft())

    def hear(self, number: int, text: str, keyboard: Any) -> dict[str, Any]:
        """A message of the bot arrives; the message as the Bot API returns it."""
        now = time.monotonic()
        message = sent_message(next(self._message_ids), number, text)
        person = self._talking.get(number)
        if person is not None:
            self._shown(person, message, keyboard)
            person.missing -= 1
            if person.missing == 0:
                self._answered(person, now)
        return message

    def _shown(self, person: Person, message: dict[str, Any], keyboard: Any) -> None:
        if keyboard:
            rows = (json.loads(keyboard) if isinstance(keyboard, str) else keyboard)["inline_keyboard"]
            person.buttons = {button["text"]: button["callback_data"] for row in rows for button in row}
            person.message = message

    def _answered(self, person: Person, now: float) -> None:
        played = self._played
        played.first_reply_at = played.first_reply_at or now
        played.from_written.append(now - person.written_at)
        played.from_fetched.append(now - person.fetched_at)
        if person.turn < len(DIALOG):
            if self._paced:
                self._idle.append(person)
            else:
                self._act(person)
            return
        del self._talking[person.number]
        if self._to_come and not self._paced:
            self._newcomer()
        elif not (self._talking or self._to_come):
            played.ended_at = now
            self._over(played)

    def _newcomer(self) -> None:
        self._to_come -= 1
        person = Person(next(self._numbers))
        self._talking[person.number] = person
        self._act(person)

    def _act(self, person: Person) -> None:
        turn = DIALOG[person.turn]
        update = {"update_id": next(self._update_ids), **content(turn, person, next(self._message_ids))}
        person.turn += 1
        person.missing = turn.replies
        person.written_at = time.monotonic()

        def fetched(at: float) -> None:
            person.fetched_at = at

        self._post(update, fetched)


def content(turn: Turn, person: Person, message_id: int) -> dict[str, Any]:
    """The part of an update that says what she does."""
    who = {"id": person.number, "is_bot": False, "first_name": "P", "language_code": "zh-hans"}
    if turn.says:
        message = {
            "message_id": message_id,
            "from": who,
            "chat": chat(person.number),
            "date": int(time.time()),
            "text": turn.says,
        }
        if turn.says.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(turn.says)}]
        return {"message": message}
    if turn.presses not in person.buttons:
        raise Stalled(f"No button {turn.presses} among {list(person.buttons)} before turn {person.turn + 1}.")
    query = {
        "id": str(message_id),
        "from": who,
        "message": person.message,
        "chat_instance": "1",
        "data": person.buttons[turn.presses],
    }
    return {"callback_query": query}


def chat(number: int) -> dict[str, Any]:
    return {"id": number, "type": "private", "first_name": "P"}


def sent_message(message_id: int, number: int, text: str) -> dict[str, Any]:
    return {"message_id": message_id, "date": int(time.time()), "chat": chat(number), "text": text}

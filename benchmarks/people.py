"""People who play the five turns: each does the next thing only after she has seen all of the answer to the last."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Protocol

from benchmarks.counting import in_order
from benchmarks.dialog import DIALOG, REPLIES, TOLD_APART, Turn

Update = dict[str, Any]
BEHIND: Final = 1.0  # seconds after the window in which a bot may still catch up


class Stalled(Exception):
    """A bot that answered otherwise than the five turns expect."""


@dataclass(frozen=True)
class Wish:
    """How many new people play, and when: so many at once, or so many updates a second; for `seconds` if given.

    `away` is how long a call to the Bot API takes there and back, in seconds. Hasty people do all five turns before
    the first answer: `typed` they write the labels of buttons, `pressed` they press buttons that bear their label.
    After `quiet` seconds in which the bot neither takes nor says anything, whoever still waits was dropped.
    """

    people: int = 1_000_000
    at_once: int = 1
    per_second: float = 0.0
    seconds: float = 0.0
    away: float = 0.0
    hasty: str = ""
    quiet: float = 1.0


@dataclass
class Played:
    """What a wish led to: seconds of each update, from being written and from being fetched to its last reply."""

    began_at: float = 0.0
    ended_at: float = 0.0  # of the window where there is one, else of the last answer
    first_reply_at: float = 0.0
    in_time: int = 0  # updates answered before the end
    dropped: int = 0  # people whom the bot, with nothing else to do, left without an answer
    behind: int = 0  # people who were still waiting when the patience with a busy bot ended
    disordered: int = 0  # hasty people whose answers came in another order than their words
    refused: int = 0  # deliveries that the webhook did not answer with 200
    from_written: list[float] = field(default_factory=list)
    from_fetched: list[float] = field(default_factory=list)
    to_200: list[float] = field(default_factory=list)


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
    offered: list[str] = field(default_factory=list)


FIRST: Final = Wish(people=1, quiet=30.0)  # somebody who writes while the bot is still starting


class Post(Protocol):
    """Takes an update to be fetched or delivered; tells when that happened."""

    def __call__(self, update: Update, fetched: Callable[[float], None]) -> None: ...


class Crowd:
    """Everybody who ever wrote to this bot; `play` sends new people in, `is_over` tells when all are done."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._update_ids = count(1)
        self._message_ids = count(1)
        self._numbers = count(1_000_001)
        self._talking: dict[int, Person] = {}
        self._idle: deque[Person] = deque()
        self._to_come = 0
        self._unfetched = 0
        self._stirred_at = 0.0
        self._wish = Wish()
        self.played = Played()

    def play(self, wish: Wish) -> None:
        now = time.monotonic()
        self.played = Played(began_at=now, ended_at=now + wish.seconds if wish.seconds else 0.0)
        self._wish = wish
        self._to_come = wish.people
        self._idle.clear()
        self._talking.clear()
        self._stirred_at = now
        if not wish.per_second:
            for _ in range(min(wish.at_once, wish.people)):
                self._newcomer()

    def step(self) -> None:
        """One more update, of whoever has waited longest; new people first, so that all are under way early."""
        if self._past(time.monotonic()):
            return
        if self._idle and (len(self._talking) >= self._wish.at_once or not self._to_come):
            self._act(self._idle.popleft())
        elif self._to_come:
            self._newcomer()

    def is_over(self, now: float) -> bool:
        """All are done, or the window is past and the bot, busy or not, has had its time; counts who waits then."""
        if self._wish.seconds and not self._past(now):
            return False
        waiting = sum(1 for person in self._talking.values() if person.missing > 0)
        if self._stuck(now):
            self.played.dropped = waiting
            return True
        if not self._wish.seconds:
            return not (self._talking or self._to_come)
        if waiting and now - self.played.ended_at < BEHIND:
            return False
        self.played.behind = waiting
        return True

    def _past(self, now: float) -> bool:
        return bool(self._wish.seconds) and now >= self.played.ended_at

    def _stuck(self, now: float) -> bool:
        """Everything was fetched, and yet the bot does nothing."""
        return not self._unfetched and now - self._stirred_at > self._wish.quiet + self._wish.away

    def hear(self, number: int, text: str, keyboard: Any) -> dict[str, Any]:
        """A message of the bot arrives; the message as the Bot API returns it."""
        now = self._stirred_at = time.monotonic()
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
            person.offered += [label for label in TOLD_APART if label in person.buttons]

    def _answered(self, person: Person, now: float) -> None:
        played = self.played
        played.first_reply_at = played.first_reply_at or now
        played.from_written.append(now - person.written_at)
        played.from_fetched.append(now - person.fetched_at)
        past = self._past(now)
        played.in_time += not past
        if not past and person.turn < len(DIALOG):
            if self._wish.per_second:
                self._idle.append(person)
            else:
                self._act(person)
            return
        if self._wish.hasty and not in_order(person.offered, TOLD_APART):
            played.disordered += 1
        del self._talking[person.number]
        if not past and self._to_come and not self._wish.per_second:
            self._newcomer()
        elif not self._wish.seconds:
            played.ended_at = now

    def _newcomer(self) -> None:
        self._to_come -= 1
        person = Person(next(self._numbers))
        self._talking[person.number] = person
        if not self._wish.hasty:
            self._act(person)
            return
        if self._wish.hasty == "pressed":
            person.buttons = {turn.presses: turn.presses for turn in DIALOG if turn.presses}
            person.message = sent_message(next(self._message_ids), person.number, "?")
        for turn in DIALOG:
            self._write(turn if self._wish.hasty == "pressed" else Turn(says=turn.says or turn.presses), person)
        person.turn, person.missing = len(DIALOG), REPLIES

    def _act(self, person: Person) -> None:
        turn = DIALOG[person.turn]
        person.turn += 1
        person.missing = turn.replies
        self._write(turn, person)

    def _write(self, turn: Turn, person: Person) -> None:
        update = {"update_id": next(self._update_ids), **content(turn, person, next(self._message_ids))}
        person.written_at = time.monotonic()
        person.fetched_at = 0.0
        self._unfetched += 1
        seen = False

        def fetched(at: float) -> None:
            nonlocal seen
            self._unfetched -= not seen
            seen = True
            person.fetched_at = person.fetched_at or at
            self._stirred_at = max(self._stirred_at, at)

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

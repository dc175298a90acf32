"""A chat that is only tried: everything of it in one value, which travels with the page and is kept nowhere."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import zlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from bot.services.composing import Lately
from bot.store.people import Scene
from bot.store.schedules import Schedule
from dialogs.engine.conversation import Conversation, saved
from dialogs.facts import Agreement, Child, Facts, Profile, Reminder, SafeguardingCase, Shown

LARGEST: Final = 60_000  # characters of the sealed value
MOST_BUBBLES: Final = 60
MOST_CARRIED: Final = 40
CODE: Final = "TRYAGA23"  # a code as any; which tip comes depends on it a little


class Who(StrEnum):
    """Whose bubble it is."""

    PARENT = "parent"
    JIAYIN = "jiayin"
    NOTE = "note"  # what would have happened, told to the trainer; words: what it is


@dataclass(frozen=True)
class Bubble:
    """Something that was said, or that is told about it. body: a message as it would be sent."""

    who: Who
    at: datetime
    words: str
    body: dict[str, Any] | None = None
    kind: str = ""  # of a push


@dataclass(frozen=True)
class Kept:
    """What would be kept of the parent."""

    agreement: Agreement = Agreement.AGREED
    may_pass_on: bool | None = None
    profile: Profile = field(default_factory=Profile)
    children: tuple[Child, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    seen_tips: tuple[str, ...] = ()
    saved_tips: tuple[str, ...] = ()
    calls_this_week: int = 0
    last_in_at: datetime | None = None
    case: SafeguardingCase | None = None
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Rehearsal:
    """One tried chat at its moment."""

    now: datetime
    kept: Kept
    code: str = CODE
    conversation: dict[str, Any] = field(default_factory=lambda: saved(Conversation()))
    moved_at: datetime | None = None
    unasked: tuple[datetime, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    carried: tuple[Shown, ...] = ()  # cards whose buttons may be pressed, however old
    pressed: tuple[str, ...] = ()
    bubbles: tuple[Bubble, ...] = ()

    def facts(self, scene: Scene) -> Facts:
        """What the dialogs know of her."""
        kept = {name: getattr(self.kept, name) for name in Kept.__dataclass_fields__}
        around = replace(scene.around, reaches_closed_phone=True)
        return Facts(
            now=self.now, zone=scene.zone, library=scene.library, around=around, code=self.code, missed=(), **kept
        )

    def knowing(self, facts: Facts) -> Rehearsal:
        """With what is known now."""
        return replace(
            self, now=facts.now, kept=Kept(**{name: getattr(facts, name) for name in Kept.__dataclass_fields__})
        )

    def saying(self, *bubbles: Bubble) -> Rehearsal:
        return replace(self, bubbles=(*self.bubbles, *bubbles)[-MOST_BUBBLES:])

    def carrying(self, shown: Shown) -> Rehearsal:
        return replace(self, carried=(*self.carried, shown)[-MOST_CARRIED:])

    @property
    def lately(self) -> Lately:
        return Lately(self.moved_at, self.unasked)


_ADAPTER: Final = TypeAdapter(Rehearsal)


def sealed(rehearsal: Rehearsal, key: bytes) -> str:
    """The value as text that only we can have made; the oldest bubbles go where it would be too long."""
    while True:
        packed = base64.urlsafe_b64encode(zlib.compress(_ADAPTER.dump_json(rehearsal), 6)).decode()
        if len(packed) <= LARGEST - 65 or not rehearsal.bubbles:
            return f"{_seal(packed, key)}.{packed}"
        rehearsal = replace(rehearsal, bubbles=rehearsal.bubbles[len(rehearsal.bubbles) // 2 + 1 :])


def opened(text: str, key: bytes) -> Rehearsal | None:
    """The value read back; None where it was not made here, or by an older version of us."""
    seal, _dot, packed = text.partition(".")
    if len(text) > LARGEST or not hmac.compare_digest(seal.encode(), _seal(packed, key).encode()):
        return None
    try:
        return _ADAPTER.validate_json(zlib.decompress(base64.urlsafe_b64decode(packed)))
    except (ValidationError, ValueError, zlib.error, binascii.Error):
        return None


def _seal(packed: str, key: bytes) -> str:
    return hmac.new(key + b":rehearsal", packed.encode(), hashlib.sha256).hexdigest()

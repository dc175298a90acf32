"""From what a turn says to rows of the outbox, in their final words for one address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.rendering.message import Message
from bot.rendering.words import Frame, card, question
from bot.services.ports import Capabilities
from bot.store.addresses import new_code
from bot.store.outbox import Letter, Rank
from dialogs.engine.prompt import Prompt
from dialogs.engine.step import Card
from dialogs.facts import Facts, Shown

REF_LENGTH = 12
DANGER_KINDS = frozenset({"danger"})
SILENT_KINDS = frozenset({"tip", "week_line", "still_wanted"})


@dataclass(frozen=True)
class Reader:
    """Who the words are for: the address, its person, what its channel can do, and her language."""

    address_id: int
    person_id: int | None
    capabilities: Capabilities
    facts: Facts
    lane: str = ""

    @property
    def frame(self) -> Frame:
        return Frame(self.capabilities.max_length)


def reply_letters(
    replies: Sequence[Card | Prompt], reader: Reader, asked: int, now: datetime, *, grave: bool = False
) -> tuple[list[Letter], tuple[Shown, ...] | None]:
    """Rows for the replies of a turn, in order, and the cards whose buttons may be typed now; None: as before.

    A grave turn is about a danger: all of it goes first, and folds away afterwards.
    """
    letters: list[Letter] = []
    shown: tuple[Shown, ...] | None = None
    danger = grave or any(isinstance(reply, Card) and reply.kind in DANGER_KINDS for reply in replies)
    for said in replies:
        reply = replace(said, fold=said.fold or grave)
        if isinstance(reply, Card):
            made = card_letters(reply, reader, Rank.DANGER if danger else Rank.REPLY, now)
            shown = (*(shown or ()), shown_by(made[-1])) if reply.verbs else shown
        else:
            messages = question(reply, reader.facts.say, asked, reader.frame)
            made = [
                _letter("reply", message, reader, Rank.DANGER if danger else Rank.REPLY, now) for message in messages
            ]
            shown = ()
        letters.extend(made)
    return letters, shown


def shown_by(letter: Letter) -> Shown:
    """The card of a row, as it stands on her screen."""
    return Shown(letter.ref, letter.kind, letter.subject, letter.occurrence, letter.verbs)


def card_letters(shown: Card, reader: Reader, rank: Rank, now: datetime, *, ref: str = "") -> list[Letter]:
    """Rows for one card; the last carries its buttons, and what they are about, under `ref` where one is given."""
    ref = ref or new_code(REF_LENGTH)
    silent = rank is Rank.PUSH and shown.kind in SILENT_KINDS
    messages = card(shown, reader.facts.say, ref, reader.frame, silent=silent)
    letters = [_letter(shown.kind, message, reader, rank, now) for message in messages]
    verbs = tuple((reader.facts.say(verb.label), verb.key) for verb in shown.verbs)
    last = replace(letters[-1], ref=ref, subject=shown.subject, occurrence=shown.occurrence, verbs=verbs)
    return [*letters[:-1], last]


def _letter(kind: str, message: Message, reader: Reader, rank: Rank, now: datetime) -> Letter:
    return Letter(
        ref=new_code(REF_LENGTH),
        address_id=reader.address_id,
        person_id=reader.person_id,
        kind=kind,
        rank=rank,
        due_at=now,
        body=message.to_json(),
        lane=reader.lane,
        factory=reader.facts.profile.factory,
    )

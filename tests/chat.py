"""A chat with the dialogs alone: no database, no channel; every turn is saved to JSON and read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.i18n import Words
from bot.rendering.message import Message
from bot.rendering.words import Frame, card, question
from bot.services.content.files import read_content
from dialogs.catalogue import CATALOGUE
from dialogs.effects import Effect, EraseMe, after
from dialogs.engine.advance import advance
from dialogs.engine.catalogue import Push, Pushed, Skipped
from dialogs.engine.conversation import Conversation, loaded, saved
from dialogs.engine.events import Due, Edited, Event, Medium, Pressed, Said, Sent, Verb
from dialogs.engine.prompt import Prompt
from dialogs.engine.step import Card
from dialogs.facts import Facts, Shown, Surroundings
from dialogs.library import Library, Operator
from dialogs.records import library_from

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai
FRAME = Frame(max_length=4000)
WORDS = Words()


def _library() -> Library:
    records: dict[str, list[dict[str, object]]] = {}
    for placed in read_content().records:
        records.setdefault(placed.kind, []).append(placed.record)
    return library_from(records, "test", WORDS.say)


LIBRARY = _library()
OPEN = Surroundings(operator=Operator("安心社工", "0769-1234567", duty_set=True), open_factories=frozenset({"GFDG01"}))


def new_facts(now: datetime = MONDAY_MORNING) -> Facts:
    """Somebody whom nobody knows yet."""
    return Facts(now=now, zone=SHANGHAI, library=LIBRARY, around=OPEN, code="TEST2345")


@dataclass
class Chat:
    """One parent and Jiayin. `sees` and the like look at what the last turn said."""

    facts: Facts = field(default_factory=new_facts)
    conversation: Conversation = field(default_factory=Conversation)
    seen: list[Message] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    cards: dict[str, Card] = field(default_factory=dict)
    pressed: set[str] = field(default_factory=set)

    def says(self, text: str) -> Chat:
        return self.happens(Said(text))

    def sends(self, medium: Medium, caption: str = "") -> Chat:
        return self.happens(Sent(medium, caption))

    def edits(self, text: str = "") -> Chat:
        return self.happens(Edited(text))

    def timer(self, kind: str, subject: str = "") -> Chat:
        return self.happens(Due(kind, subject))

    def presses(self, label: str) -> Chat:
        """The newest button with this label, of all messages so far."""
        for message in reversed(self.history):
            for button in message.buttons:
                if button.label == label:
                    return self.press_data(button.data)
        raise AssertionError(f"no button {label!r}; there are {self.buttons}")

    def press_data(self, data: str) -> Chat:
        kind, ref, verb = (*data.split(":", 2), "", "")[:3]
        if kind == "o" and ref in self.cards:
            card = self.cards[ref]
            again = data in self.pressed
            self.pressed.add(data)
            return self.happens(Verb(card.kind, card.subject, card.occurrence, verb, again))
        return self.happens(Pressed(data))

    def happens(self, event: Event) -> Chat:
        stored = json.loads(json.dumps(saved(self.conversation)))
        conversation, whole = loaded(stored, CATALOGUE.steps)
        assert whole, f"a saved conversation could not be read back: {stored}"
        assert conversation == self.conversation
        turn = advance(conversation, event, self.facts, CATALOGUE)
        self.replies = turn.replies
        self.conversation = turn.conversation
        self.effects.extend(turn.effects)
        self.facts = after(self.facts, turn.effects)
        self.seen = []
        if any(not isinstance(reply, Card) or reply.verbs for reply in turn.replies):
            self.facts = replace(self.facts, shown=())
        for reply in turn.replies:
            if isinstance(reply, Card):
                self._shows(reply)
            else:
                self.seen.extend(question(reply, self.facts.say, turn.conversation.asked, FRAME))
                self.facts = replace(self.facts, shown=())
        self.history.extend(self.seen)
        if any(isinstance(effect, EraseMe) for effect in turn.effects):
            self.facts, self.conversation = new_facts(self.facts.now), Conversation()
        return self

    def _shows(self, shown: Card) -> None:
        ref = f"r{len(self.cards)}"
        self.cards[ref] = shown
        self.seen.extend(card(shown, self.facts.say, ref, FRAME))
        verbs = tuple((self.facts.say(verb.label), verb.key) for verb in shown.verbs)
        if verbs:
            now_shown = Shown(ref, shown.kind, shown.subject, shown.occurrence, verbs)
            self.facts = replace(self.facts, shown=(*self.facts.shown, now_shown))

    history: list[Message] = field(default_factory=list)
    replies: tuple[Card | Prompt, ...] = ()

    def is_pushed(self, push: Push) -> Chat:
        """A push falls due and reaches her."""
        composed = CATALOGUE.pushes[push.kind](push, self.facts)
        assert isinstance(composed, Pushed), composed
        self.effects.extend(composed.effects)
        self.facts = after(self.facts, composed.effects)
        self.seen = []
        self.facts = replace(self.facts, shown=())
        self._shows(composed.card)
        self.history.extend(self.seen)
        return self

    def push_is_skipped(self, push: Push) -> str:
        composed = CATALOGUE.pushes[push.kind](push, self.facts)
        assert isinstance(composed, Skipped), composed
        return composed.reason

    def later(self, **passed: float) -> Chat:
        self.facts = replace(self.facts, now=self.facts.now + timedelta(**passed))
        return self

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.seen)

    @property
    def buttons(self) -> list[str]:
        return [button.label for message in self.seen for button in message.buttons]

    def sees(self, *parts: str) -> Chat:
        for part in parts:
            assert part in self.text, f"{part!r} is not in what she sees:\n{self.text}"
        return self

    def does_not_see(self, *parts: str) -> Chat:
        for part in parts:
            assert part not in self.text, f"{part!r} is in what she sees:\n{self.text}"
        return self

    def offers(self, *labels: str) -> Chat:
        for label in labels:
            assert label in self.buttons, f"{label!r} is not among her buttons: {self.buttons}"
        return self

    def answers(self, *pairs: tuple[str, str]) -> Chat:
        """Several turns: what she says, and a part of what she sees then."""
        for words, part in pairs:
            self.says(words).sees(part)
        return self

    def did(self, kind: type[Effect]) -> Sequence[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]


def agreed_chat(band: str = "6-9", **profile: object) -> Chat:
    """A parent who has agreed and has one child of this band."""
    chat = Chat().says("/start").presses("同意")
    chat.says(band)
    chat.facts = replace(chat.facts, profile=replace(chat.facts.profile, **profile))  # type: ignore[arg-type]
    chat.effects.clear()
    return chat

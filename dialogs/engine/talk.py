"""A turn while it is being decided: what moves do to the conversation, and what is said at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.effects import Effect, after
from dialogs.engine.catalogue import Catalogue
from dialogs.engine.conversation import Conversation
from dialogs.engine.entry import Entry
from dialogs.engine.messages import messages_of
from dialogs.engine.prompt import Prompt
from dialogs.engine.step import Again, Card, Done, Go, Move, Open, Step
from dialogs.facts import Agreement, Facts
from dialogs.text import Text, _


@dataclass(frozen=True)
class Turn:
    """What one event led to. `replies` in order: cards, and last the open question, if it is to be shown."""

    conversation: Conversation
    replies: tuple[Card | Prompt, ...]
    effects: tuple[Effect, ...]


class Talk:
    """Follows moves; says nothing by itself."""

    def __init__(self, conversation: Conversation, facts: Facts, catalogue: Catalogue) -> None:
        self.before = conversation
        self.conversation = conversation
        self.facts = facts
        self.catalogue = catalogue
        self.said_so_far: list[Text | Card] = []
        self.effects: list[Effect] = []
        self.show_question = True
        self.missed = False
        self.hushed = False

    # -- offers ------------------------------------------------------------------------------------------------------

    def _busy(self) -> bool:
        """Whether something is open that an uncertain offer would only push aside."""
        step = self.conversation.step
        return self.facts.agreement is Agreement.UNASKED or (step is not None and not step.is_offer)

    @staticmethod
    def _is_offer(move: Move) -> bool:
        return isinstance(move, Go) and move.step.is_offer

    def _drop_offer(self) -> None:
        """What was only offered is gone once something else is meant."""
        if self.conversation.step is not None and self.conversation.step.is_offer:
            self.conversation = self.conversation.without_frame()

    # -- following moves ---------------------------------------------------------------------------------------------

    def _has(self, step: Step, key: str) -> bool:
        return any(choice.key == key for choice in step.ask(self.facts).choices)

    def _note(self, move: Move) -> None:
        self.said_so_far.extend(move.say)
        if not isinstance(move, Again):
            self.effects.extend(move.effects)
            self.facts = after(self.facts, move.effects)
        self.hushed = self.hushed or (isinstance(move, Done) and move.hush)

    def _inside(self, move: Move) -> None:
        """A move made by the open question."""
        self._note(move)
        match move:
            case Go(step):
                self.conversation = self.conversation.with_step(step)
            case Done():
                self.conversation = self.conversation.without_frame()
            case Open(entry, subject, then):
                self.conversation = (
                    self.conversation.with_step_replaced(then) if then else self.conversation.without_frame()
                )
                self._open(entry, subject)

    def _fresh(self, move: Move) -> None:
        """A move made from outside the open question: what it starts lies on top of what was going on."""
        self._note(move)
        match move:
            case Go(step):
                self._push(step)
            case Open(entry, subject, then):
                if then:
                    self._push(then)
                self._open(entry, subject)

    def _push(self, step: Step) -> None:
        """A dialog is open only once: an older frame that began with the same question gives way."""
        frames = tuple(frame for frame in self.conversation.frames if type(frame[0]) is not type(step))
        self.conversation = replace(self.conversation, frames=frames).with_frame(step)
        self.show_question = True

    def _open(self, entry: Entry, subject: str) -> None:
        door = self.catalogue.doors[entry]
        self._leave_for(entry)
        needs = any(c.entry is entry and c.needs_agreement for c in self.catalogue.commands)
        if needs and not self.facts.agreed:
            self._ask_to_agree(entry, subject)
            return
        self._fresh(door(self.facts, subject))

    def _leave_for(self, entry: Entry) -> None:
        """Behind the menu nothing is left open; when a danger is over, only what it interrupted."""
        if entry is Entry.MENU:
            self.conversation = replace(self.conversation, frames=())
        elif entry is Entry.FINE:
            rest = tuple(frame for frame in self.conversation.frames if not frame[0].is_alarm)
            self.conversation = replace(self.conversation, frames=rest)

    def _ask_to_agree(self, entry: Entry, subject: str) -> None:
        """What she wanted is kept with the question, and goes on once she has agreed."""
        self.said_so_far.append(_("For that I need your agreement first."))
        self._fresh(self.catalogue.doors[Entry.WELCOME](self.facts, f"again:{entry}:{subject}"))

    # -- the end of the turn -----------------------------------------------------------------------------------------

    def turn(self) -> Turn:
        if self.facts.agreement is Agreement.UNASKED and self.conversation.step is None and not self.hushed:
            self._fresh(self.catalogue.doors[Entry.WELCOME](self.facts, ""))
        question = self._question()
        replies = messages_of(self.said_so_far, question)
        number = self.before.turn + 1
        # A question that lies open again without being put has no buttons yet; those of the one before must not fit it.
        changed = question is not None or self.conversation.step != self.before.step
        conversation = replace(
            self.conversation,
            turn=number,
            asked=number if changed else self.before.asked,
            misses=self.before.misses + 1 if self.missed else 0,
        )
        return Turn(conversation, replies, tuple(self.effects))

    def _question(self) -> Prompt | None:
        step = self.conversation.step
        if step is None or self.hushed or not self.show_question:
            return None
        return step.ask(self.facts)

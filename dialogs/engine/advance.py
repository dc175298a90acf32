"""One turn of a conversation: what an event means, written once, in the order in which meanings are tried."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.effects import Effect, after
from dialogs.engine.catalogue import Catalogue
from dialogs.engine.conversation import Conversation
from dialogs.engine.entry import Entry
from dialogs.engine.events import Edited, Event, Pressed, Said, Sent, Verb
from dialogs.engine.messages import messages_of
from dialogs.engine.prompt import Prompt, plain
from dialogs.engine.step import Again, Card, Done, Go, Move, Open, Step
from dialogs.facts import Agreement, Facts
from dialogs.language.numerals import read_number
from dialogs.text import Text, _

CANCEL_WORDS = frozenset({"取消", "算了", "不弄了", "/cancel", "cancel"})
BACK_WORDS = frozenset({"返回", "上一步", "back", "/back"})
STOP_WORDS = frozenset({"退出", "退订", "别发了", "/stop", "stop"})


@dataclass(frozen=True)
class Turn:
    """What one event led to. `replies` in order: cards, and last the open question, if it is to be shown."""

    conversation: Conversation
    replies: tuple[Card | Prompt, ...]
    effects: tuple[Effect, ...]


def advance(conversation: Conversation, event: Event, facts: Facts, catalogue: Catalogue) -> Turn:
    """What Jiayin says and does about an event. Pure: the same arguments always give the same turn."""
    talk = _Talk(conversation, facts, catalogue)
    match event:
        case Said(text):
            talk.said(text)
        case Pressed(data):
            talk.pressed(data)
        case Verb():
            talk.stood(event)
        case Sent():
            talk.sent(event)
        case Edited():
            talk.answer_with(
                _("I saw that you changed a message. Please send it again as a new one; I only read new ones.")
            )
        case _:
            talk.due(event.kind, event.subject)
    return talk.turn()


class _Talk:
    """The turn while it is being decided."""

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

    # -- what can happen ---------------------------------------------------------------------------------------------

    def said(self, text: str) -> None:
        words = plain(text)
        if self._danger(text) or self._leaving(words):
            return
        if self._exact_label(words) or self._command(words) or self._choice(words):
            return
        if self._heard(text) or self._recognised(text):
            return
        self._lost(text)

    def pressed(self, data: str) -> None:
        kind, _colon, rest = data.partition(":")
        turn, _colon, key = rest.partition(":")
        step = self.conversation.step
        if kind == "s" and step and turn == str(self.conversation.asked) and self._has(step, key):
            self._inside(step.chose(key, self.facts))
            return
        self.said_so_far.append(_("That button is from earlier and no longer works."))
        if step is None:
            self._open(Entry.MENU, "")

    def stood(self, verb: Verb) -> None:
        self.show_question = False
        handle = self.catalogue.verbs.get(verb.kind)
        if handle is None:
            self.said_so_far.append(_("That button is from earlier and no longer works."))
            return
        self._fresh(handle(verb, self.facts))

    def sent(self, event: Sent) -> None:
        if event.caption and self._danger(event.caption):
            return
        self._fresh(self.catalogue.doors[Entry.MEDIUM](self.facts, f"{event.medium}:{event.file}"))

    def due(self, kind: str, subject: str) -> None:
        self.show_question = False
        if timer := self.catalogue.timers.get(kind):
            self._fresh(timer(subject, self.facts))

    def answer_with(self, text: Text) -> None:
        self.said_so_far.append(text)

    # -- the order of meaning ----------------------------------------------------------------------------------------

    def _danger(self, text: str) -> bool:
        move = self.catalogue.screen(text, self.facts)
        if move is None:
            return False
        self._fresh(move)
        return True

    def _leaving(self, words: str) -> bool:
        if words in STOP_WORDS:
            self.conversation = replace(self.conversation, frames=())
            self._open(Entry.STOP, "")
        elif words in CANCEL_WORDS:
            self._cancel()
        elif words in BACK_WORDS:
            self.conversation = self.conversation.back()
            if self.conversation.step is None:
                self._open(Entry.MENU, "")
        else:
            return False
        return True

    def _cancel(self) -> None:
        open_question = self.conversation.step is not None
        self.conversation = replace(self.conversation, frames=())
        self.said_so_far.append(
            _("All right, we leave it. Write “menu” whenever you need me.")
            if open_question
            else _("There is nothing to cancel. Write “menu” to see what I can do.")
        )

    def _exact_label(self, words: str) -> bool:
        if self._shown_verb(words):
            return True
        step = self.conversation.step
        key = step.ask(self.facts).exactly(words, self.facts.say) if step else None
        if step is None or key is None:
            return False
        self._inside(step.chose(key, self.facts))
        return True

    def _shown_verb(self, words: str) -> bool:
        """A word or bare number for the card that stands last on the screen."""
        shown = self.facts.shown
        if shown is None:
            return False
        number = read_number(words)
        labels = [(plain(label), verb) for label, verb in shown.verbs]
        verb = next((verb for label, verb in labels if label == words), None)
        if verb is None and number is not None and 1 <= number <= len(labels):
            verb = labels[number - 1][1]
        if verb is None:
            return False
        self.stood(Verb(shown.kind, shown.subject, shown.occurrence, verb))
        return True

    def _command(self, words: str) -> bool:
        found = self.catalogue.command(words)
        if found is None:
            return False
        command, rest = found
        entry = command.entry
        if command.needs_agreement and not self.facts.agreed:
            self._ask_to_agree()
            return True
        move = self.catalogue.doors[entry](self.facts, rest)
        if not isinstance(move, Done) or entry is Entry.MENU:
            self.conversation = replace(self.conversation, frames=())
        self._fresh(move)
        return True

    def _choice(self, words: str) -> bool:
        step = self.conversation.step
        key = step.ask(self.facts).understand(words, self.facts.say) if step else None
        if step is None or key is None:
            return False
        self._inside(step.chose(key, self.facts))
        return True

    def _heard(self, text: str) -> bool:
        step = self.conversation.step
        move = step.heard(text, self.facts) if step else None
        if move is None:
            return False
        self._inside(move)
        return True

    def _recognised(self, text: str) -> bool:
        for intent in self.catalogue.intents:
            move = intent(text, self.facts)
            if move is not None:
                self._fresh(move)
                return True
        return False

    def _lost(self, text: str) -> None:
        if self.facts.agreement is Agreement.UNASKED and self.conversation.step is None:
            return
        self.missed = True
        self._fresh(self.catalogue.lost(text, self.conversation.misses + 1, self.facts))

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
        needs = any(c.entry is entry and c.needs_agreement for c in self.catalogue.commands)
        if needs and not self.facts.agreed:
            self._ask_to_agree()
            return
        self._fresh(door(self.facts, subject))

    def _ask_to_agree(self) -> None:
        self.said_so_far.append(_("For that I need your agreement first."))
        self._fresh(self.catalogue.doors[Entry.WELCOME](self.facts, "again"))

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

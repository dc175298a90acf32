"""One turn of a conversation: what an event means, written once, in the order in which meanings are tried."""

from __future__ import annotations

from dataclasses import replace

from dialogs.engine.catalogue import Catalogue
from dialogs.engine.conversation import Conversation
from dialogs.engine.entry import Entry
from dialogs.engine.events import Edited, Event, Pressed, Said, Sent, Verb
from dialogs.engine.prompt import plain, read_place
from dialogs.engine.step import Done
from dialogs.engine.talk import Talk, Turn
from dialogs.facts import Agreement, Facts
from dialogs.text import _

__all__ = ["Turn", "advance"]

CANCEL_WORDS = frozenset({"取消", "算了", "不弄了", "/cancel", "cancel"})
BACK_WORDS = frozenset({"返回", "上一步", "back", "/back"})
STOP_WORDS = frozenset({"退出", "退订", "别发了", "/stop", "stop"})


def advance(conversation: Conversation, event: Event, facts: Facts, catalogue: Catalogue) -> Turn:
    """What Jiayin says and does about an event. Pure: the same arguments always give the same turn."""
    talk = _Meaning(conversation, facts, catalogue)
    match event:
        case Said(text):
            talk.said(text)
        case Pressed(data):
            talk.pressed(data)
        case Verb():
            talk.stood(event)
        case Sent():
            talk.sent(event)
        case Edited(text):
            talk.edited(text)
        case _:
            talk.due(event.kind, event.subject)
    return talk.turn()


class _Meaning(Talk):
    """What an event means, tried in one order."""

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
        self._drop_offer()
        self.show_question = False
        handle = self.catalogue.verbs.get(verb.kind)
        if handle is None:
            self.said_so_far.append(_("That button is from earlier and no longer works."))
            return
        self._fresh(handle(verb, self.facts))

    def sent(self, event: Sent) -> None:
        if event.caption and self._danger(event.caption):
            return
        self._drop_offer()
        self._fresh(self.catalogue.doors[Entry.MEDIUM](self.facts, f"{event.medium}:{event.file}"))

    def edited(self, text: str) -> None:
        if text and self._danger(text):
            return
        self.said_so_far.append(
            _("I saw that you changed a message. Please send it again as a new one; I only read new ones.")
        )

    def due(self, kind: str, subject: str) -> None:
        self.show_question = False
        if timer := self.catalogue.timers.get(kind):
            self._fresh(timer(subject, self.facts))

    # -- the order of meaning ----------------------------------------------------------------------------------------

    def _danger(self, text: str) -> bool:
        step = self.conversation.step
        move = self.catalogue.screen(text, self.facts, step.danger_told() if step else "")
        if move is None:
            return False
        self._drop_offer()
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
        """The label of a button on the screen, or a bare number for the card that stands last."""
        for card in reversed(self.facts.shown):
            verb = next((verb for label, verb in card.verbs if plain(label) == words), None)
            if verb is not None:
                self.stood(Verb(card.kind, card.subject, card.occurrence, verb))
                return True
        last = self.facts.shown[-1] if self.facts.shown else None
        place = read_place(words, len(last.verbs)) if last else None
        if last is None or place is None:
            return False
        self.stood(Verb(last.kind, last.subject, last.occurrence, last.verbs[place - 1][1]))
        return True

    def _command(self, words: str) -> bool:
        found = self.catalogue.command(words)
        if found is None:
            return False
        command, rest = found
        entry = command.entry
        self._drop_offer()
        if command.needs_agreement and not self.facts.agreed:
            self._ask_to_agree(entry, rest)
            return True
        move = self.catalogue.doors[entry](self.facts, rest)
        self._leave_for(entry)
        if not isinstance(move, Done):
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
            if move is not None and not (self._is_offer(move) and self._busy()):
                self._drop_offer()
                self._fresh(move)
                return True
        return False

    def _lost(self, text: str) -> None:
        if self.facts.agreement is Agreement.UNASKED and self.conversation.step is None:
            return
        self.missed = True
        self._drop_offer()
        # In the middle of a dialog the question itself is the help; a trainer would only stand in its way.
        alone = self.conversation.step is None
        move = self.catalogue.lost(text if alone else "", self.conversation.misses + 1 if alone else 1, self.facts)
        self._fresh(move)

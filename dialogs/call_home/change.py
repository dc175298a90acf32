"""Changing, pausing and deleting reminders: which one, and then what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogs.call_home.draft import draft_of
from dialogs.call_home.listing import reminders_card
from dialogs.call_home.new import AskDays, AskTime, ConfirmReminder
from dialogs.call_home.reading import read_target
from dialogs.effects import RemoveReminder, SaveReminder
from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Done, Go, Move, Open, Step
from dialogs.facts import Facts, Reminder
from dialogs.language.short_answers import says_yes
from dialogs.reminder_words import moment, next_at, reminder_words
from dialogs.text import Text, _

_NOT_NOW = Choice("leave", _("Leave all as it is"), ("算了", "不改了", "不删了", "留着"))
# 从八点改成七点: what stands behind is the new one.
_NEW_PART = re.compile("(?:改|换|挪|推|调)(?:成|到|为|在)")
_GONE = _("That reminder is no longer there.")

_WHICH: dict[str, Text] = {
    "change": _("Which one do you want to change?"),
    "pause": _("Which one shall pause or go on?"),
    "delete": _("Which one do you want to delete?"),
}


def chosen(verb: Verb, facts: Facts) -> Move:
    """A button under the list of reminders."""
    if verb.verb == "new":
        return Open(Entry.NEW_REMINDER)
    if verb.verb == "starter":
        return Open(Entry.STARTER)
    if verb.verb not in _WHICH or not facts.reminders:
        return Done((reminders_card(facts),))
    if len(facts.reminders) == 1:
        return begin(verb.verb, facts.reminders[0], facts)
    return Go(PickReminder(verb.verb))


def tended(action: str, words: str, facts: Facts) -> Move:
    """“Make the reminder seven o'clock”, “delete the reminder for the second child”: the one that is meant, at once."""
    target = read_target(words, facts) if len(facts.reminders) > 1 else None
    meant = [reminder for reminder in facts.reminders if target in (None, reminder.target)]
    if len(meant) == 1:
        return begin(action, meant[0], facts, words)
    return Go(PickReminder(action, words)) if facts.reminders else Done((reminders_card(facts),))


def begin(action: str, reminder: Reminder, facts: Facts, words: str = "") -> Move:
    if action == "change":
        change = AskChange(reminder.number)
        return change.heard(_NEW_PART.split(words)[-1], facts) or Go(change)
    if action == "delete":
        return Go(ConfirmDelete(reminder.number))
    return paused(reminder, facts)


def paused(reminder: Reminder, facts: Facts) -> Move:
    """Paused, or going on again with its next date."""
    turned = replace(reminder, paused=not reminder.paused)
    due_at = next_at(reminder.timing, facts)
    if turned.paused:
        said = _("Paused. Press the same button when it shall go on.")
    elif due_at is None:
        said = _("That time is over. Change it, or delete it.")
    else:
        said = _("It goes on. Next: {next}.")(next=moment(due_at, facts))
    return Done((said,), (SaveReminder(turned),))


@dataclass(frozen=True)
class PickReminder(Step):
    """Which one? They stand numbered in the text."""

    action: str
    words: str = ""

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(str(one.number), _shown(one, facts)) for one in facts.reminders]
        return ask(_WHICH[self.action], choices=[*choices, _NOT_NOW], listed=True)

    def chose(self, key: str, facts: Facts) -> Move:
        reminder = None if key == "leave" else facts.reminder(int(key))
        if reminder is None:
            return Done((_("All right, everything stays as it is."),))
        return begin(self.action, reminder, facts, self.words)

    def heard(self, words: str, facts: Facts) -> Move | None:
        """The name of a child that has just one reminder."""
        target = read_target(words, facts)
        meant = [reminder for reminder in facts.reminders if reminder.target == target]
        return begin(self.action, meant[0], facts, self.words) if len(meant) == 1 else None


def _shown(reminder: Reminder, facts: Facts) -> Text:
    said = reminder_words(reminder, facts)
    return _("{reminder} (paused)")(reminder=said) if reminder.paused else said


@dataclass(frozen=True)
class AskChange(Step):
    """Another hour or other days? A new time in her own words will do at once."""

    number: int

    def ask(self, facts: Facts) -> Prompt:
        reminder = facts.reminder(self.number)
        return ask(
            reminder_words(reminder, facts) if reminder else _GONE,
            _("What shall change?"),
            choices=(
                Choice("time", _("Another time"), ("改时间", "换时间", "时间")),
                Choice("days", _("Other days"), ("改日子", "换日子", "日子")),
                _NOT_NOW,
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        reminder = facts.reminder(self.number)
        if reminder is None:
            return Done((_GONE,))
        draft = draft_of(reminder)
        if key == "time":
            return Go(AskTime(draft.untimed()))
        if key == "days":
            return Go(AskDays(replace(draft, rule=None)))
        return Done((_("All right, everything stays as it is."),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        reminder = facts.reminder(self.number)
        if reminder is None or says_yes(words):
            return None
        return ConfirmReminder(draft_of(reminder), reminder.timing).heard(words, facts)


@dataclass(frozen=True)
class ConfirmDelete(Step):
    """Really?"""

    number: int

    def ask(self, facts: Facts) -> Prompt:
        reminder = facts.reminder(self.number)
        return ask(
            reminder_words(reminder, facts) if reminder else _GONE,
            _("Shall I delete this reminder?"),
            choices=(
                Choice("delete", _("Delete"), ("删", "删掉", "删了", "确定")),
                Choice("leave", _("Keep this reminder"), ("不", "不删", "不删了", "先留着")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if facts.reminder(self.number) is None:
            return Done((_GONE,))
        if key == "leave":
            return Done((_("All right, everything stays as it is."),))
        return Done((_("Deleted."),), (RemoveReminder(self.number),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        return self.chose("delete", facts) if says_yes(words) else None

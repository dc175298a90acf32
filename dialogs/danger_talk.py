"""When there are words of danger: the prepared reply at once, then only three questions, and a person is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from dialogs.effects import AllClear, Consent, NoteInCase, OpenCase, Purpose, SaveProfile, StartTimer, StopTimer
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Again, Card, Done, Go, Move, Open, Step
from dialogs.facts import Facts, Home
from dialogs.hotlines import spoken
from dialogs.language.danger import Aspect, Level, Trigger, screen
from dialogs.language.questions import Decision
from dialogs.library import DangerReply
from dialogs.text import Text, _

KIND = "danger"
ASK_BACK_TIMER = "danger_ask_back"
ASK_BACK_WAIT = timedelta(minutes=10)
LONGEST_NOTE = 500
_NO = ("不用", "先不用", "不要", "不需要", "别", "不", "不了", "先不", "没有")
LONGEST_OVER = 20
_OVER = re.compile("没事了|好多了|过去了|找到了|找回来了|脱离危险|安全了|虚惊一场")
_NOT_OVER = re.compile("还没|还不|没有|没找|没好|不安全|不见|[?吗]|怎么")
_VENTING = re.compile("气话|发牢骚|说说而已|随口|开玩笑|没有危险|没危险|没这回事|不会的")
LONGEST_CLUE = 80  # what a timer carries


def screened(words: str, facts: Facts) -> Move | None:
    """What danger asks for, before anything else is looked at; None when there is none."""
    found = screen(words)
    if found.trigger is None:
        return None
    if found.trigger is Trigger.USER_IS_MINOR:
        return reply(found.trigger, found.level, words, facts)  # a child is asked nothing
    if found.ask_back:
        return _asked_back(found.trigger, found.level or Level.P2, words, facts)
    if found.aspect is Aspect.PRESENT:
        return reply(found.trigger, found.level, words, facts)
    if found.aspect is Aspect.PREVENTION:
        return None
    return Open(Entry.ASK, subject=words, say=_in_case_it_is_now(words, facts))


def _in_case_it_is_now(words: str, facts: Facts) -> tuple[Text, ...]:
    """The emergency line, where no answer follows that has a danger line of its own."""
    if facts.library.questions.match(words).decision is not Decision.NONE:
        return ()
    return spoken(facts.library.notice("emergency_line", facts.profile.language), facts)


def door(facts: Facts, subject: str) -> Move:
    """“It is happening now”, pressed under an answer that lies close to a danger."""
    return reply(Trigger(subject), None, "", facts)


def reply(trigger: Trigger, level: Level | None, words: str, facts: Facts) -> Move:
    """The prepared reply, a case, and the first of the three questions."""
    prepared = facts.library.danger_replies[trigger]
    effects = (OpenCase(trigger, level or prepared.level, words[:LONGEST_NOTE]), StopTimer(ASK_BACK_TIMER))
    card = danger_card(prepared, facts, level)
    if trigger is Trigger.USER_IS_MINOR:
        # Jiayin serves adults: from here on nothing is collected, and what there is goes within a day.
        ended = (Consent(Purpose.SERVICE, False),) if facts.agreed else ()
        return Done((card,), (*effects, *ended), hush=True)
    return Go(AskSafe(trigger), say=(card,), effects=effects)


def danger_card(prepared: DangerReply, facts: Facts, level: Level | None = None) -> Card:
    texts = spoken(prepared.reply, facts, place=prepared.place)
    duty = _duty(prepared, level or prepared.level, facts)
    return Card(KIND, (*texts, *duty), subject=prepared.trigger, fold=True)


def _duty(prepared: DangerReply, level: Level, facts: Facts) -> tuple[Text, ...]:
    """Who will be in touch and by when; where nobody is on duty, that is said, and the numbers once more."""
    duty = facts.around.duty
    if duty.on:
        return spoken(prepared.eta_line, facts, place=prepared.place, eta=duty.by[level])[:1]
    return spoken(prepared.off_duty_line, facts, place=prepared.place)[:1]


def _asked_back(trigger: Trigger, level: Level, words: str, facts: Facts) -> Move:
    timer = StartTimer(ASK_BACK_TIMER, f"{trigger}:{level}:{words[:LONGEST_CLUE]}", facts.now + ASK_BACK_WAIT)
    effects = (timer,) if level is not Level.P2 else ()
    return Go(ConfirmDanger(trigger, level, words[:LONGEST_NOTE]), effects=effects)


def not_answered(subject: str, facts: Facts) -> Move:
    """Nobody answered whether it is serious: a person has a look."""
    trigger, level, words = (*subject.split(":", 2), "", "")[:3]
    return Done((), (OpenCase(trigger, level, words),))


def over(words: str, facts: Facts) -> Move | None:
    """In her own words, while a case is open: it is over."""
    said = plain(words)
    if facts.case is None or len(said) > LONGEST_OVER or not _OVER.search(said) or _NOT_OVER.search(said):
        return None
    return fine(facts, "")


def fine(facts: Facts, _subject: str) -> Move:
    """She wrote that it is over."""
    if facts.case is None:
        return Done((_("Good. I am here; write “menu” to see what I can do."),))
    return Done((_("Good that you say so. I am here, and everything goes on as usual."),), (AllClear(),))


@dataclass(frozen=True)
class ConfirmDanger(Step):
    """It may be a figure of speech: one plain question."""

    is_alarm: ClassVar[bool] = True

    trigger: Trigger
    level: Level
    words: str

    def ask(self, facts: Facts) -> Prompt:
        prompt = ask(
            _("Let me make sure: is the child, or are you, in danger right now?"),
            choices=(
                Choice("danger", _("Yes, in danger"), ("有", "有危险", "是", "是的")),
                Choice("venting", _("No, just letting off steam"), ("没有", "没", "不是", "没事", "没事了", "发牢骚")),
            ),
        )
        return replace(prompt, fold=True)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "danger":
            return reply(self.trigger, self.level, self.words, facts)
        return Done((_("Good. It is fine to let off steam here, whenever you need to."),), (StopTimer(ASK_BACK_TIMER),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        return self.chose("venting", facts) if _VENTING.search(plain(words)) else None


@dataclass(frozen=True)
class AskSafe(Step):
    """The first of the three: is anybody in danger at this moment?"""

    is_alarm: ClassVar[bool] = True

    trigger: Trigger

    def ask(self, facts: Facts) -> Prompt:
        text = (
            _("Are you safe right now?")
            if facts.library.danger_replies[self.trigger].place == "parent"
            else _("Is the child safe right now?")
        )
        choices = (
            Choice("safe", _("Safe for now"), ("安全", "是", "没事", "安全的")),
            Choice("not_safe", _("Not safe"), ("不安全", "不", "没有")),
            Choice("skip", _("I don't know")),
        )
        return replace(ask(text, choices=choices), fold=True)

    def chose(self, key: str, facts: Facts) -> Move:
        note = NoteInCase("safe", key)
        if key == "not_safe":
            prepared = facts.library.danger_replies[self.trigger]
            return self._next(facts, (danger_card(prepared, facts),), note)
        return self._next(facts, (), note)

    def heard(self, words: str, facts: Facts) -> Move | None:
        return self._next(facts, (), NoteInCase("safe", words[:LONGEST_NOTE]))

    def _next(self, facts: Facts, say: tuple[Text | Card, ...], note: NoteInCase) -> Move:
        hers = facts.library.danger_replies[self.trigger].place == "parent"
        known = facts.profile.home is not None and not hers
        return Go(AskContact(self.trigger) if known else AskPlace(self.trigger), say, (note,))


@dataclass(frozen=True)
class AskPlace(Step):
    """The second: where, so that the numbers reach the right place."""

    is_alarm: ClassVar[bool] = True

    trigger: Trigger

    def ask(self, facts: Facts) -> Prompt:
        text = (
            _("Which city or county are you in?")
            if self._hers(facts)
            else _("Which city or county is it? Then I can give you the numbers that ring there.")
        )
        return replace(ask(text, choices=(Choice("skip", _("Skip")),), bare_numbers=True), fold=True)

    def chose(self, key: str, facts: Facts) -> Move:
        return Go(AskContact(self.trigger))

    def heard(self, words: str, facts: Facts) -> Move | None:
        note = NoteInCase("place", words[:LONGEST_NOTE])
        areas = facts.library.areas.find(words)
        if self._hers(facts) or len({area.code for area in areas}) != 1:
            return Go(AskContact(self.trigger), effects=(note,))
        home = Home(areas[0].code, areas[0].name if len(areas) == 1 else words.strip()[:20])
        saved = (SaveProfile(replace(facts.profile, home=home)),) if facts.agreed else ()
        told = facts.with_profile(replace(facts.profile, home=home))
        card = danger_card(facts.library.danger_replies[self.trigger], told)
        return Go(AskContact(self.trigger), say=(card,), effects=(note, *saved))

    def _hers(self, facts: Facts) -> bool:
        """Whether the place is where she herself is; it is not the child's home then."""
        return facts.library.danger_replies[self.trigger].place == "parent"


@dataclass(frozen=True)
class AskContact(Step):
    """The third: how to reach her, and never in a way that puts her in danger."""

    is_alarm: ClassVar[bool] = True

    trigger: Trigger

    def ask(self, facts: Facts) -> Prompt:
        careful = facts.library.danger_replies[self.trigger].no_follow_up
        text = (
            _("May we get in touch? If yes, write a number and a time that are safe for you. Otherwise nobody will.")
            if careful
            else _("Which number can we call you on?")
        )
        choices = (
            Choice("here", _("Write to me here")),
            Choice(
                "skip",
                _("Don't get in touch"),
                ("不用", "先不用", "不要", "不需要", "别", "不", "不了", "先不", "没有"),
            ),
        )
        return replace(ask(text, choices=choices, bare_numbers=True), fold=True)

    def chose(self, key: str, facts: Facts) -> Move:
        return Done((_thanks(facts),), (NoteInCase("contact", key),), hush=True)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if not words.strip():
            return Again((_("Please write a number, or press one of the buttons."),))
        return Done((_thanks(facts),), (NoteInCase("contact", words[:LONGEST_NOTE]),), hush=True)


def _thanks(facts: Facts) -> Text:
    if facts.around.duty.on:
        return _("Thank you, I have passed it on. When it is over, write “it is over”. Until then I send nothing else.")
    return _("Thank you, I have written it down. When it is over, write “it is over”.")

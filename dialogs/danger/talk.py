"""When there are words of danger: the prepared reply at once, then only three questions, and a person is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from dialogs.danger.card import LONGEST_NOTE, cry_card, danger_card, unsure_texts
from dialogs.danger.end import aside, fine, over
from dialogs.danger.questions import AskSafe
from dialogs.effects import Consent, NoteInCase, OpenCase, Purpose, StartTimer, StopTimer
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Done, Go, Move, Open, Step
from dialogs.facts import Facts
from dialogs.hotlines import spoken
from dialogs.language.danger import SELF_HARM, Aspect, Level, Trigger, is_cry, screen
from dialogs.language.questions import Decision
from dialogs.text import Text, _

__all__ = ["ASK_BACK_TIMER", "LONGEST_NOTE", "door", "fine", "not_answered", "over", "screened"]

ASK_BACK_TIMER = "danger_ask_back"
ASK_BACK_WAIT = timedelta(minutes=10)
_VENTING = re.compile("气话|发牢骚|说说而已|随口|开玩笑|没有危险|没危险|没这回事|不会的")
_UNSURE = re.compile("说不准|说不好|拿不准|不确定|不清楚|不知道|不晓得|可能|也许|怕是|好像|不好说")
LONGEST_DOUBT = 12
_NOTHING = ("没有", "没", "不是", "没事", "没事了", "没有危险", "发牢骚")
_EMERGENCIES = (
    (Trigger.ACCIDENT, _("Hurt, poisoned, fire"), ("受伤", "中毒", "着火", "落水", "受伤了", "着火了")),
    (Trigger.PARTNER_VIOLENCE, _("Somebody hits me"), ("有人打我", "打我", "他打我")),
    (Trigger.PHYSICAL_ABUSE, _("Somebody hits a child"), ("打孩子", "有人打孩子")),
    (Trigger.MISSING_CHILD, _("A child is missing"), ("孩子不见了", "孩子丢了")),
    (Trigger.PARENT_SUICIDE, _("I can't go on"), ("不想活", "撑不住", "难受")),
)
LONGEST_CLUE = 80  # what a timer carries


def screened(words: str, facts: Facts, told: str) -> Move | None:
    """What danger asks for, before anything else is looked at; None when there is none.

    `told`: the danger she is just being asked about. More of that is an answer; another one to life is heard as such.
    """
    found = screen(words)
    if told and not (found.aspect is Aspect.PRESENT and found.level is Level.P0 and found.trigger != told):
        found = screen(words, by_rules=True)
    if found.trigger is None:
        return None
    if is_cry(words):
        return _cried(words, facts)
    if found.trigger is Trigger.USER_IS_MINOR:
        return reply(found.trigger, found.level, words, facts)  # a child is asked nothing
    if found.ask_back and not _has_an_answer(found.trigger, found.level, words, facts):
        return _asked_back(found.trigger, found.level or Level.P2, words, facts)
    if found.aspect is Aspect.PRESENT:
        return reply(found.trigger, found.level, words, facts)
    if found.aspect is Aspect.PREVENTION:
        return None
    return Open(Entry.ASK, subject=words, say=_in_case_it_is_now(words, facts))


def _has_an_answer(trigger: Trigger, level: Level | None, words: str, facts: Facts) -> bool:
    """Whether trainers wrote an answer to just this, with a button for when it is happening now.

    Not where life is at stake, and never for a wish to die, however softly it is said: those are asked.
    """
    found = facts.library.questions.match(words)
    if level is Level.P0 or trigger in SELF_HARM or found.decision is not Decision.ANSWER:
        return False
    return facts.library.faqs[found.matches[0].id].trigger is trigger


def _in_case_it_is_now(words: str, facts: Facts) -> tuple[Text, ...]:
    """The emergency line, where no answer follows that has a danger line of its own."""
    if facts.library.questions.match(words).decision is not Decision.NONE:
        return ()
    return spoken(facts.library.notice("emergency_line", facts.profile.language), facts)


def _cried(words: str, facts: Facts) -> Move:
    """A cry for help that says nothing else: all three numbers, a person, and what has happened."""
    opened = OpenCase(Trigger.ACCIDENT, Level.P0, words[:LONGEST_NOTE])
    return Go(AskWhatHappened(), say=(cry_card(facts),), effects=(opened, StopTimer(ASK_BACK_TIMER)))


def door(facts: Facts, subject: str) -> Move:
    """“It is happening now”, pressed under an answer that lies close to a danger."""
    return reply(Trigger(subject), None, "", facts)


def reply(trigger: Trigger, level: Level | None, words: str, facts: Facts) -> Move:
    """The prepared reply, a case, and the first of the three questions."""
    prepared = facts.library.danger_replies[trigger]
    effects = (OpenCase(trigger, level or prepared.level, words[:LONGEST_NOTE]), StopTimer(ASK_BACK_TIMER))
    card = danger_card(prepared, facts, level)
    if trigger is Trigger.USER_IS_MINOR:
        # Jiayin serves adults: from here on nothing is collected, and what there is goes once the case is closed.
        ended = (Consent(Purpose.SERVICE, False),) if facts.agreed else ()
        return Done((card,), (*effects, *ended), hush=True)
    return Go(AskSafe(trigger), say=(card,), effects=effects)


def _asked_back(trigger: Trigger, level: Level, words: str, facts: Facts) -> Move:
    timer = StartTimer(ASK_BACK_TIMER, f"{trigger}:{level}:{words[:LONGEST_CLUE]}", facts.now + ASK_BACK_WAIT)
    effects = (timer,) if level is not Level.P2 else ()
    return Go(ConfirmDanger(trigger, level, words[:LONGEST_NOTE]), effects=effects)


def not_answered(subject: str, facts: Facts) -> Move:
    """Nobody answered whether it is serious: a person has a look."""
    trigger, level, words = (*subject.split(":", 2), "", "")[:3]
    return Done((), (OpenCase(trigger, level, words, promised=False),))


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
                Choice("venting", _("No, just letting off steam"), _NOTHING),
                Choice("unsure", _("I can't tell"), ("不知道", "不清楚", "不晓得", "说不好", "不确定")),
            ),
        )
        return replace(prompt, fold=True)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "danger":
            return reply(self.trigger, self.level, self.words, facts)
        if key == "unsure":
            return self._unsure(facts)
        return self._venting(facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        said = plain(words)
        if _VENTING.search(said):
            return self.chose("venting", facts)
        return self._unsure(facts) if len(said) <= LONGEST_DOUBT and _UNSURE.search(said) else None

    def _venting(self, facts: Facts) -> Move:
        """No danger; what she asked is answered now, if it was a question that has an answer."""
        relieved = _("Good. It is fine to let off steam here, whenever you need to.")
        stopped = (StopTimer(ASK_BACK_TIMER),)
        if facts.library.questions.match(self.words).decision is Decision.NONE:
            return Done((relieved,), stopped)
        return Open(Entry.ASK, subject=self.words, say=(relieved,), effects=stopped)

    def _unsure(self, facts: Facts) -> Move:
        """Where the words were grave, a person has a look, as after silence."""
        grave = (OpenCase(self.trigger, self.level, self.words),) if self.level is not Level.P2 else ()
        return Done(unsure_texts(facts), (StopTimer(ASK_BACK_TIMER), *grave))


@dataclass(frozen=True)
class AskWhatHappened(Step):
    """After a bare cry for help: what it is about, in one tap; then the reply to just that."""

    is_alarm: ClassVar[bool] = True

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(trigger, label, words) for trigger, label, words in _EMERGENCIES]
        prompt = ask(_("What has happened?"), choices=[*choices, Choice("other", _("Something else"), ("都不是",))])
        return replace(prompt, fold=True)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "other":
            return Go(AskSafe(Trigger.ACCIDENT))
        return reply(Trigger(key), None, "", facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if move := aside(words, self, facts):
            return move
        return Go(AskSafe(Trigger.ACCIDENT), effects=(NoteInCase("words", words[:LONGEST_NOTE]),))

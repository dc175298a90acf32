"""我回家了, 孩子来了, 我回厂了: while they are together nothing reminds of calls, and tips are for being together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from dialogs.effects import SaveProfile
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Again, Done, Go, Move, Open, Step
from dialogs.facts import Facts
from dialogs.language.until import read_until
from dialogs.text import Text, _

LENGTHS = {"week": timedelta(days=7), "half_month": timedelta(days=15), "month": timedelta(days=30)}
PARTING, JUST_APART = "parting", "apart"
_LONGEST_DATE = 12


def together(facts: Facts, _subject: str) -> Move:
    """She came home, or the child came to her: it begins at once, and the end is asked.

    Until she answers it lasts a month at most: a question left open must not silence her reminders for ever.
    """
    profile = replace(facts.profile, together=True, together_until=facts.today + LENGTHS["month"])
    return Go(AskUntil(), (_("How lovely that you are together!"),), (SaveProfile(profile),))


def apart(facts: Facts, _subject: str) -> Move:
    """They part, or have parted: calls are reminded of again, and there is a tip for exactly that."""
    profile = replace(facts.profile, together=False, together_until=None)
    told = (
        _("All right, reminders to call come again as before.")
        if facts.reminders
        else _("All right, tips are for being apart again.")
    )
    return Go(AskParted(), (told,), (SaveProfile(profile),))


@dataclass(frozen=True)
class AskUntil(Step):
    """Until when? Unsaid, it lasts until she writes that she is back."""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("How long will you be together?"),
            _("Until then I remind you of no calls, and tips are for doing things together."),
            choices=(
                Choice("week", _("One week"), ("一周", "一个星期", "7天")),
                Choice("half_month", _("Half a month"), ("半个月", "半月", "15天")),
                Choice("month", _("One month"), ("一个月", "30天")),
                Choice("own", _("I say the day"), ("我自己说", "别的")),
                Choice("skip", _("Not sure yet"), ("跳过", "先跳过", "不知道", "还不知道", "说不好")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "own":
            return Go(AskLastDay())
        return _until(facts.today + LENGTHS[key], facts) if key in LENGTHS else _open_end(facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        day = read_until(words, facts.now, facts.zone)
        return None if day is None else _until(day, facts)


@dataclass(frozen=True)
class AskLastDay(Step):
    """The last day together, in her own words."""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("Which is the last day? For example “ten days”, “20 February” or “the 15th of the first lunar month”."),
            choices=(Choice("skip", _("Not sure yet"), ("跳过", "先跳过", "不知道", "还不知道", "说不好")),),
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        return _open_end(facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if day := read_until(words, facts.now, facts.zone):
            return _until(day, facts)
        if len(words.strip()) > _LONGEST_DATE:
            return None
        return Again((_("I did not get that day. Write it like “20 February” or “ten days”."),))


def _until(day: date, facts: Facts) -> Move:
    profile = replace(facts.profile, together=True, together_until=day)
    told = _("I keep to that until {day}. If you part sooner, write “back at the factory”.")(day=day)
    return Done((told,), (SaveProfile(profile),))


def _open_end(facts: Facts) -> Move:
    profile = replace(facts.profile, together=True, together_until=None)
    told = _("All right. When you part, write “back at the factory”; then I remind you of calls again.")
    return Done((told,), (SaveProfile(profile),))


@dataclass(frozen=True)
class AskParted(Step):
    """Not gone yet, or gone already: what helps is not the same."""

    def ask(self, facts: Facts) -> Prompt:
        question: Text = _("I have a tip for parting. Have you parted already?")
        return ask(
            question,
            choices=(
                Choice("parting", _("Not yet"), ("还没", "还没走", "没走", "快走了")),
                Choice("apart", _("Yes, already"), ("走了", "到厂了", "分开了", "已经走了")),
                Choice("skip", _("No tip now"), ("不用", "不看", "不要", "跳过", "先跳过")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "skip":
            return Done((_("All right. Have a good trip, and take care."),))
        return Open(Entry.TIP, subject=PARTING if key == "parting" else JUST_APART)

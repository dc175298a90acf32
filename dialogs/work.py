"""When she works: her shift and how it rotates, her day of rest, and what follows when the shift changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern, asleep, can_switch, switched
from dialogs.effects import SaveProfile
from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Again, Card, Done, Go, Move, Open, Step
from dialogs.facts import Facts
from dialogs.labels import REST_DAYS, SHIFTS
from dialogs.language.work import new_shift, read_rest_days, read_rotation, read_shift
from dialogs.profile_words import rest_words, shift_words
from dialogs.reminder_words import local, next_at, read_back
from dialogs.text import Listed, Text, Verbatim, _

KIND = "shift_changed"
SHIFT_ASKED, REST_ASKED = "shift", "rest_day"

_WRITE_CHANGED = _("When your shift changes, write “shift changed”, and I change along.")
_SHIFT_WORDS: dict[Shift, tuple[str, ...]] = {
    Shift.DAY_LONG: ("白", "白天", "白天班", "日班", "两班倒白班"),
    Shift.NIGHT_LONG: ("夜", "晚班", "晚上", "夜里", "通宵班", "两班倒夜班"),
    Shift.DAY_FIXED: ("长白班", "常白班", "正常班", "都是白班", "一直白天"),
    Shift.THREE_SHIFT: ("三班", "三班两倒", "四班三倒", "四班三运转", "四班两倒", "倒三班"),
    Shift.IRREGULAR: ("不定", "不一定", "没准", "说不准", "看情况", "乱排的"),
}
_ROTATIONS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("7", _("One week"), ("一个星期", "一星期", "一个礼拜", "每周", "周周换", "7天", "七天", "一周一换", "一周一倒")),
    ("14", _("Two weeks"), ("两个星期", "两星期", "半个月", "半月", "14天", "15天", "十五天", "两周一换", "二周")),
    ("30", _("A month"), ("一月", "每月", "每个月", "月月换", "30天", "三十天", "一个月一换")),
    ("none", _("It stays so"), ("不倒", "不倒班", "不换班", "一直这样", "固定", "固定的")),
    ("unknown", _("I don't know"), ("不知道", "说不准", "不一定", "没准", "跳过", "先跳过", "不固定")),
)
_REST_WORDS: dict[RestDay, tuple[str, ...]] = {
    RestDay.SUNDAY: ("周天", "星期天", "礼拜天", "天", "日"),
    RestDay.IRREGULAR: ("不定", "不一定", "没准", "说不准", "看情况", "轮休"),
    RestDay.NONE: ("没休", "没有休", "没得休", "不休", "没有", "没休息", "最近不休", "没假"),
}


def shift(facts: Facts, subject: str) -> Move:
    """`subject` is `reminder` where the reason for asking has just been given, or nothing."""
    return Go(AskShift(for_reminder=subject == "reminder"))


def shift_changed(facts: Facts, _subject: str) -> Move:
    """She changed shifts: between day and night that says enough, otherwise the new one is asked."""
    pattern = facts.profile.shift
    if pattern is None or not can_switch(pattern):
        return Go(AskShift())
    return _changed(switched(pattern, facts.today), facts)


def noticed(words: str, facts: Facts) -> Move | None:
    """She writes in passing that she is on nights, or on days, from now on."""
    named = new_shift(words)
    if named is None or not facts.agreed:
        return None
    pattern = facts.profile.shift
    if pattern is None or not can_switch(pattern):
        return Go(AskRotation(named))
    if pattern.on(facts.today) is named:
        return Done((_("I have it down so: {shift}.")(shift=shift_words(pattern, facts.today)),))
    return _changed(switched(pattern, facts.today), facts)


def chosen(verb: Verb, _facts: Facts) -> Move:
    """A button under the reminders that were read back."""
    return Open(Entry.REMINDERS if verb.verb == "reminders" else Entry.SHIFT)


def rest_day(facts: Facts, _subject: str) -> Move:
    return Go(AskRestDay())


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


# ---- what follows from an answer -----------------------------------------------------------------------------------


def _settled(pattern: ShiftPattern, facts: Facts, *, for_reminder: bool) -> Move:
    """The shift is written down; what it changes for the reminders is said, except in the middle of making one."""
    profile = replace(facts.profile, shift=pattern, asked=facts.profile.asked | {SHIFT_ASKED})
    say: list[Text | Card] = [_("Noted: {shift}.")(shift=shift_words(pattern, facts.today))]
    if can_switch(pattern):
        say.append(_WRITE_CHANGED)
    if facts.reminders and not for_reminder:
        say.append(Card(KIND, _reminders(facts.with_profile(profile)), _buttons(facts)))
    return Done(tuple(say), (SaveProfile(profile),))


def _changed(pattern: ShiftPattern, facts: Facts) -> Move:
    profile = replace(facts.profile, shift=pattern, asked=facts.profile.asked | {SHIFT_ASKED})
    noted = _("Noted: from today {shift}.")(shift=SHIFTS[pattern.shift])
    card = Card(KIND, (noted, *_reminders(facts.with_profile(profile))), _buttons(facts))
    return Done((card,), (SaveProfile(profile),))


def _reminders(facts: Facts) -> tuple[Text, ...]:
    """Every reminder with its next date under the new shift, and which of them she would sleep through."""
    if not facts.reminders:
        return ()
    numbers = [reminder.number for reminder in facts.reminders if _falls_into_sleep(reminder.number, facts)]
    lines = (_("Your reminders now:"), *read_back(facts))
    if not numbers:
        return lines
    named = Listed(tuple(Verbatim(str(number)) for number in numbers))
    asleep_then = _("You are probably asleep at the next one of number {numbers}. Shall we change it?")(numbers=named)
    return (*lines, asleep_then)


def _falls_into_sleep(number: int, facts: Facts) -> bool:
    reminder = facts.reminder(number)
    due_at = next_at(reminder.timing, facts) if reminder and not reminder.paused else None
    return due_at is not None and asleep(facts.profile.shift, local(due_at, facts))


def _buttons(facts: Facts) -> tuple[Choice, ...]:
    wrong = Choice("shift", _("Wrong shift"), ("不对", "班次不对"))
    return (Choice("reminders", _("Change reminders")), wrong) if facts.reminders else (wrong,)


# ---- the questions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AskShift(Step):
    """Days or nights this week? Never a date."""

    for_reminder: bool = False

    def ask(self, facts: Facts) -> Prompt:
        pattern = facts.profile.shift
        known = (_("Written down now: {shift}.")(shift=shift_words(pattern, facts.today)),) if pattern else ()
        reason = () if self.for_reminder else (_("So that I call when you neither work nor sleep:"),)
        choices = [Choice(one, label, _SHIFT_WORDS[one]) for one, label in SHIFTS.items()]
        choices.append(Choice("skip", _("Skip"), ("跳过", "不说", "不想说")))
        return ask(*known, *reason, _("Is it day shift or night shift this week?"), choices=choices)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "skip":
            asked = facts.profile.asked | {SHIFT_ASKED}
            say = _("All right. If you want to say it later, you find it in the settings.")
            return Done((say,), (SaveProfile(replace(facts.profile, asked=asked)),))
        pattern = ShiftPattern(Shift(key))
        if can_switch(pattern):
            return Go(AskRotation(pattern.shift, self.for_reminder))
        return _settled(pattern, facts, for_reminder=self.for_reminder)

    def heard(self, words: str, facts: Facts) -> Move | None:
        named = read_shift(words)
        if named is None:
            return None
        rotation = read_rotation(words)
        if rotation and named in (Shift.DAY_LONG, Shift.NIGHT_LONG):
            return AskRotation(named, self.for_reminder).chose(str(rotation), facts)
        return self.chose(named, facts)


@dataclass(frozen=True)
class AskRotation(Step):
    """How often do day and night change places?"""

    shift: Shift
    for_reminder: bool = False

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(key, label, words) for key, label, words in _ROTATIONS]
        return ask(_("How long until the shift changes?"), choices=choices)

    def chose(self, key: str, facts: Facts) -> Move:
        rotation = int(key) if key.isdigit() else None
        pattern = ShiftPattern(self.shift, rotation, monday_of(facts.today))
        return _settled(pattern, facts, for_reminder=self.for_reminder)

    def heard(self, words: str, facts: Facts) -> Move | None:
        rotation = read_rotation(words)
        return self.chose(str(rotation), facts) if rotation else None


@dataclass(frozen=True)
class AskRestDay(Step):
    """Which day of the week is hers?"""

    def ask(self, facts: Facts) -> Prompt:
        profile = facts.profile
        known = (_("Written down now: {day}.")(day=rest_words(profile)),) if profile.rest_day else ()
        choices = [Choice(day, label, self._words(day)) for day, label in REST_DAYS.items()]
        choices.append(Choice("skip", _("Skip"), ("跳过", "不说", "不想说")))
        return ask(
            *known,
            _("So that the long call falls on a day on which you have time:"),
            _("Which day do you rest this week?"),
            choices=choices,
        )

    @staticmethod
    def _words(day: RestDay) -> tuple[str, ...]:
        if day.weekday is None:
            return _REST_WORDS[day]
        name = "一二三四五六日"[day.weekday]
        return (f"星期{name}", f"礼拜{name}", f"周{day.weekday + 1}", *_REST_WORDS.get(day, ()))

    def chose(self, key: str, facts: Facts) -> Move:
        profile = replace(facts.profile, asked=facts.profile.asked | {REST_ASKED})
        if key == "skip":
            say = _("All right. If you want to say it later, you find it in the settings.")
            return Done((say,), (SaveProfile(profile),))
        rest = RestDay(key)
        return Done((_rest_noted(rest),), (SaveProfile(replace(profile, rest_day=rest)),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        days = read_rest_days(words, facts.today)
        if len(days) > 1:
            return Again((_("Good, more than one. On which of them do you have more time to talk?"),))
        return self.chose(str(days[0]), facts) if days else None


def _rest_noted(rest: RestDay) -> Text:
    if rest is RestDay.NONE:
        return _("Noted. That is hard work; rest when you can.")
    if rest is RestDay.IRREGULAR:
        return _("Noted: no fixed day.")
    return _("Noted: you rest on {day}.")(day=REST_DAYS[rest])

"""How often tips come, and at which hour; never in her sleep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from dialogs.calendar.shifts import asleep
from dialogs.calendar.windows import Window, parent_window
from dialogs.effects import SaveProfile
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Again, Done, Go, Move, Step
from dialogs.facts import Facts
from dialogs.language.numerals import read_number
from dialogs.language.when import AskBack, NotUnderstood, Outcome, Reason, Refused, Understood, WhenContext, read_when
from dialogs.profile_words import tips_words
from dialogs.text import Text, Verbatim, _

HOURS = "hours"
LOOK_AHEAD = 62  # days: a shift that changes every month comes round in them
LONGEST = 60
_EVERY_DAY = "每天"
_OFFERED = (time(12, 30), time(19, 0), time(20, 30))
_OFTEN: tuple[tuple[int, Text, tuple[str, ...]], ...] = (
    (1, _("One a week"), ("1", "一", "1次", "一次", "一条", "1条", "每周一条", "每周1次", "一周一次", "少点")),
    (3, _("Three a week"), ("3", "三", "3次", "三次", "三条", "3条", "每周三条", "每周3次", "一周三次")),
    (7, _("Every day"), ("7", "七", "天天", "每天1次", "每天一次", "每天一条", "一天一条", "多发点", "7次", "多点")),
    (0, _("No tips"), ("0", "零", "不要", "不用", "不要了", "不发了", "别发", "停")),
)
_AT_WHAT_TIME = _("At what time exactly? For example: half past seven in the evening.")


def door(facts: Facts, subject: str) -> Move:
    """`subject` is `hours` where only the hour is to change."""
    if subject == HOURS and facts.profile.tips_a_week:
        return Go(AskTipHour())
    return Go(AskTipRhythm())


@dataclass(frozen=True)
class AskTipRhythm(Step):
    """How many tips a week? A bare number is the number of tips."""

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(str(count), label, words) for count, label, words in _OFTEN]
        return ask(
            _("Now: {tips}.")(tips=tips_words(facts.profile)),
            _("How many tips shall I send?"),
            choices=[*choices, Choice("keep", _("Leave it so"), ("不改", "不变", "就这样", "跳过"))],
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "keep":
            return Done((_("All right, everything stays as it is."),))
        profile = replace(facts.profile, tips_a_week=int(key))
        if profile.tips_a_week == 0:
            say = _("Good, no more tips by themselves. Whenever you want one, write “tip of the day”.")
            return Done((say,), (SaveProfile(profile),))
        return Go(AskTipHour(), effects=(SaveProfile(profile),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        if read_number(plain(words).removesuffix("次").removesuffix("条")) is None:
            return None
        return Again((_("I can send one a week, three a week or one every day."),))


@dataclass(frozen=True)
class AskTipHour(Step):
    """At which hour? With the shift, or at one she chooses, as long as she is awake then."""

    def ask(self, facts: Facts) -> Prompt:
        times = [at for at in _OFFERED if not sleeps_at(at, facts)]
        return ask(
            _("At what time shall tips come? You can also write a time, such as 7:30 in the evening."),
            choices=[
                Choice("shift", _("With the shift"), ("跟班次", "跟着班", "随班次", "都行", "随便", "你定")),
                *(Choice(f"{at:%H:%M}", Verbatim("{at}", (("at", at),)), (f"{at:%H:%M}",)) for at in times),
                Choice("keep", _("Leave it so"), ("不改", "不变", "就这样", "跳过")),
            ],
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "keep":
            return _noted(facts)
        return _at(None if key == "shift" else time.fromisoformat(key), facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        outcome = read_hour(words, facts)
        match outcome:
            case Understood(timing) if len(timing.times) == 1 and not timing.night_times:
                return self._at_hour(timing.times[0], facts)
            case Refused(Reason.NO_SUCH_TIME):
                return Again((_("There is no such hour. The day ends at midnight."),))
            case Understood() | AskBack() | Refused():
                return Again((_AT_WHAT_TIME,))
        return None

    @staticmethod
    def _at_hour(at: time, facts: Facts) -> Move:
        if sleeps_at(at, facts):
            return Again((_("You are asleep then, at least in some weeks, and I do not want to wake you."),))
        return _at(at, facts)


def read_hour(words: str, facts: Facts) -> Outcome:
    """The clock time in these words; morning or evening as the shift leaves her free."""
    hour = read_number(plain(words))
    said = words[:LONGEST] if hour is None else f"{hour}点"
    shifts = {facts.profile.shift_on(facts.today + timedelta(days=ahead)) for ahead in range(LOOK_AHEAD)}
    windows: tuple[Window, ...] = tuple(window for shift in shifts for window in parent_window(shift))
    alone = read_when(said, facts.now, facts.zone, WhenContext(windows=windows))
    if isinstance(alone, NotUnderstood):
        return alone
    return read_when(said, facts.now, facts.zone, WhenContext(windows=windows, heard=_EVERY_DAY))


def sleeps_at(at: time, facts: Facts) -> bool:
    """Whether she is asleep at this hour on any of the coming days, whichever shift they bring."""
    days = (facts.today + timedelta(days=ahead) for ahead in range(LOOK_AHEAD))
    return any(asleep(facts.profile.shift, datetime.combine(day, at)) for day in days)


def _at(at: time | None, facts: Facts) -> Move:
    profile = replace(facts.profile, tip_at=at)
    return replace(_noted(facts.with_profile(profile)), effects=(SaveProfile(profile),))


def _noted(facts: Facts) -> Done:
    return Done((_("Noted: {tips}.")(tips=tips_words(facts.profile)),))

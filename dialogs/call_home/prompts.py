"""How the questions about a new reminder are put: words, choices, and why something is asked again."""

from __future__ import annotations

from datetime import date, time

from dialogs.calendar.recurrence import Once, Repeating, Timing
from dialogs.calendar.shifts import Shift
from dialogs.calendar.windows import Boarding
from dialogs.call_home.draft import Draft
from dialogs.call_home.silence import silence
from dialogs.call_home.times import Clash, latest, only_nights_sleep, proposals, suits_both, suits_home, the_child
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.facts import CallTarget, Facts, TargetKind
from dialogs.language.when import Missing, Reason
from dialogs.language.when_rules import rule_of
from dialogs.language.when_tokens import Cycle, MonthDays, Unit
from dialogs.reminder_words import clock_list, moment, next_at, rule_words, timing_words, whom
from dialogs.text import Text, Verbatim, _

CAREGIVER = CallTarget(TargetKind.CAREGIVER)
ELDERS = Choice("elders", _("The elders instead"), ("老人", "打给老人", "改成老人"))

_EVERY_DAY = Choice("daily", _("Every day"), ("天天", "每晚", "每天都打"))
_ODD_DAYS = Choice("odd", _("Mon, Wed, Fri"), ("一三五", "每周一三五", "135"))
_WEEKEND = Choice("weekend", _("Weekends"), ("每周末", "周六日", "周六周日", "周六、周日"))
_FRIDAY = Choice("friday", _("Fridays"), ("周五", "星期五", "礼拜五"))
_SATURDAY = Choice("saturday", _("Saturdays"), ("周六", "星期六", "礼拜六"))
_SUNDAY = Choice("sunday", _("Sundays"), ("周日", "周天", "星期天", "星期日", "礼拜天"))
_REST_DAY = Choice("rest", _("My day of rest"), ("休息的时候", "休息那天", "歇班那天"))
_NO = ("不要", "不要了", "不用了", "不设了", "不", "不要嘛")
_OWN_WORDS = Choice("write", _("I write the days"), ("别的", "自己写", "其他"))

_DAYS = {
    "daily": "FREQ=DAILY",
    "odd": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "weekend": "FREQ=WEEKLY;BYDAY=SA,SU",
    "friday": "FREQ=WEEKLY;BYDAY=FR",
    "saturday": "FREQ=WEEKLY;BYDAY=SA",
    "sunday": "FREQ=WEEKLY;BYDAY=SU",
}
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

REASONS: dict[Reason, Text] = {
    Reason.PAST: _("That is over already. Please name a time that is still to come."),
    Reason.NO_SUCH_DATE: _("There is no such date. Please look once more."),
    Reason.NO_SUCH_TIME: _("There is no such hour. The day ends at midnight."),
}

OPEN_QUESTIONS: dict[Missing, Text] = {
    Missing.CLOCK: _("At what time exactly? For example: 8:30 in the evening."),
    Missing.DAY: _("On which days?"),
    Missing.WHICH_DAY: _("Which day exactly? For example: every Wednesday, or 1 December."),
    Missing.MORNING_OR_EVENING: _("In the morning or in the evening?"),
    Missing.WHICH_NIGHT: _("Which night do you mean?"),
    Missing.CALENDAR: _("By the farmers' calendar or the common one?"),
    Missing.ONCE_OR_EVERY: _("Only this once, or every time?"),
    Missing.INTERVAL: _("Which of the two do you mean?"),
    Missing.ONE_AT_A_TIME: _("One after another, please. Which is the first? For example: every Wednesday at 8 PM."),
    Missing.OTHER_SHIFT: _("And at what time in the weeks on the other shift?"),
    Missing.SHIFT_DAYS: _("I cannot choose days by shift yet; days of the week I can. On which days?"),
    Missing.LUNAR_MONTHLY: _("Every month by the farmers' calendar I cannot do yet. On which day of the common one?"),
}
_SAME = Choice("same", _("The same time"), ("一样", "同样", "不变", "都一样", "不换", "一样的", "时间不变"))


def open_question(missing: Missing, draft: Draft, facts: Facts) -> Prompt:
    """What can only be said in words, and ways out for who has none."""
    choices = [Choice("anew", _("Say it anew"), ("重来", "从头来")), Choice("stop", _("No reminder"), _NO)]
    if missing is Missing.OTHER_SHIFT:
        choices.insert(0, _SAME)
    rule = solar_days(draft, facts)
    if missing is Missing.LUNAR_MONTHLY and rule:
        choices.insert(0, Choice("solar", rule_words(rule, facts.today)))
    return ask(OPEN_QUESTIONS[missing], choices=choices, bare_numbers=True)


def solar_days(draft: Draft, facts: Facts) -> Repeating | None:
    """The lunar days she wished for, as days of the common month."""
    rule = rule_of(Cycle(Unit.MONTH), MonthDays(draft.lunar_days)) if draft.lunar_days else None
    return Repeating(rule, facts.today) if isinstance(rule, str) else None


def whom_question(facts: Facts) -> Prompt:
    targets = [*(CallTarget(child=child.number) for child in facts.children), CAREGIVER]
    choices = [Choice(target_key(target), whom(target, facts)) for target in targets]
    return ask(_("Whom do you want to call?"), choices=choices)


def target_key(target: CallTarget) -> str:
    return "elders" if target.kind is TargetKind.CAREGIVER else f"child-{target.child}"


def target_of(key: str) -> CallTarget:
    return CAREGIVER if key == "elders" else CallTarget(child=int(key.removeprefix("child-")))


def days_question(draft: Draft, facts: Facts, clash: Clash | None) -> Prompt:
    target = draft.target or CallTarget()
    why: tuple[Text, ...] = ()
    if clash is Clash.SCHOOL:
        why = (
            _("{whom} is at school on those days and comes to the phone from Friday evening to Sunday noon.")(
                whom=whom(target, facts)
            ),
        )
    question = _("I will remind you to call {whom}. On which days?")(whom=whom(target, facts))
    return ask(*why, question, choices=_day_choices(target, draft, facts))


def _day_choices(target: CallTarget, draft: Draft, facts: Facts) -> list[Choice]:
    child = the_child(target, facts)
    if child is not None and child.boarding is not Boarding.NONE:
        choices = [_FRIDAY, _SATURDAY, _SUNDAY, _WEEKEND]
    else:
        choices = [_EVERY_DAY, _ODD_DAYS, _WEEKEND]
    if _has_rest_day(facts):
        choices.append(_REST_DAY)
    choices.append(_OWN_WORDS)
    # With several children she has just been asked whom to call.
    if child is not None and len(facts.children) <= 1 and draft.number is None:
        choices.append(ELDERS)
    return choices


def _has_rest_day(facts: Facts) -> bool:
    rest = facts.profile.rest_day
    return not facts.was_asked("rest_day") if rest is None else rest.weekday is not None


def days_of(key: str, today: date) -> Repeating:
    return Repeating(_DAYS[key], today)


def rest_days(facts: Facts) -> Repeating | None:
    """Her day of rest, every week; None when nobody can know it."""
    rest = facts.profile.rest_day
    if rest is None or rest.weekday is None:
        return None
    return Repeating(f"FREQ=WEEKLY;BYDAY={_CODES[rest.weekday]}", facts.today)


def time_question(draft: Draft, facts: Facts, clash: Clash | None) -> Prompt:
    target = draft.target or CallTarget()
    proposed = proposed_times(draft, facts)
    question = (
        _("At what time? These suit both sides; you can also write another one.")
        if proposed
        else (_("At what time? For example: 8:30 in the evening."))
    )
    which = (_("This is about the weeks on day shift."),) if _rotates(facts) and draft.repeats else ()
    why = _why(target, facts, clash)
    return ask(*why, *_so_far(draft, facts), *which, question, choices=_clock_choices(proposed), bare_numbers=True)


def proposed_times(draft: Draft, facts: Facts) -> tuple[time, ...]:
    return proposals(draft, facts, Shift.DAY_LONG if _rotates(facts) else None)


def proposed_night_times(draft: Draft, facts: Facts) -> tuple[time, ...]:
    return proposals(draft, facts, Shift.NIGHT_LONG)


def _rotates(facts: Facts) -> bool:
    return facts.profile.shift is not None and facts.profile.shift.rotates


def _so_far(draft: Draft, facts: Facts) -> tuple[Text, ...]:
    """What was understood until now, so that she sees her own sentence before the next question."""
    if draft.rule is None or draft.target is None:
        return ()
    when = timing_words(draft.timing, facts.today) if draft.timing else rule_words(draft.rule, facts.today)
    return (_("I remind you to call {whom}: {when}.")(whom=whom(draft.target, facts), when=when),)


def night_question(draft: Draft, facts: Facts, clash: Clash | None) -> Prompt:
    target = draft.target or CallTarget()
    choices = [*_clock_choices(proposed_night_times(draft, facts)), _SAME]
    question = _("And in the weeks on night shift?")
    return ask(*_why(target, facts, clash), *_so_far(draft, facts), question, choices=choices, bare_numbers=True)


def _clock_choices(times: tuple[time, ...]) -> list[Choice]:
    return [Choice(f"{at:%H:%M}", Verbatim("{at}", (("at", at),)), (f"{at:%H:%M}",)) for at in times]


def _why(target: CallTarget, facts: Facts, clash: Clash | None) -> tuple[Text, ...]:
    """Why the time is asked once more."""
    who, last = whom(target, facts), latest(target, facts)
    if clash is Clash.BEDTIME and last is not None:
        return (_("{whom} needs sleep then. A call should begin by {latest}.")(whom=who, latest=last),)
    if clash is Clash.SCHOOL:
        return (_("{whom} is not home from school then, or has gone back already.")(whom=who),)
    return ()


def sleep_question(draft: Draft, facts: Facts) -> Prompt:
    timing = draft.timing
    nights = _("In the weeks on night shift you are probably asleep then. Shall we find another time for those weeks?")
    always = _("You are probably asleep then, and you need your sleep. Shall we find another time?")
    return ask(
        *_so_far(draft, facts),
        nights if timing and only_nights_sleep(timing, facts) else always,
        choices=(
            Choice("other", _("Another time"), ("换", "换一个", "换时间")),
            Choice("keep", _("Keep this time"), ("就这个", "不换", "不用换", "没事")),
        ),
    )


def read_back_question(draft: Draft, timing: Timing, facts: Facts) -> Prompt:
    target, due_at = draft.target or CallTarget(), next_at(timing, facts)
    said = [_("I remind you to call {whom}: {when}.")(whom=whom(target, facts), when=timing_words(timing, facts.today))]
    if due_at is not None and not isinstance(timing.rule, Once):
        said.append(_("The next time is {next}.")(next=moment(due_at, facts)))
    if draft.guessed:
        said.append(_("You did not say morning or evening; I took {clock}.")(clock=clock_list(draft.times)))
    return ask(
        *said,
        *_remarks(draft, timing, facts),
        *silence(facts),
        _("Is that right?"),
        choices=(
            Choice("yes", _("Yes, that's right")),
            Choice("time", _("Another time"), ("改时间", "换时间", "不对", "不是", "不对头", "错了", "不是的")),
            Choice("days", _("Other days"), ("改日子", "换一天", "换日子", "改天")),
            Choice("no", _("No reminder"), _NO),
        ),
    )


def _remarks(draft: Draft, timing: Timing, facts: Facts) -> tuple[Text, ...]:
    """What she may want to know and can leave as it is."""
    target = draft.target or CallTarget()
    if not suits_home(target, timing, facts):
        return (_("At that hour {whom} may not be free to talk.")(whom=whom(target, facts)),)
    if not draft.asleep and not suits_both(target, timing, facts):
        return (_("You may still be at work then; a break is long enough for a short call."),)
    return ()

"""退出 and 暂停: nothing unasked any more, at once, or for a while."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dialogs.effects import SaveProfile
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Again, Done, Go, Move, Open, Step
from dialogs.facts import Facts
from dialogs.language.until import read_until
from dialogs.text import Text, _

RESUME = "resume"
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
_RESUMES = re.compile(
    "(?:请|我要|可以|你)?(?:恢复|(?:恢复|接着|继续)(?:发送?|发消息|发小?贴士|提醒我?))(?:吧|了|啦)?|不暂?停了|go on"
)
_PAUSES = re.compile(
    "(?:请|我想|我要|帮我|先)*(?:暂停|停发|停|别发|不发|不要发)(?:了|消息|贴士|小贴士|提醒|一下)*(?P<long>.{2,8})(?:吧|先|再说)?"
)


def stop(facts: Facts, _subject: str) -> Move:
    """At once and without a question; asking why would be in her way."""
    if not facts.agreed:
        return Done((_("All right. I send you nothing unless you write to me. “Start” begins anew."),))
    return Done(
        (
            _("All right, from now on I send you nothing by myself."),
            _("“Start” brings everything back as it was. “Erase my data” makes me forget it."),
        ),
        (SaveProfile(replace(facts.profile, stopped=True)),),
    )


def pause(facts: Facts, subject: str) -> Move:
    """`subject` is `resume` where the pause is to end at once."""
    return _resumed(facts) if subject == RESUME else Go(AskPause())


def resuming(words: str, facts: Facts) -> Move | None:
    """“Go on sending”, said outright; None when these words are something else."""
    said = plain(words)
    if not facts.agreed or not _RESUMES.fullmatch(said):
        return None
    if "提醒" in said and not _silent(facts):
        return None  # one of the reminders is meant
    return Open(Entry.PAUSE, RESUME)


def pausing(words: str, facts: Facts) -> Move | None:
    """“Pause for a week”, in one sentence; None when these words are something else."""
    found = _PAUSES.fullmatch(plain(words))
    if not facts.agreed or found is None:
        return None
    until = read_until(found["long"], facts.now, facts.zone)
    return None if until is None else _quiet_until(until, facts)


def _silent(facts: Facts) -> bool:
    return facts.is_paused or facts.profile.stopped


def _resumed(facts: Facts) -> Move:
    """Whoever asks for it by name comes back from having left as well."""
    if not _silent(facts):
        return Done((_("Nothing is paused: tips and reminders come as you set them."),))
    profile = replace(facts.profile, paused=False, paused_until=None, stopped=False)
    return Done((_("All right, tips and reminders come again."),), (SaveProfile(profile),))


@dataclass(frozen=True)
class AskPause(Step):
    """For how long? While it lasts, the first choice ends it."""

    def ask(self, facts: Facts) -> Prompt:
        lengths = (
            Choice("week", _("One week"), ("一周", "一个星期", "7天")),
            Choice("month", _("One month"), ("一个月", "30天")),
            Choice("open", _("Until I say so"), ("先停着", "一直停", "我说了再发")),
        )
        resume = Choice(RESUME, _("Go on now"), ("恢复", "接着发", "继续", "继续发", "不停了"))
        keep = Choice("keep", _("Leave it"), ("不用", "不暂停", "先不停"))
        if facts.is_paused:
            return ask(_state(facts), choices=(resume, *lengths, keep))
        return ask(
            _("For how long shall I be quiet? Tips and call reminders both wait; you can still write to me."),
            choices=(*lengths, keep),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        match key:
            case "week":
                return _quiet_until(facts.today + WEEK, facts)
            case "month":
                return _quiet_until(facts.today + MONTH, facts)
            case "open":
                text = _("All right, I am quiet. Write “go on” when I shall send again.")
                return Done((text,), (SaveProfile(replace(facts.profile, paused=True, paused_until=None)),))
            case "resume":
                return _resumed(facts)
        return Done((_("All right, it stays as it is."),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        if until := read_until(words, facts.now, facts.zone):
            return _quiet_until(until, facts)
        if len(words.strip()) > _LONGEST_ANSWER:
            return None
        return Again((_("I did not get that. Write something like “ten days” or “until 20 February”."),))


_LONGEST_ANSWER = 8


def _state(facts: Facts) -> Text:
    until = facts.profile.paused_until
    if facts.profile.paused or until is None:
        return _("I am being quiet until you say otherwise. Shall I go on?")
    return _("I am being quiet until {day}. Shall I go on sooner, or be quiet for longer?")(day=until)


def _quiet_until(day: date, facts: Facts) -> Move:
    return Done(
        (_("All right, I am quiet until {day}. From the day after, tips and reminders come again.")(day=day),),
        (SaveProfile(replace(facts.profile, paused=False, paused_until=day)),),
    )

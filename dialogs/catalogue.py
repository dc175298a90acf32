"""All of Jiayin's dialogs, put together: every door, step, button, timer and push by its name."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs import announcement, ask, hearing, home, medium, menu, together, welcome, work
from dialogs.call_home import change as reminder_change
from dialogs.call_home import due as due_call
from dialogs.call_home import later as call_later
from dialogs.call_home import listing as reminders
from dialogs.call_home import overtime, starters
from dialogs.call_home import week as week_line
from dialogs.call_home import wishes as new_reminder
from dialogs.child import family as children
from dialogs.commands import COMMANDS
from dialogs.course import listing as courses
from dialogs.danger import talk as danger
from dialogs.engine.catalogue import Catalogue
from dialogs.engine.entry import Entry
from dialogs.engine.step import Step
from dialogs.rights import doors as rights
from dialogs.rights import silence
from dialogs.settings import card as settings
from dialogs.settings import factory, language, topics
from dialogs.settings import rhythm as tip_rhythm
from dialogs.tip import card as tip
from dialogs.tip import quiet as quiet_weeks
from dialogs.tip import saved as saved_tips


def all_steps() -> dict[str, type[Step]]:
    """Every step of the dialogs above, by the name it is saved under."""
    kinds = _kinds_of(Step)  # type: ignore[type-abstract] # only asked for its subclasses, never made
    return {step.__name__: step for step in kinds if step.__module__.startswith("dialogs.")}


def _kinds_of(step: type[Step]) -> Iterator[type[Step]]:
    for kind in step.__subclasses__():
        yield kind
        yield from _kinds_of(kind)


CATALOGUE = Catalogue(
    steps=all_steps(),
    doors={
        Entry.WELCOME: welcome.door,
        Entry.MENU: menu.menu,
        Entry.HELP_NUMBERS: menu.help_numbers,
        Entry.PRIVACY: menu.privacy,
        Entry.ASK: ask.door,
        Entry.HUMAN: ask.human,
        Entry.MEDIUM: medium.door,
        Entry.DANGER: danger.door,
        Entry.FINE: danger.fine,
        Entry.CALL_HOME: reminders.door,
        Entry.REMINDERS: reminders.door,
        Entry.NEW_REMINDER: new_reminder.door,
        Entry.STARTER: starters.door,
        Entry.NOT_TODAY: overtime.door,
        Entry.HOME: home.door,
        Entry.TIP: tip.door,
        Entry.SAVED_TIPS: saved_tips.door,
        Entry.COURSE: courses.door,
        Entry.TOGETHER: together.together,
        Entry.APART: together.apart,
        Entry.MY_DATA: rights.my_data,
        Entry.ERASE: rights.erase,
        Entry.ERASE_CHILDREN: rights.erase_children,
        Entry.PIN: rights.pin,
        Entry.RETURN_CODE: rights.return_code,
        Entry.STOP: silence.stop,
        Entry.PAUSE: silence.pause,
        Entry.SHIFT: work.shift,
        Entry.SHIFT_CHANGED: work.shift_changed,
        Entry.REST_DAY: work.rest_day,
        Entry.CHILDREN: children.door,
        Entry.SETTINGS: settings.door,
        Entry.TIP_RHYTHM: tip_rhythm.door,
        Entry.TOPICS: topics.door,
        Entry.LANGUAGE: language.door,
        Entry.LEFT_FACTORY: factory.left_factory,
        Entry.CHILD_SPACE: factory.child_space,
    },
    commands=COMMANDS,
    verbs={
        menu.KIND: menu.chosen,
        tip.KIND: tip.chosen,
        quiet_weeks.KIND: quiet_weeks.chosen,
        "faq": ask.chosen,
        "answer": ask.chosen,
        reminders.KIND: reminder_change.chosen,
        starters.KIND: starters.chosen,
        due_call.KIND: due_call.chosen,
        due_call.RATING_KIND: due_call.rated,
        call_later.KIND: call_later.chosen,
        overtime.KIND: overtime.chosen,
        week_line.KIND: week_line.chosen,
        work.KIND: work.chosen,
        settings.KIND: settings.chosen,
        factory.KIND: factory.chosen,
    },
    timers={danger.ASK_BACK_TIMER: danger.not_answered},
    pushes={
        tip.KIND: tip.push,
        due_call.KIND: due_call.push,
        due_call.LATER_KIND: due_call.push,
        week_line.KIND: week_line.push,
        announcement.KIND: announcement.push,
    },
    screen=danger.screened,
    intents=(
        welcome.joins,
        danger.over,
        silence.resuming,
        silence.pausing,
        rights.wished,
        language.wished,
        courses.wished,
        hearing.wished,
        work.noticed,
        new_reminder.recognise,
        ask.courtesy,
        ask.matched,
    ),
    lost=ask.lost,
)

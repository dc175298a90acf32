"""What a parent would see of a record while it is written: the real cards, over a library with it in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from bot.rendering.message import Message
from bot.rendering.numbered import choice_lines
from bot.rendering.words import Frame, card, question
from bot.services.scene import DutyRoster, Setting
from bot.store.addresses import Where
from dialogs import records
from dialogs.answers import answer_card, share_texts
from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Once, Timing
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.call_home.due import call_card
from dialogs.call_home.starters import CAREGIVER, Wish, starter_card
from dialogs.course.lesson import AnswerQuiz, AskQuiz, AskTried, FinishLesson, ShowScreen
from dialogs.danger.card import danger_card
from dialogs.engine.prompt import Prompt
from dialogs.engine.step import Card, Step
from dialogs.facts import Agreement, CallTarget, Child, Facts, Home, Profile, Reach, Reminder, Surroundings
from dialogs.hotlines import spoken
from dialogs.library import Library
from dialogs.text import Text, Verbatim
from dialogs.tip.card import share_text, tip_card

FRAME: Final = Frame(4000)
_REF: Final = "preview"
_ON_DUTY: Final = DutyRoster((Where("preview", "preview", "duty"),))


@dataclass(frozen=True)
class Viewer:
    """The parent before whose eyes it is put. home: a name or an area code, as she would write it."""

    band: Band = Band.FROM_6
    shift: Shift | None = None
    home: str = ""
    old_phone: bool = False


@dataclass(frozen=True)
class Scenes:
    """Messages that belong together. name: what they show; number: of a lesson."""

    name: str
    messages: tuple[Message, ...]
    number: int = 0


@dataclass(frozen=True)
class Shown:
    """What is seen. reaches: whether a parent like this one gets it at all; home: the place that was understood."""

    scenes: tuple[Scenes, ...]
    reaches: bool
    home: str


class Unfinished(Exception):
    """Something that is needed is still missing, so there is nothing to show yet."""


class Preview:
    """Plays one record; nothing is kept, and the library in use stays as it is."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def shown(self, kind: str, record: Mapping[str, Any], viewer: Viewer) -> Shown:
        """What a parent like this would see. Raises Unfinished; KeyError for a kind that no parent sees by itself."""
        play = _PLAYS[kind]
        try:
            facts = self._facts(viewer)
            bands = record.get("bands")
            reaches = not bands or viewer.band in bands
            home = facts.profile.home
            return Shown(tuple(play(record, facts)), reaches, home.name if home else "")
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, StopIteration) as error:
            raise Unfinished from error

    def _facts(self, viewer: Viewer) -> Facts:
        setting = self._setting
        now = setting.clock()
        local = now.astimezone(setting.zone).replace(tzinfo=None)
        library = setting.shelf.library
        reach = frozenset({Reach.BASIC_PHONE}) if viewer.old_phone else frozenset[Reach]()
        return Facts(
            now=now,
            zone=setting.zone,
            library=library,
            around=Surroundings(operator=setting.operator, duty=_ON_DUTY.duty(local)),
            agreement=Agreement.AGREED,
            profile=Profile(shift=ShiftPattern(viewer.shift) if viewer.shift else None, home=_home(viewer, library)),
            children=(Child(1, viewer.band, reach=reach),),
        )


def _home(viewer: Viewer, library: Library) -> Home | None:
    found = library.areas.find(viewer.home) if viewer.home else ()
    return Home(found[0].code, found[0].name) if found else None


def telegram_calls(message: Message) -> Sequence[tuple[str, Sequence[Sequence[str]]]]:
    """As Telegram draws it: markup, and rows of buttons. Raises Unfinished where there is nothing to draw."""
    from bot.rendering import telegram

    try:
        return [(str(made["text"]), _rows(made)) for made in telegram.calls(message)]
    except telegram.Unsendable as error:
        raise Unfinished from error


def _rows(made: Mapping[str, Any]) -> Sequence[Sequence[str]]:
    keyboard = made.get("reply_markup")
    return [[button["text"] for button in row] for row in keyboard["inline_keyboard"]] if keyboard else []


def numbered_lines(message: Message) -> Sequence[str]:
    """As a phone without buttons shows it."""
    return [*message.text.split("\n"), *choice_lines(message)]


# -- one play for each kind ------------------------------------------------------------------------------------------


def _cards(name: str, facts: Facts, *shown: Card, number: int = 0) -> Scenes:
    messages = [message for one in shown for message in card(one, facts.say, _REF, FRAME)]
    return Scenes(name, tuple(messages), number)


def _asked(name: str, facts: Facts, prompts: Sequence[Prompt], number: int = 0) -> Scenes:
    return Scenes(name, tuple(one for asked in prompts for one in question(asked, facts.say, 0, FRAME)), number)


def _plain(*texts: Text) -> Card:
    return Card("preview", texts)


def _tip(record: Mapping[str, Any], facts: Facts) -> Iterator[Scenes]:
    tip = records.tip({"id": _REF, **record})
    yield _cards("card", facts, tip_card(tip, facts))
    yield _cards("share", facts, _plain(share_text(tip, facts)))


def _starter(record: Mapping[str, Any], facts: Facts) -> Iterator[Scenes]:
    """As the reminder of a call brings it; its turn comes by lifting the conditions of when it is chosen."""
    written = records.starter({"id": _REF, **record})
    found = replace(written, occasions=frozenset(), bands=frozenset(Band), ways=frozenset({"video", "voice", "text"}))
    seen = replace(facts, library=replace(facts.library, starters={found.id: found}))
    target = CAREGIVER if written.target == "caregiver" else CallTarget()
    planned = facts.local.replace(second=0, microsecond=0)
    if written.occasions:
        yield _cards("starter", seen, starter_card(Wish(target), seen))
    else:
        reminder = Reminder(1, target, Timing(Once(planned + timedelta(days=1))))
        yield _cards("call", seen, call_card(reminder, planned, seen))
        yield _cards("starter", seen, starter_card(Wish(target), seen))


def _faq(record: Mapping[str, Any], facts: Facts) -> Iterator[Scenes]:
    faq = records.faq({"id": _REF, **record})
    yield _cards("card", facts, answer_card(faq, facts))
    if faq.share:
        yield _cards("share", facts, _plain(*share_texts(faq)))


def _course(record: Mapping[str, Any], facts: Facts) -> Iterator[Scenes]:
    course = records.course({"id": _REF, **record})
    seen = replace(facts, library=replace(facts.library, courses={course.id: course}))
    for number, lesson in enumerate(course.lessons, start=1):
        steps: list[Step] = [AskTried(course.id, number)] if number > 1 else []
        steps += [ShowScreen(course.id, number, screen) for screen in range(1, len(lesson.screens) + 1)]
        steps.append(AskQuiz(course.id, number))
        steps += [AnswerQuiz(course.id, number, asked) for asked in range(1, len(lesson.quiz) + 1)]
        steps.append(FinishLesson(course.id, number))
        yield _asked("lesson", seen, [step.ask(seen) for step in steps], number)


def _safeguarding(record: Mapping[str, Any], facts: Facts) -> Iterator[Scenes]:
    reply = records.danger_reply(record)
    yield _cards("on_duty", facts, danger_card(reply, facts))
    nobody = replace(facts, around=replace(facts.around, duty=DutyRoster().duty(facts.local)))
    yield _cards("off_duty", nobody, danger_card(reply, nobody))


def _weekly(record: Mapping[str, Any], facts: Facts) -> Iterator[Scenes]:
    yield _cards("group", facts, _plain(Verbatim(records.weekly({"id": _REF, **record}).text)))


def _hotline(record: Mapping[str, Any], facts: Facts) -> Iterator[Scenes]:
    """One line of the list of numbers."""
    line = records.hotline({"id": _REF, **record})
    seen = replace(facts, library=replace(facts.library, hotlines={line.id: line}))
    yield _cards("numbers", seen, _plain(*spoken(f"{{{line.id}}} {line.name}：{line.scope}", seen)))


_PLAYS: Final[Mapping[str, Callable[[Mapping[str, Any], Facts], Iterator[Scenes]]]] = {
    "tip": _tip,
    "starter": _starter,
    "faq": _faq,
    "course": _course,
    "safeguarding": _safeguarding,
    "weekly": _weekly,
    "hotline": _hotline,
}

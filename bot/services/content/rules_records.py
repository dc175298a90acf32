"""What stands around a text: where it comes from, who answers for it, and whether its names point to something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from bot.services.content.fields import field_name
from bot.services.content.files import Placed
from bot.services.content.problems import Problem
from bot.services.content.rules_texts import PLACEHOLDER, Known
from bot.services.content.shape_courses import questions_of
from dialogs.language.danger import Level
from dialogs.text import Text, _

ANSWERED_FOR = (
    *("tip", "starter", "faq", "course", "hotline", "safeguarding", "season", "weekly", "wall_card"),
    "festival",
)
REVIEW_WITHIN = timedelta(days=366)
FEWEST_VARIANTS = 15
# The circumstances that the engine looks for (dialogs.tip.choosing, dialogs.call_home.starters).
_OCCASIONS = {
    "tip": frozenset({"rest_day", "friday", "payday", "holiday", "boarding", "before_leaving"}),
    "starter": frozenset({"birthday", "silent", "quarrel", "parting", "festival", "boarding", "basic_phone"}),
}
_SHIFTS = frozenset({"day", "night"})
_WAYS = frozenset({"video", "voice", "text"})
_TARGETS = frozenset({"child", "caregiver"})
_PLACES = frozenset({"child", "parent", "none"})
_QUESTION = re.compile(r"[^。！？，：；…“”（）\n]*？")
_OPEN = re.compile(r"[谁啥哪咋几]|什么|怎么|怎样|多少|多大|多久|多高|为何|如何|还是")
_YES_OR_NO = re.compile(r"(?:吗|没有?|了没|不|吧|(?P<verb>\w)不(?P=verb))(?:呀|啊|呢)?？$")


def somebody_answers_for_it(placed: Placed, _known: Known) -> Iterator[Problem]:
    if placed.kind not in ANSWERED_FOR:
        return
    named = "sources" if placed.kind == "faq" else "source"
    if not placed.record.get(named):
        yield Problem(_("names no sources") if named == "sources" else _("names no source"), field=named)
    if not placed.record.get("author"):
        yield Problem(_("names no author"), field="author")


def a_review_is_due(placed: Placed, known: Known) -> Iterator[Problem]:
    if placed.kind not in ANSWERED_FOR:
        return
    due = _day(placed.record.get("review_due"))
    if due is None:
        yield Problem(_("needs a date in review_due, such as 2027-11-01"), field="review_due")
    elif known.today is None:
        return
    elif due > known.today + REVIEW_WITHIN:
        far = _("will not be looked at again before {due}; a year is long enough")
        yield Problem(far(due=due.isoformat()), error=False, field="review_due")
    elif due < known.today:
        late = _("should have been looked at again by {due}")
        yield Problem(late(due=due.isoformat()), error=False, field="review_due")


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def its_names_are_known(placed: Placed, known: Known) -> Iterator[Problem]:
    """A season or an occasion that the engine never looks for would hide the text for ever."""
    allowed = {
        "seasons": known.seasons,
        "occasions": _OCCASIONS.get(placed.kind, frozenset()),
        "shifts": _SHIFTS,
        "ways": _WAYS,
    }
    if placed.kind in ("tip", "starter"):
        for field, names in allowed.items():
            for name in placed.record.get(field) or ():
                if name not in names:
                    yield Problem(_never(field, name, names), field=field)
    if (target := placed.record.get("target", "child")) not in _TARGETS:
        yield Problem(_("target is {target}; known are child and caregiver")(target=str(target)), field="target")
    if (place := placed.record.get("place", "child")) not in _PLACES:
        yield Problem(_("place is {place}; known are child, none and parent")(place=str(place)), field="place")


def _never(field: str, name: str, names: Iterable[str]) -> Text:
    about = _("{field} has {name}, which never comes; known are {names}")
    return about(field=field_name(field), name=name, names=", ".join(sorted(names)))


def a_week_belongs_to_a_known_season(placed: Placed, known: Known) -> Iterator[Problem]:
    if placed.kind == "weekly" and (season := placed.record.get("season")) and season not in known.seasons:
        about = _("season is {season}, which never comes; known are {names}")
        yield Problem(about(season=season, names=", ".join(sorted(known.seasons))), field="season")


def a_line_of_the_card_names_a_known_hotline(placed: Placed, known: Known) -> Iterator[Problem]:
    if placed.kind == "wall_card" and (called := placed.record.get("hotline")) and called not in known.hotlines:
        yield Problem(_("names the hotline {name}, which is not in the table")(name=called), field="hotline")


def an_escalation_has_a_level(placed: Placed, _known: Known) -> Iterator[Problem]:
    escalate = placed.record.get("escalate") if placed.kind == "faq" else None
    if escalate and escalate.get("level") not in list(Level):
        about = _("escalate has the level {level}; known are {names}")
        yield Problem(about(level=str(escalate.get("level")), names=", ".join(Level)), field="escalate")


def a_question_is_asked_in_many_ways(placed: Placed, _known: Known) -> Iterator[Problem]:
    if placed.kind == "faq" and (count := len(placed.record["variants"])) < FEWEST_VARIANTS:
        about = _("has {count} variants; with {most} more people are understood")
        yield Problem(about(count=count, most=FEWEST_VARIANTS), error=False, field="variants")


def a_danger_reply_names_its_hotlines(placed: Placed, known: Known) -> Iterator[Problem]:
    if placed.kind != "safeguarding":
        return
    listed = placed.record["hotlines"]
    for name in listed:
        if name not in known.hotlines:
            yield Problem(_("lists the hotline {name}, which is not in the table")(name=name), field="hotlines")
    for field in ("reply", "off_duty_line"):
        for name in PLACEHOLDER.findall(placed.record[field]):
            if name in known.hotlines and name not in listed:
                about = _("{field} names {name}, which is not among its hotlines")
                yield Problem(about(field=field_name(field), name=name), error=False, field=field)
    if not placed.record.get("signed_off_by"):
        yield Problem(_("has not been signed off by anybody yet"), error=False)


def right_options_change_places(placed: Placed, _known: Known) -> Iterator[Problem]:
    """Who finds the right one by its place has not read the others."""
    if placed.kind != "course":
        return
    questions = (question["options"] for _place, question in questions_of(placed.record))
    if len({[option["right"] for option in options].index(True) for options in questions}) == 1:
        yield Problem(_("has every right option at the same place; change their order"), error=False)


def an_opener_opens(placed: Placed, _known: Known) -> Iterator[Problem]:
    """Words after which a child can say 嗯 and fall silent: questions, but none of them open."""
    if placed.kind != "starter":
        return
    questions = _QUESTION.findall(placed.record["opener"])
    closed = [question for question in questions if _YES_OR_NO.search(question) and not _OPEN.search(question)]
    if closed and len(closed) == len(questions):
        about = _("opener can be answered with 嗯: {question}")
        yield Problem(about(question=closed[-1].strip()), error=False, field="opener")

"""What stands around a text: where it comes from, who answers for it, and whether its names point to something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bot.services.content.files import Placed
from bot.services.content.rules_texts import PLACEHOLDER, Known, Problem
from bot.services.content.shape_courses import questions_of
from dialogs.language.danger import Level

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
        yield Problem(f"names no {named}")
    if not placed.record.get("author"):
        yield Problem("names no author")


def a_review_is_due(placed: Placed, known: Known) -> Iterator[Problem]:
    if placed.kind not in ANSWERED_FOR:
        return
    due = _day(placed.record.get("review_due"))
    if due is None:
        yield Problem("needs a date in review_due, such as 2027-11-01")
    elif known.today is None:
        return
    elif due > known.today + REVIEW_WITHIN:
        yield Problem(f"will not be looked at again before {due}; a year is long enough", error=False)
    elif due < known.today:
        yield Problem(f"should have been looked at again by {due}", error=False)


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
                    yield Problem(f"{field} has {name}, which never comes; known are {', '.join(sorted(names))}")
    if (target := placed.record.get("target", "child")) not in _TARGETS:
        yield Problem(f"target is {target}; known are child and caregiver")
    if (place := placed.record.get("place", "child")) not in _PLACES:
        yield Problem(f"place is {place}; known are child, none and parent")


def a_week_belongs_to_a_known_season(placed: Placed, known: Known) -> Iterator[Problem]:
    if placed.kind == "weekly" and (season := placed.record.get("season")) and season not in known.seasons:
        yield Problem(f"season is {season}, which never comes; known are {', '.join(sorted(known.seasons))}")


def a_line_of_the_card_names_a_known_hotline(placed: Placed, known: Known) -> Iterator[Problem]:
    if placed.kind == "wall_card" and (called := placed.record.get("hotline")) and called not in known.hotlines:
        yield Problem(f"names the hotline {called}, which is not in the table")


def an_escalation_has_a_level(placed: Placed, _known: Known) -> Iterator[Problem]:
    escalate = placed.record.get("escalate") if placed.kind == "faq" else None
    if escalate and escalate.get("level") not in list(Level):
        yield Problem(f"escalate has the level {escalate.get('level')}; known are {', '.join(Level)}")


def a_question_is_asked_in_many_ways(placed: Placed, _known: Known) -> Iterator[Problem]:
    if placed.kind == "faq" and (count := len(placed.record["variants"])) < FEWEST_VARIANTS:
        yield Problem(f"has {count} variants; with {FEWEST_VARIANTS} more people are understood", error=False)


def a_danger_reply_names_its_hotlines(placed: Placed, known: Known) -> Iterator[Problem]:
    if placed.kind != "safeguarding":
        return
    listed = placed.record["hotlines"]
    for name in listed:
        if name not in known.hotlines:
            yield Problem(f"lists the hotline {name}, which is not in the table")
    for field in ("reply", "off_duty_line"):
        for name in PLACEHOLDER.findall(placed.record[field]):
            if name in known.hotlines and name not in listed:
                yield Problem(f"{field} names {name}, which is not among its hotlines", error=False)
    if not placed.record.get("signed_off_by"):
        yield Problem("has not been signed off by anybody yet", error=False)


def right_options_change_places(placed: Placed, _known: Known) -> Iterator[Problem]:
    """Who finds the right one by its place has not read the others."""
    if placed.kind != "course":
        return
    questions = (question["options"] for _place, question in questions_of(placed.record))
    if len({[option["right"] for option in options].index(True) for options in questions}) == 1:
        yield Problem("has every right option at the same place; change their order", error=False)


def an_opener_opens(placed: Placed, _known: Known) -> Iterator[Problem]:
    """Words after which a child can say 嗯 and fall silent: questions, but none of them open."""
    if placed.kind != "starter":
        return
    questions = _QUESTION.findall(placed.record["opener"])
    closed = [question for question in questions if _YES_OR_NO.search(question) and not _OPEN.search(question)]
    if closed and len(closed) == len(questions):
        yield Problem(f"opener can be answered with 嗯: {closed[-1].strip()}", error=False)

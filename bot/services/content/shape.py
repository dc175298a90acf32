"""What a record needs so that the library can be built from it at all: fields, types, known values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.services.content.fields import field_name, field_names
from bot.services.content.files import Placed
from bot.services.content.problems import Problem
from bot.services.content.shape_courses import course_problems
from dialogs import records
from dialogs.calendar.festivals import festival_from_record
from dialogs.calendar.seasons import season_from_record
from dialogs.text import _

TOPICS = frozenset(
    {
        "call_home",
        "feelings",
        "caregiver",
        "reunion",
        "safety",
        "body_safety",
        "phone_gaming",
        "study_school",
        "behavior",
        "health",
        "parent_wellbeing",
        "rights_services",
        "service",
    }
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "tip": ("id", "kind", "topic", "bands", "text"),
    "starter": ("id", "bands", "opener", "follow_up", "avoid"),
    "faq": ("id", "topic", "bands", "question", "variants", "answer"),
    "course": ("id", "title", "about", "themes", "lessons"),
    "other_matter": ("id", "wordings"),
    "hotline": ("id", "number", "name", "scope", "needs_area_code"),
    "safeguarding": ("trigger", "level", "reply", "eta_line", "off_duty_line", "hotlines"),
    "season": ("name", "from", "to"),
    "area": ("code", "name", "province"),
    "weekly": ("id", "weeks", "text"),
    "wall_card": ("id", "part", "text"),
    "festival": ("id", "name", "rule", "dates", "holiday", "greeting"),
    "notice": ("language", "key", "text"),
}
_TEXTS = (
    *(
        "text",
        "basic_phone",
        "share",
        "elder",
        "season",
        "rule",
        "greeting",
        "hotline",
        "beside",
        "opener",
        "follow_up",
        "avoid",
        "question",
        "answer",
    ),
    *("reply", "eta_line", "off_duty_line", "number", "name", "scope", "hours", "code", "province", "target", "place"),
)
_LISTS = (
    *("bands", "variants", "negative_examples", "wordings", "seasons", "shifts", "occasions", "ways", "hotlines"),
    "aliases",
)
_NAMED = ("course", "tip", "starter", "faq", "other_matter", "weekly", "wall_card", "festival")
_BUILD: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "tip": records.tip,
    "starter": records.starter,
    "faq": records.faq,
    "course": records.course,
    "hotline": records.hotline,
    "safeguarding": records.danger_reply,
    "season": season_from_record,
    "weekly": records.weekly,
    "wall_card": records.card_line,
    "festival": festival_from_record,
}


def check_shape(placed: Placed) -> list[Problem]:
    """What is wrong with a record's form; empty when the library can be built from it."""
    missing = [name for name in _NEEDED[placed.kind] if placed.record.get(name) in (None, "", [])]
    if missing:
        return [Problem(_("lacks {names}")(names=field_names(missing)), field=missing[0])]
    problems = _wrong_kinds(placed)
    if not problems and (build := _BUILD.get(placed.kind)):
        try:
            build(placed.record)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(Problem(_("cannot be used: {error}")(error=str(error))))
    return problems


def _wrong_kinds(placed: Placed) -> list[Problem]:
    record = placed.record
    problems: list[Problem] = []
    if placed.kind in _NAMED and not SLUG.fullmatch(str(record["id"])):
        problems.append(Problem(_("needs an id of small letters, digits and hyphens"), field="id"))
    if record.get("topic") and str(record["topic"]) not in TOPICS:
        unknown = _("has an unknown topic {topic}; known are {names}")
        values = unknown(topic=str(record["topic"]), names=", ".join(sorted(TOPICS)))
        problems.append(Problem(values, field="topic"))
    if placed.kind == "tip" and record["kind"] not in ("fact", "tip", "starter"):
        problems.append(Problem(_("must be of kind fact, tip or starter"), field="kind"))
    for name in _TEXTS:
        if record.get(name) is not None and not isinstance(record[name], str):
            told = _("{field} must be text; put it in quotation marks")
            problems.append(Problem(told(field=field_name(name)), field=name))
    for name in _LISTS:
        if record.get(name) is not None and not _is_list_of_texts(record[name]):
            told = _("{field} must be a list of texts; put each in quotation marks")
            problems.append(Problem(told(field=field_name(name)), field=name))
    return [*problems, *course_problems(record)] if placed.kind == "course" else problems


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)

"""What the fields of records are called when somebody is told about them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialogs.text import Listed, Text, Translated, Verbatim, _

_NUMBERED = re.compile(r"(?P<name>[a-z]+) (?P<number>\d+)")
_NAMES: Mapping[str, Text] = {
    "text": _("text"),
    "basic_phone": _("basic_phone"),
    "share": _("share"),
    "elder": _("elder"),
    "opener": _("opener"),
    "follow_up": _("follow_up"),
    "avoid": _("avoid"),
    "question": _("question"),
    "variants": _("variants"),
    "negative_examples": _("negative_examples"),
    "answer": _("answer"),
    "reply": _("reply"),
    "eta_line": _("eta_line"),
    "off_duty_line": _("off_duty_line"),
    "hotlines": _("hotlines"),
    "number": _("number"),
    "name": _("name"),
    "scope": _("scope"),
    "hours": _("hours"),
    "answered_by": _("answered_by"),
    "needs_area_code": _("needs_area_code"),
    "beside": _("beside"),
    "greeting": _("greeting"),
    "title": _("title"),
    "about": _("about"),
    "themes": _("themes"),
    "lessons": _("lessons"),
    "screens": _("screens"),
    "practice": _("practice"),
    "check_in": _("check_in"),
    "replies": _("replies"),
    "quiz": _("quiz"),
    "options": _("options"),
    "why": _("why"),
    "right": _("right"),
    "tried": _("tried"),
    "not_yet": _("not_yet"),
    "hard": _("hard"),
    "reply tried": _("reply tried"),
    "reply not_yet": _("reply not_yet"),
    "reply hard": _("reply hard"),
    "id": _("id"),
    "kind": _("kind"),
    "topic": _("topic"),
    "bands": _("bands"),
    "weeks": _("weeks"),
    "season": _("season"),
    "seasons": _("seasons"),
    "shifts": _("shifts"),
    "occasions": _("occasions"),
    "ways": _("ways"),
    "target": _("target"),
    "place": _("place"),
    "source": _("source"),
    "sources": _("sources"),
    "author": _("author"),
    "review_due": _("review_due"),
    "trigger": _("trigger"),
    "level": _("level"),
}
_PLACES: Mapping[str, Translated] = {
    "lesson": _("lesson {number}"),
    "screen": _("screen {number}"),
    "question": _("question {number}"),
    "option": _("option {number}"),
    "why": _("why {number}"),
    "theme": _("theme {number}"),
}
# Where the numbered parts of a course stand in its record.
_LISTS = {"lesson": "lessons", "screen": "screens", "question": "quiz", "option": "options", "why": "options"}


def field_name(field: str) -> Text:
    """What a field, or a place in a course such as “lesson 2, screen 3”, is called."""
    parts = field.split(", ")
    return _part_name(field) if len(parts) == 1 else Listed(tuple(_part_name(part) for part in parts))


def field_names(fields: list[str]) -> Text:
    """Several of them, said as one enumeration."""
    return Listed(tuple(field_name(field) for field in fields))


def _part_name(part: str) -> Text:
    if (found := _NUMBERED.fullmatch(part)) and (place := _PLACES.get(found["name"])):
        return place(number=int(found["number"]))
    return _NAMES.get(part, Verbatim(part))


def field_path(field: str) -> str:
    """Where it stands in the record: “lesson 2, screen 3” is lessons.1.screens.2."""
    steps: list[str] = []
    for part in field.split(", "):
        found = _NUMBERED.fullmatch(part)
        name = found["name"] if found else ""
        if found and name in _LISTS:
            steps += [_LISTS[name], str(int(found["number"]) - 1)]
        else:
            steps += part.replace("reply ", "replies.").split(".")
    last = _NUMBERED.fullmatch(field.rpartition(", ")[2]) if ", " in field else None
    ending = {"question": ["question"], "option": ["text"], "why": ["why"]}.get(last["name"], []) if last else []
    return ".".join([*steps, *ending])

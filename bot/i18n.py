"""From language-free text to words in a language: gettext catalogues, and dates and times as people say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date, format_time
from babel.messages.pofile import read_po

from dialogs.text import Listed, Moment, Phone, Text, Translated, Value, Verbatim

LOCALES = Path(__file__).resolve().parent.parent / "locales"
LANGUAGES = {"zh_Hans": "简体中文", "en": "English"}

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_-]+)\}")
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Catalogue:
    """The sentences of one language; English needs none, its sentences are the keys."""

    language: str
    sentences: Mapping[str, str | tuple[str, ...]]

    def find(self, text: Translated) -> str:
        found = self.sentences.get(text.msgid)
        if found is None:
            return text.msgid if text.plural is None or text.count == 1 else text.plural
        if isinstance(found, str):
            return found
        return found[0] if text.count == 1 else found[-1]


def read_catalogue(language: str, folder: Path = LOCALES) -> Catalogue:
    """The .po file of a language, read as it is, so that there is nothing to compile."""
    path = folder / language / "LC_MESSAGES" / "jiayin.po"
    if not path.exists():
        return Catalogue(language, {})
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file, locale=language) if entry.id and entry.string]
    sentences: dict[str, str | tuple[str, ...]] = {}
    for entry in entries:
        key = entry.id[0] if isinstance(entry.id, list | tuple) else entry.id
        sentences[key] = entry.string if isinstance(entry.string, str) else tuple(entry.string or ())
    return Catalogue(language, sentences)


class Words:
    """Says any text in any language we have."""

    def __init__(self, folder: Path = LOCALES, languages: Iterable[str] = LANGUAGES) -> None:
        self._catalogues = {language: read_catalogue(language, folder) for language in languages}

    def say(self, text: Text, language: str) -> str:
        catalogue = self._catalogues.get(language) or self._catalogues["zh_Hans"]
        return self._text(text, catalogue)

    def say_moment(self, moment: Moment, language: str) -> str:
        """A day and a time of day, as people say them: 明天（11月24日 周二）晚上8点."""
        return self._value(moment, self._catalogues.get(language) or self._catalogues["zh_Hans"])

    def _text(self, text: Text, catalogue: Catalogue) -> str:
        if isinstance(text, Listed):
            return _listed([self._text(item, catalogue) for item in text.items], catalogue.language)
        template = text.words if isinstance(text, Verbatim) else catalogue.find(text)
        if not text.values:
            return template
        return fill(template, dict(text.values), lambda value: self._value(value, catalogue))

    def _value(self, value: Value, catalogue: Catalogue) -> str:
        match value:
            case Translated() | Verbatim() | Listed():
                return self._text(value, catalogue)
            case Phone():
                return value.dialled
            case Moment(at, today):
                day = _day(at.date(), today, catalogue.language)
                space = "" if day.endswith("）") else " "
                return f"{day}{space}{clock_words(at.time(), catalogue.language)}"
            case datetime():
                return f"{_day(value.date(), None, catalogue.language)} {clock_words(value.time(), catalogue.language)}"
            case date():
                return _day(value, None, catalogue.language)
            case time():
                return clock_words(value, catalogue.language)
        return str(value)


def fill(template: str, values: Mapping[str, Value], say: Callable[[Value], str]) -> str:
    """The template with its known {names} filled; other braces stay as they are (people type braces)."""
    return _PLACEHOLDER.sub(lambda m: say(values[m[1]]) if m[1] in values else m[0], template)


def _listed(items: list[str], language: str) -> str:
    if language.startswith("zh"):
        return "、".join(items)
    return ", ".join(items)


@lru_cache(maxsize=2048)
def clock_words(at: time, language: str) -> str:
    """A clock time as people say it: 晚上8点半."""
    if not language.startswith("zh"):
        return format_time(at, "h:mm a", locale="en")
    part = _part_of_day(at.hour)
    hour = at.hour if at.hour <= 12 else at.hour - 12
    if at.minute == 0:
        return f"{part}{hour}点"
    return f"{part}{hour}点半" if at.minute == 30 else f"{part}{hour}点{at.minute:02d}分"


def _part_of_day(hour: int) -> str:
    parts = ((5, "凌晨"), (9, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
    return next(part for until, part in parts if hour < until)


@lru_cache(maxsize=2048)
def _day(day: date, today: date | None, language: str) -> str:
    if not language.startswith("zh"):
        return format_date(day, "EEEE, d MMMM", locale="en")
    words = f"{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}"
    if today and (near := {0: "今天", 1: "明天", 2: "后天"}.get((day - today).days)):
        return f"{near}（{words}）"
    if today and day.year != today.year:
        return f"{day.year}年{words}"
    return words

"""What only shows when all content is seen together: gaps, doubles, and languages that drifted apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from bot.i18n import LANGUAGES
from bot.services.content.files import Finding, Placed
from bot.services.content.rules_texts import CHINESE, PLACEHOLDER
from dialogs.calendar.bands import Band
from dialogs.language.danger import Trigger
from dialogs.language.normal import normalise
from dialogs.records import WEEKS

ALIKE = 0.6
_SILENT = re.compile(r"[\W_]+")
COMPARED = {"tip": "text", "faq": "answer", "weekly": "text"}
Records = Sequence[Placed]
WholeRule = Callable[[Records], Iterable[Finding]]


def every_danger_has_a_reply(records: Records) -> Iterator[Finding]:
    replies = _of_kind(records, "safeguarding")
    missing = set(Trigger) - {placed.id for placed in replies}
    for trigger in sorted(missing):
        yield Finding(_file(replies, f"{CHINESE}/content/safeguarding.yaml"), 1, trigger, "has no prepared reply")


def every_notice_is_in_every_language(records: Records) -> Iterator[Finding]:
    notices: dict[str, dict[str, Placed]] = {language: {} for language in LANGUAGES}
    for placed in _of_kind(records, "notice"):
        notices.setdefault(placed.record["language"], {})[placed.record["key"]] = placed
    for key in sorted(set().union(*notices.values())):
        for language in LANGUAGES:
            if key not in notices[language]:
                yield Finding(f"{language}/content/notices.yaml", 1, key, "is missing in this language")
        yield from _same_placeholders([of[key] for of in notices.values() if key in of])


def _same_placeholders(versions: Records) -> Iterator[Finding]:
    """The Chinese one is the measure, as it was written first."""
    first = next((placed for placed in versions if placed.record["language"] == CHINESE), versions[0])
    wanted = set(PLACEHOLDER.findall(first.record["text"]))
    for placed in versions:
        if odd := wanted ^ set(PLACEHOLDER.findall(placed.record["text"])):
            names = ", ".join(f"{{{name}}}" for name in sorted(odd))
            yield _about(placed, f"differs from {first.record['language']} in {names}")


def every_age_has_a_tip_on_every_topic(records: Records) -> Iterator[Finding]:
    tips = _of_kind(records, "tip")
    files: dict[str, Placed] = {}
    for placed in tips:
        files.setdefault(placed.record["topic"], placed)
    had = {(placed.record["topic"], band) for placed in tips for band in placed.record["bands"]}
    for topic, first in sorted(files.items()):
        for band in Band:
            if (topic, band) not in had:
                yield Finding(first.file, 1, "", f"{topic} has no tip for {band}", error=False)


def no_two_texts_say_the_same(records: Records) -> Iterator[Finding]:
    for kind, field in COMPARED.items():
        pairs = [(placed, bigrams(placed.record[field])) for placed in _of_kind(records, kind)]
        for (one, its), (other, others) in combinations(pairs, 2):
            if (share := likeness(its, others)) > ALIKE:
                yield _about(other, f"is {share:.0%} the same as {one.id}", error=False)


def bigrams(words: str) -> frozenset[str]:
    plain = _SILENT.sub("", PLACEHOLDER.sub("", words))
    return frozenset(plain[start : start + 2] for start in range(len(plain) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard: the pairs of characters that both have, of those that either has."""
    fewer, more = sorted((len(one), len(other)))
    if fewer <= ALIKE * more:
        return 0.0
    common = len(one & other)
    return common / (fewer + more - common)


def no_question_belongs_to_two_answers(records: Records) -> Iterator[Finding]:
    owners: dict[str, Placed] = {}
    faqs = _of_kind(records, "faq")
    for placed in faqs:
        owners.setdefault(plain_question(placed.record["question"]), placed)
    for placed in [*faqs, *_of_kind(records, "other_matter")]:
        within: set[str] = set()
        for variant in placed.record.get("variants") or placed.record["wordings"]:
            plain = plain_question(variant)
            owner = owners.setdefault(plain, placed)
            if owner is not placed:
                yield _about(placed, f"has the wording “{variant}”, which {owner.id} has too", error=False)
            elif plain in within:
                yield _about(placed, f"has the wording “{variant}” twice", error=False)
            within.add(plain)


def no_two_lessons_have_one_id(records: Records) -> Iterator[Finding]:
    owners: dict[str, Placed] = {}
    for placed in _of_kind(records, "course"):
        for lesson in placed.record["lessons"]:
            if (owner := owners.setdefault(lesson["id"], placed)) is not placed:
                yield _about(placed, f"has a lesson {lesson['id']}, which {owner.id} has too")


def plain_question(question: str) -> str:
    return _SILENT.sub("", normalise(question))


def every_week_has_one_text(records: Records) -> Iterator[Finding]:
    owners: dict[tuple[str, int], Placed] = {}
    weekly = _of_kind(records, "weekly")
    for placed in weekly:
        for week in sorted(set(placed.record["weeks"])):
            owner = owners.setdefault((placed.record.get("season") or "", week), placed)
            if owner is not placed:
                yield _about(placed, f"is for week {week}, which {owner.id} has already")
    bare = [str(week) for week in sorted(WEEKS) if ("", week) not in owners]
    if weekly and bare:
        yield Finding(weekly[0].file, 1, "", f"no text for these weeks of the year: {', '.join(bare)}")


def _of_kind(records: Records, kind: str) -> list[Placed]:
    return [placed for placed in records if placed.kind == kind]


def _file(records: Records, default: str) -> str:
    return records[0].file if records else default


def _about(placed: Placed, problem: str, *, error: bool = True) -> Finding:
    return Finding(placed.file, placed.line, placed.id, problem, error)


def summary(records: Records, names: Mapping[str, str]) -> str:
    """How much there is of each kind: `names` says what to call it."""
    return ", ".join(f"{len(_of_kind(records, kind))} {name}" for kind, name in names.items())

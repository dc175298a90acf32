"""`jiayin content check`: every rule of the house over every content file, each finding with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.services.content import rules_lengths as lengths
from bot.services.content import rules_numbers as numbers
from bot.services.content import rules_records as around
from bot.services.content import rules_whole as whole
from bot.services.content import rules_wording as wording
from bot.services.content import rules_wordings as wordings
from bot.services.content.files import Finding, Placed, read_content
from bot.services.content.loading import usable
from bot.services.content.problems import Problem
from bot.services.content.rules_texts import Known, RecordRule, TextRule, known_from, texts_of

TEXT_RULES: tuple[TextRule, ...] = (
    lengths.is_as_long_as_it_may_be,
    lengths.sentences_are_short,
    lengths.sentences_are_few,
    wording.words_are_kind,
    wording.words_are_for_everybody,
    wording.words_are_plain,
    wording.signs_are_widely_read,
    numbers.no_number_is_typed_by_hand,
    numbers.no_area_code_is_typed_by_hand,
    numbers.placeholders_can_be_filled,
    numbers.marks_are_chinese,
)
RECORD_RULES: tuple[RecordRule, ...] = (
    lengths.starter_fits_one_screen,
    around.somebody_answers_for_it,
    around.a_review_is_due,
    around.its_names_are_known,
    around.a_week_belongs_to_a_known_season,
    around.a_line_of_the_card_names_a_known_hotline,
    around.an_escalation_has_a_level,
    around.a_question_is_asked_in_many_ways,
    around.a_danger_reply_names_its_hotlines,
    around.an_opener_opens,
    around.right_options_change_places,
)
WHOLE_RULES: tuple[whole.WholeRule, ...] = (
    whole.every_danger_has_a_reply,
    whole.every_notice_is_in_every_language,
    whole.every_age_has_a_tip_on_every_topic,
    whole.no_two_texts_say_the_same,
    whole.no_question_belongs_to_two_answers,
    wordings.no_wording_fits_another_answer_better,
    whole.every_week_has_one_text,
    whole.no_two_lessons_have_one_id,
)
_NAMES = {
    "tip": "tips",
    "starter": "starters",
    "faq": "answers",
    "course": "courses",
    "other_matter": "other matters",
    "safeguarding": "danger replies",
    "hotline": "hotlines",
    "notice": "notices",
    "season": "seasons",
    "area": "areas",
    "weekly": "weekly texts",
    "wall_card": "lines of the wall card",
    "festival": "festivals",
}


@dataclass(frozen=True)
class Report:
    """What was found, errors before advice and then by file and line, and how much was looked at."""

    findings: tuple[Finding, ...]
    summary: str


def check_content(root: Path, today: date | None = None) -> Report:
    """Check the locales folder `root`. Without `today` nothing is said about reviews that are overdue or far away."""
    read = read_content(root)
    good, malformed = usable(read.records)
    findings = {*read.findings, *malformed, *_judged(good, known_from(good, today))}
    for rule in WHOLE_RULES:
        findings.update(rule(good))
    ordered = sorted(findings, key=lambda one: (not one.error, one.file, one.line, one.id, one.problem))
    return Report(tuple(ordered), whole.summary(good, _NAMES))


def _judged(records: Sequence[Placed], known: Known) -> Iterator[Finding]:
    for placed in records:
        for problem in _problems(placed, known):
            yield Finding(placed.file, placed.line, placed.id, problem.words, problem.error)


def _problems(placed: Placed, known: Known) -> Iterator[Problem]:
    for record_rule in RECORD_RULES:
        yield from record_rule(placed, known)
    for said in texts_of(placed):
        for text_rule in TEXT_RULES:
            yield from text_rule(said, known)

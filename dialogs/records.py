"""From plain content records, as they are kept in files and in the database, to the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dialogs.calendar.areas import AreaTable
from dialogs.calendar.bands import Band
from dialogs.calendar.festivals import festival_from_record
from dialogs.calendar.seasons import season_from_record
from dialogs.language.danger import Level, Trigger
from dialogs.language.questions import OtherMatter, Question, QuestionIndex
from dialogs.library import (
    CardLine,
    Course,
    DangerReply,
    Faq,
    Hotline,
    Lesson,
    Library,
    Option,
    QuizQuestion,
    Starter,
    Tip,
    WeeklyText,
    Wording,
)

Record = Mapping[str, Any]
KINDS = (
    "tip",
    "starter",
    "faq",
    "course",
    "other_matter",
    "hotline",
    "safeguarding",
    "season",
    "area",
    "weekly",
    "wall_card",
    "festival",
    "notice",
)
CARD_PARTS = ("title", "first", "number", "away", "blank", "note", "hint")
WEEKS = frozenset(range(1, 54))
_TOGETHER = {True: True, False: False, "any": None}


def library_from(records: Mapping[str, Iterable[Record]], version: str, wording: Wording) -> Library:
    """The library of these records, by kind (`KINDS`). KeyError or ValueError where a record was never checked."""
    faqs = list(records.get("faq", ()))
    notices: dict[str, dict[str, str]] = {"zh_Hans": {}}
    for record in records.get("notice", ()):
        notices.setdefault(record["language"], {})[record["key"]] = record["text"]
    replies = [danger_reply(record) for record in records.get("safeguarding", ())]
    return Library(
        version=version,
        tips={record["id"]: tip(record) for record in records.get("tip", ())},
        starters={record["id"]: starter(record) for record in records.get("starter", ())},
        faqs={record["id"]: faq(record) for record in faqs},
        courses={record["id"]: course(record) for record in records.get("course", ())},
        hotlines={record["id"]: hotline(record) for record in records.get("hotline", ())},
        danger_replies={reply.trigger: reply for reply in replies},
        notices=notices,
        seasons=tuple(season_from_record(record) for record in records.get("season", ())),
        areas=AreaTable.build(records.get("area", ())),
        weekly=tuple(weekly(record) for record in records.get("weekly", ())),
        wall_card=tuple(card_line(record) for record in records.get("wall_card", ())),
        festivals=tuple(festival_from_record(record) for record in records.get("festival", ())),
        questions=QuestionIndex.build(
            (question(record) for record in faqs),
            (other_matter(record) for record in records.get("other_matter", ())),
        ),
        wording=wording,
    )


def tip(record: Record) -> Tip:
    return Tip(
        id=record["id"],
        kind=record["kind"],
        topic=record["topic"],
        bands=_bands(record),
        text=record["text"].strip(),
        basic_phone=record.get("basic_phone") or "",
        share=record.get("share") or "",
        elder=record.get("elder") or "",
        seasons=frozenset(record.get("seasons") or ()),
        shifts=frozenset(record.get("shifts") or ()),
        occasions=frozenset(record.get("occasions") or ()),
        together=_TOGETHER[record.get("together", False)],
        source=record.get("source") or "",
    )


def starter(record: Record) -> Starter:
    return Starter(
        id=record["id"],
        bands=_bands(record),
        target=record.get("target", "child"),
        ways=frozenset(record.get("ways") or ("video", "voice", "text")),
        occasions=frozenset(record.get("occasions") or ()),
        opener=record["opener"].strip(),
        follow_up=record["follow_up"].strip(),
        avoid=record["avoid"].strip(),
    )


def faq(record: Record) -> Faq:
    escalate = record.get("escalate") or {}
    trigger = escalate.get("trigger")
    return Faq(
        id=record["id"],
        topic=record["topic"],
        question=record["question"],
        answer=record["answer"].strip(),
        share=record.get("share") or "",
        elder=record.get("elder") or "",
        trigger=Trigger(trigger) if trigger else None,
        place=record.get("place") or "child",
    )


def course(record: Record) -> Course:
    return Course(
        id=record["id"],
        title=record["title"].strip(),
        about=record["about"].strip(),
        lessons=tuple(lesson(each) for each in record["lessons"]),
        place=record.get("place") or "child",
    )


def lesson(record: Record) -> Lesson:
    return Lesson(
        id=record["id"],
        title=record["title"].strip(),
        screens=tuple(screen.strip() for screen in record["screens"]),
        practice=record["practice"].strip(),
        check_in=record["check_in"].strip(),
        replies={how: words.strip() for how, words in record["replies"].items()},
        quiz=tuple(quiz_question(each) for each in record["quiz"]),
    )


def quiz_question(record: Record) -> QuizQuestion:
    options = (Option(each["text"].strip(), each["right"], each["why"].strip()) for each in record["options"])
    return QuizQuestion(record["question"].strip(), tuple(options))


def question(record: Record) -> Question:
    return Question(
        id=record["id"],
        question=record["question"],
        variants=tuple(record.get("variants") or ()),
        negative_examples=tuple(record.get("negative_examples") or ()),
        answer=record["answer"],
    )


def other_matter(record: Record) -> OtherMatter:
    return OtherMatter(tuple(record["wordings"]), small_talk=bool(record.get("small_talk", False)))


def hotline(record: Record) -> Hotline:
    return Hotline(
        id=record["id"],
        number=record["number"],
        name=record["name"],
        scope=record["scope"],
        needs_area_code=bool(record["needs_area_code"]),
        place=record.get("place", "none"),
        hours=record.get("hours", ""),
    )


def danger_reply(record: Record) -> DangerReply:
    return DangerReply(
        trigger=Trigger(record["trigger"]),
        level=Level(record["level"]),
        reply=record["reply"].strip(),
        eta_line=record["eta_line"].strip(),
        off_duty_line=record["off_duty_line"].strip(),
        hotlines=tuple(record["hotlines"]),
        place=record.get("place", "child"),
        no_follow_up=bool(record.get("no_follow_up", False)),
    )


def weekly(record: Record) -> WeeklyText:
    weeks = record["weeks"]
    if not isinstance(weeks, list) or not WEEKS.issuperset(weeks):
        raise ValueError(f"weeks are a list of whole numbers from {min(WEEKS)} to {max(WEEKS)}")
    return WeeklyText(record["id"], frozenset(weeks), record["text"].strip(), record.get("season") or "")


def card_line(record: Record) -> CardLine:
    part, called = record["part"], record.get("hotline") or ""
    if part not in CARD_PARTS:
        raise ValueError(f"unknown part {part}; known are {', '.join(CARD_PARTS)}")
    if not called and part in ("number", "away"):
        raise ValueError(f"a line of the part {part} names its hotline")
    return CardLine(record["id"], part, record["text"].strip(), called, record.get("beside") or "")


def _bands(record: Record) -> frozenset[Band]:
    return frozenset(Band(band) for band in record["bands"])

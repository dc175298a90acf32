"""Who has to agree before words reach parents: when one person is enough, and when it never is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.services.workflow.items import Record
from bot.services.workflow.summary import words_in
from dialogs.text import Text, _

SIGNATURES = 2
_GRAVE_TOPICS = frozenset({"health", "body_safety", "safety", "rights_services"})
_OFTEN = frozenset({"tip", "starter", "weekly"})
# What can differ from town to town without anybody calling a wrong line.
_LOCAL_FACTS = frozenset({"hours", "answered_by", "scope", "verified_on", "verified_by", "mark", "source", "sources"})
_WORDINGS = frozenset({"variants", "negative_examples"})
_AROUND = frozenset({"author", "reviewed_by", "review_due", "note"})
# 法 as the end of a law's name, and not as in 办法, 方法, 说法.
_LAW = re.compile(
    r"(?:保护|教育|促进|暴力|劳动|合同|义务|信息|安全|妇女|婚姻|民|刑|宪|治安|处罚|诉讼|仲裁|社会保险|工会|户口)法|民法典|"
    r"[\u4e00-\u9fff]{2,}(?:条例|法规)|未保法|第[\d一二三四五六七八九十百、，\s]+条|律师|法院|法律|仲裁|普法"
)
_HEALTH = re.compile(
    r"医生|医院|医学|卫健委|卫生|儿科|疾控|急救|发烧|用药|吃药|疫苗|自杀|自伤|\{120\}|\{12356\}|\{110\}"
)


def needs_two(kind: str, record: Record, published: Record | None = None) -> Text | None:
    """Why one person is not enough for this wording even in a small team; None where she is.

    published: the wording that is in use now.
    """
    if kind == "safeguarding":
        return _("Safeguarding texts always need several people.")
    if _trigger(record):
        return _("This answer belongs to a danger; a second person has to look at it.")
    if record.get("topic") in _GRAVE_TOPICS:
        return _("Texts on health, safety, the body and rights always need a second person.")
    said = "\n".join(_judged_words(kind, record))
    if _LAW.search(said):
        return _("This text names a law or its source does; a second person has to look at it.")
    if kind != "hotline" and _HEALTH.search(said):
        return _("This text is about health or danger; a second person has to look at it.")
    if kind in _OFTEN or _changes_only(record, published, _allowed(kind)):
        return None
    return _("In a small team one person may send out tips, starters, weekly texts, new wordings and local facts only.")


def _trigger(record: Record) -> bool:
    escalate = record.get("escalate")
    return isinstance(escalate, dict) and bool(escalate.get("trigger"))


def _judged_words(kind: str, record: Record) -> Iterator[str]:
    """All its words but the ways of asking: those nobody reads."""
    for name, value in record.items():
        if name not in _WORDINGS and not (kind == "hotline" and name in _AROUND):
            yield from words_in(value)


def _allowed(kind: str) -> frozenset[str]:
    return {"faq": _WORDINGS | _AROUND, "hotline": _LOCAL_FACTS | _AROUND}.get(kind, frozenset())


def _changes_only(record: Record, published: Record | None, fields: frozenset[str]) -> bool:
    if published is None or not fields:
        return False
    names = {name for name in {*record, *published} if record.get(name) != published.get(name)}
    return names <= fields

"""How long a text and its sentences may be, so that it is read in a break and understood when heard once.

Lengths count characters without spaces and line breaks, a placeholder as long as what it prints (a local number with
its area code, the operator's name as six characters).

A sentence is what stands between two stops: 。！？；：… a line break, or the beginning or end of words in “ ”, because
a voice rests there. Commas are no stops. Only its characters are counted (a hotline without area code), not its marks
and not the number of a list item (一、). Above 20 there is advice, above 32 it is an error. For the number of sentences
only 。！？… and line breaks outside “ ” count. Above five there is advice; above eight in an answer, which may be twice
as long as a tip and lists its steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.services.content.files import Placed
from bot.services.content.problems import Problem
from bot.services.content.rules_texts import Known, Said, length, printed, texts_of
from dialogs.text import Text, _

LONG_SENTENCE, TOO_LONG_SENTENCE = 20, 32
MOST_SENTENCES, MOST_IN_AN_ANSWER = 5, 8
_STOP = re.compile(r"[。！？；：…“”\n]+")
_ENDS = "。！？…\n"
_END = re.compile(f"[{_ENDS}]+")
_QUOTED = re.compile(r"“[^”]*”")
_LIST_NUMBER = re.compile(r"^\s*[一二三四五六七八九十]、")
_SILENT = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Limit:
    """Most characters: `good` is advice, `hard` an error; None where there is no such limit."""

    good: int | None = None
    hard: int | None = None


_TIP = Limit(90, 120)
_FACT = Limit(60, 120)
_LIMITS = {
    ("tip", "text"): _TIP,
    ("tip", "basic_phone"): _TIP,
    ("tip", "share"): Limit(hard=120),
    ("tip", "elder"): Limit(hard=80),
    ("weekly", "text"): Limit(hard=140),
    ("festival", "greeting"): Limit(hard=40),
    ("faq", "answer"): Limit(hard=200),
    ("faq", "share"): Limit(hard=120),
    ("faq", "elder"): Limit(hard=80),
    ("course", "title"): Limit(hard=12),
    ("course", "about"): Limit(hard=60),
    ("course", "screen"): Limit(hard=90),
    ("course", "practice"): Limit(hard=60),
    ("course", "check_in"): Limit(hard=40),
    ("course", "reply tried"): Limit(hard=60),
    ("course", "reply not_yet"): Limit(hard=60),
    ("course", "reply hard"): Limit(hard=60),
    ("course", "question"): Limit(hard=50),
    ("course", "option"): Limit(hard=25),
    ("course", "why"): Limit(hard=60),
    ("safeguarding", "reply"): Limit(hard=120),
    ("safeguarding", "off_duty_line"): Limit(hard=120),
}
_NOTICES = {"welcome_notice": Limit(hard=80)}
# What people sign is a list of particulars; it may be longer than what they are told.
_LISTS = frozenset({"privacy_full", "child_data_notice"})


def is_as_long_as_it_may_be(said: Said, known: Known) -> Iterator[Problem]:
    if said.chinese:
        yield from _against(_limit(said), length(printed(said, known)), said.named)


def _limit(said: Said) -> Limit:
    record = said.placed.record
    if said.kind == "notice":
        return _NOTICES.get(record["key"], Limit())
    if said.kind == "tip" and said.field == "text" and record["kind"] == "fact":
        return _FACT
    return _LIMITS.get((said.kind, said.part), Limit())


def _against(limit: Limit, count: int, name: Text) -> Iterator[Problem]:
    if limit.hard and count > limit.hard:
        yield Problem(_("{field} has {count} characters; at most {most}")(field=name, count=count, most=limit.hard))
    elif limit.good and count > limit.good:
        about = _("{field} has {count} characters; up to {most} is read more easily")
        yield Problem(about(field=name, count=count, most=limit.good), error=False)


def starter_fits_one_screen(placed: Placed, known: Known) -> Iterator[Problem]:
    """Opener, follow-up and what to leave out are read together."""
    if placed.kind == "starter":
        count = sum(length(printed(said, known)) for said in texts_of(placed))
        yield from _against(_TIP, count, _("opener, follow_up and avoid together"))


def sentences_are_short(said: Said, known: Known) -> Iterator[Problem]:
    if not said.chinese or said.placed.record.get("key") in _LISTS:
        return
    for sentence in _STOP.split(printed(said, known, area_code="")):
        count = len(_SILENT.sub("", _LIST_NUMBER.sub("", sentence)))
        if count > TOO_LONG_SENTENCE:
            long = _("{field} has a sentence of {count} characters; at most {most}: {sentence}")
            yield Problem(long(field=said.named, count=count, most=TOO_LONG_SENTENCE, sentence=sentence))
        elif count > LONG_SENTENCE:
            advice = _("{field} has a sentence of {count} characters; up to {most} is understood: {sentence}")
            values = advice(field=said.named, count=count, most=LONG_SENTENCE, sentence=sentence)
            yield Problem(values, error=False)


def sentences_are_few(said: Said, _known: Known) -> Iterator[Problem]:
    if said.kind == "notice":
        return
    plain = _QUOTED.sub(lambda match: "话。" if match[0][-2] in _ENDS else "话", said.words)
    count = sum(bool(_SILENT.sub("", part)) for part in _END.split(plain))
    most = MOST_IN_AN_ANSWER if said.field == "answer" else MOST_SENTENCES
    if count > most:
        about = _("{field} has {count} sentences; {most} are enough")
        yield Problem(about(field=said.named, count=count, most=most), error=False)

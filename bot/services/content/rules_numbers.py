"""Numbers to call stand in one table only, so texts name them in braces; and the marks between the words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.services.content.problems import Problem
from bot.services.content.rules_texts import PLACEHOLDER, Known, Said, without_placeholders
from dialogs.text import _

# Where the engine fills in more than hotlines; elsewhere a text is given as it is, braces and all.
_FILLED = {
    "tip": ("text", "basic_phone", "share"),
    "faq": ("answer",),
    "course": ("screen", "practice", "check_in", "reply tried", "reply not_yet", "reply hard", "question", "why"),
    "safeguarding": ("reply", "eta_line", "off_duty_line"),
    "wall_card": ("text",),
    "notice": ("text",),
}
_EXAMPLE = "{110}"
_OPERATOR = frozenset({"operator", "operator_phone"})
_BRACE = re.compile(r"[{}｛｝]")
# Digits with at most a hyphen, a dot or a space between them are one number to whoever dials it.
_DIGITS = re.compile(r"\d(?:[ \-.·—]?\d)*")
_COUNTED = re.compile(
    r"[多来几]?\s*(?:[元块毛分角个只本张条句天日号岁人名次回遍斤克米里度页字位点年月周%万千百毫公厘平秒小]|"
    r"(?:days|yuan|minutes|hours|metres|people|months|years|times)\b)"
)
_CALLED = re.compile(r"(?:打|拨|呼|call|dial|ring|phone)\s*$", re.IGNORECASE)
_SPELT = re.compile(r"[一幺妖腰]{2}[零〇灵久九]|[一幺妖腰]二零(?!二)")
_AREA_CODE = re.compile(
    r"老家(?:的)?区号\s*[加+＋]|[加+＋]\s*(?:上)?(?:老家|家里|当地)?的?区号|先拨.{0,4}区号|区号\s*[+＋]"
)
_CHINESE = "[\u3400-\u9fff\uff01-\uff60\u3001-\u301f“”‘’…—]"
_HALF_WIDTH = re.compile(
    rf"(?<={_CHINESE})\s*[,.!?:;]+\s*(?={_CHINESE}|$)|(?<=[\w}}])[,!?;](?={_CHINESE})", re.MULTILINE
)


def no_number_is_typed_by_hand(said: Said, known: Known) -> Iterator[Problem]:
    words = unicodedata.normalize("NFKC", PLACEHOLDER.sub("、", said.words))
    for found in _DIGITS.finditer(words):
        if _is_dialled(found, words, known):
            typed = _("{field} has the number {number} typed by hand; name the hotline in braces: {example}")
            yield Problem(typed(field=said.named, number=found[0], example=_EXAMPLE))
    if spelt := _SPELT.search(words):
        told = _("{field} spells the number {number}; name the hotline in braces: {example}")
        yield Problem(told(field=said.named, number=spelt[0], example=_EXAMPLE))


def _is_dialled(found: re.Match[str], words: str, known: Known) -> bool:
    digits = re.sub(r"\D", "", found[0])
    if len(digits) >= 5:
        return not re.fullmatch(r"\d{1,2}(?:-\d{1,2}){1,2}|\d{4}[-.]\d{1,2}(?:[-.]\d{1,2})?", found[0])
    called = bool(_CALLED.search(words[: found.start()]))
    return digits in known.numbers and (called or not _COUNTED.match(words[found.end() :]))


def no_area_code_is_typed_by_hand(said: Said, _known: Known) -> Iterator[Problem]:
    if said.kind == "wall_card":  # on paper nothing is filled in but by hand
        return
    if hit := _AREA_CODE.search(said.words):
        told = _("{field} says “{words}”; a hotline in braces prints the area code by itself")
        yield Problem(told(field=said.named, words=hit[0]))


def placeholders_can_be_filled(said: Said, known: Known) -> Iterator[Problem]:
    filled = said.part in _FILLED.get(said.kind, ())
    nowhere = _("{field} has {placeholder}, but nothing is filled in there")
    unknown = _("{field} has {placeholder}, which nobody knows how to fill")
    for name in PLACEHOLDER.findall(said.words):
        if not filled:
            yield Problem(nowhere(field=said.named, placeholder=f"{{{name}}}"))
        elif not _is_known(name, said, known):
            yield Problem(unknown(field=said.named, placeholder=f"{{{name}}}"))
    if brace := _BRACE.search(without_placeholders(said.words)):
        yield Problem(_("{field} has a stray {brace}")(field=said.named, brace=brace[0]))


def _is_known(name: str, said: Said, known: Known) -> bool:
    if name == "eta":
        return said.field == "eta_line"
    return name in known.hotlines or name == "child_space" or (said.kind == "notice" and name in _OPERATOR)


def marks_are_chinese(said: Said, _known: Known) -> Iterator[Problem]:
    if said.chinese and (hit := _HALF_WIDTH.search(said.words)):
        around = said.words[max(0, hit.start() - 4) : hit.end() + 4]
        about = _("{field} has a half-width “{mark}” between Chinese characters: {around}")
        yield Problem(about(field=said.named, mark=hit[0].strip(), around=around))

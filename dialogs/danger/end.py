"""How a danger ends in words of hers: it is over, it was a joke; and what she asks meanwhile."""

from __future__ import annotations

import re

from dialogs.danger.card import LONGEST_NOTE, is_about_herself
from dialogs.effects import AllClear, NoteInCase
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import plain
from dialogs.engine.step import Done, Move, Open, Step
from dialogs.facts import Facts
from dialogs.language.questions import Decision
from dialogs.language.questions_asking import asks
from dialogs.text import _

LONGEST_OVER = 20
_OVER = re.compile("没事了|好多了|过去了|脱离危险|安全了|虚惊一场")
_BACK = re.compile("找到了|找回来了|(?:孩子|娃|崽|儿子|女儿|闺女|他|她|人|自己|已经|刚)回(?:来|家|到家)了")
_NOT_OVER = re.compile("还没|还不|没有|没找|没好|不安全|不见|[?吗]|怎么")
_JOKE = re.compile("玩笑|说着玩|闹着玩|逗你|骗你的|试试你|试一?下|试试看|瞎说|乱说|乱写|瞎写|发错|写错|测试")
_NO_JOKE = re.compile(
    "(?:没|不|别|哪|什么|啥)(?:有|是|在|跟你|敢|开)*(?:玩笑|说着玩|闹着玩|骗你|瞎说|乱说)|[他她]说|说是|怕|真的|可是|但"
)


def over(words: str, facts: Facts) -> Move | None:
    """In her own words, while a case is open: it is over."""
    said = plain(words)
    if facts.case is None or len(said) > LONGEST_OVER or _NOT_OVER.search(said):
        return None
    # Who hides from somebody is not safe because he came back, or found her.
    back = not is_about_herself(facts.case.trigger) and _BACK.search(said)
    return fine(facts, "") if back or _OVER.search(said) else None


def fine(facts: Facts, _subject: str) -> Move:
    """She wrote that it is over; without a danger, “go on” may mean a pause."""
    if facts.case is None and facts.is_paused:
        return Open(Entry.PAUSE, subject="resume")
    if facts.case is None:
        return Done((_("Good. I am here; write “menu” to see what I can do."),))
    return Done((_("Good that you say so. I am here, and everything goes on as usual."),), (AllClear(),))


def joke(words: str, facts: Facts) -> Move | None:
    """It was a joke or a slip: taken at her word and noted, for the case stays with a person."""
    said = plain(words)
    if len(said) > LONGEST_OVER or not _JOKE.search(said) or _NO_JOKE.search(said):
        return None
    kind = _("Good, then I am relieved. If there ever is something, write to me at once.")
    return Done((kind,), (NoteInCase("joke", words[:LONGEST_NOTE]), AllClear()))


def aside(words: str, step: Step, facts: Facts) -> Move | None:
    """What is no answer to one of the three questions: it is over, a joke, or a question that has an answer."""
    if move := over(words, facts) or joke(words, facts):
        return move
    if asks(words) and facts.library.questions.match(words).decision is Decision.ANSWER:
        return Open(Entry.ASK, subject=words, then=step)
    return None

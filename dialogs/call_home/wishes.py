"""A wish to be reminded, in one sentence: understood where it is one, and left to the answers where it is not."""

from __future__ import annotations

import re

from dialogs.call_home.change import tended
from dialogs.call_home.draft import Draft
from dialogs.call_home.listing import reminders_card
from dialogs.call_home.new import forward
from dialogs.call_home.reading import Reading, read, read_target, the_only_child
from dialogs.call_home.silence import has_left
from dialogs.call_home.unclear import understood
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import plain
from dialogs.engine.step import Done, Move, Open
from dialogs.facts import Facts
from dialogs.language.when_slots import speaks_of_time
from dialogs.text import _

_WISH = re.compile("提醒|[叫喊]我|闹钟|(?:别|不要)让我忘")
_CALL = re.compile("打.{0,3}电话|视频|通.{0,2}电话|打给|语音|电话")
# Without a word of reminding, only a short order is one; a story or a complaint is for the answers.
_STORY = re.compile("(?<!帮)我(?![想要])|[他她它说聊接了过就吧啊]")
_QUESTION = re.compile("[?吗呢咋]|怎么|为啥|为什么|什么|别(?!忘)|不|没|取消|删")
_NOT_FORGET = re.compile("(?:别|不要|莫|不能)(?:让我)?忘")
_VERBS = "改|换|挪|推|删|取消|去掉|暂停|停|关|恢复|不要|不用|别"
_TENDING = re.compile(f"(?P<verb>{_VERBS}).{{0,8}}提醒|提醒.{{0,4}}(?P<behind>{_VERBS})")
_ACTIONS = {
    **dict.fromkeys(("改", "换", "挪", "推"), "change"),
    **dict.fromkeys(("暂停", "停", "关", "恢复"), "pause"),
}
_LOOKING = re.compile(
    "(?:看|查|列)(?:一?下|看|一看)?.{0,4}提醒(?!我)|提醒(?:列表|都?有哪[些几]|有几[个条]|看一?下|都?有啥|都?有什么)"
    "|(?:有哪些|哪几个|有几[个条]|定了啥|定了什么|设了啥|设了什么|设了哪些|定了哪些|现在的|全部|所有的?)提醒"
)
LONGEST_ORDER = 24


def door(facts: Facts, subject: str) -> Move:
    """`subject` may be the words of a wish."""
    if left := has_left(facts):
        return Done(left)
    wish = Draft(target=read_target(subject, facts) or the_only_child(facts))
    return _begun(read(subject, wish, facts), wish, subject, facts)


def recognise(words: str, facts: Facts) -> Move | None:
    """A reminder asked for in one sentence; None when these words are something else."""
    said = plain(words)
    if facts.agreed and len(said) <= LONGEST_ORDER and (move := _about_those_there_are(words, said, facts)):
        return move
    wish = _WISH.search(said)
    order = _CALL.search(said) and len(said) <= LONGEST_ORDER and not _STORY.search(said)
    if not wish and not order:
        return None
    draft = Draft(target=read_target(words, facts) or the_only_child(facts))
    reading = read(words, draft, facts)
    if reading is None and not _plain_wish(said):
        return None
    if not wish and not (isinstance(reading, Draft) and reading.timing):
        return None
    if not facts.agreed:
        return Open(Entry.NEW_REMINDER, words)  # which says that it needs her agreement
    if left := has_left(facts):
        return Done(left)
    return _begun(reading, draft, words, facts)


def _begun(reading: Reading, draft: Draft, words: str, facts: Facts) -> Move:
    """Where the reading leads; a time that was not understood is not passed over."""
    if move := understood(reading, draft, facts):
        return move
    lost = (_("The time in it I did not get; let us take it step by step."),) if speaks_of_time(words) else ()
    return forward(draft, facts, lost)


def _about_those_there_are(words: str, said: str, facts: Facts) -> Move | None:
    """To look at the reminders, change one, pause one, delete one."""
    if _LOOKING.search(said):
        return Done((reminders_card(facts),))
    tending = None if _NOT_FORGET.search(said) else _TENDING.search(said)
    if tending is None:
        return None
    return tended(_ACTIONS.get(tending["verb"] or tending["behind"], "delete"), words, facts)


def _plain_wish(said: str) -> bool:
    """“Remind me to call the second child”, without any time."""
    return bool(_WISH.search(said) and _CALL.search(said)) and len(said) <= LONGEST_ORDER and not _QUESTION.search(said)

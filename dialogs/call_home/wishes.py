"""A wish to be reminded, in one sentence: understood where it is one, and left to the answers where it is not."""

from __future__ import annotations

import re

from dialogs.call_home.draft import Draft
from dialogs.call_home.listing import reminders_card
from dialogs.call_home.new import forward, understood
from dialogs.call_home.reading import read, read_target, the_only_child
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import plain
from dialogs.engine.step import Done, Move, Open
from dialogs.facts import Facts

_WISH = re.compile("提醒|[叫喊]我|闹钟|(?:别|不要)让我忘")
_CALL = re.compile("打.{0,3}电话|视频|通.{0,2}电话|打给|语音|电话")
# Without a word of reminding, only a short order is one; a story or a complaint is for the answers.
_STORY = re.compile("(?<!帮)我(?![想要])|[他她它说聊接了过就吧啊]")
_QUESTION = re.compile("[?吗呢咋]|怎么|为啥|为什么|什么|别(?!忘)|不|没|取消|删")
_TENDING = re.compile("(?:改|换|删|取消|停|关|不要).{0,8}提醒|提醒.{0,4}(?:改|换|删|取消|停|关)")
LONGEST_ORDER = 24


def door(facts: Facts, subject: str) -> Move:
    """`subject` may be the words of a wish."""
    wish = Draft(target=read_target(subject, facts) or the_only_child(facts))
    return understood(read(subject, wish, facts), wish, facts) or forward(wish, facts)


def recognise(words: str, facts: Facts) -> Move | None:
    """A reminder asked for in one sentence; None when these words are something else."""
    said = plain(words)
    if facts.agreed and len(said) <= LONGEST_ORDER and _TENDING.search(said):
        return Done((reminders_card(facts),))
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
    return understood(reading, draft, facts) or forward(draft, facts)


def _plain_wish(said: str) -> bool:
    """“Remind me to call the second child”, without any time."""
    return bool(_WISH.search(said) and _CALL.search(said)) and len(said) <= LONGEST_ORDER and not _QUESTION.search(said)

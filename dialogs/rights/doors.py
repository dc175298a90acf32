"""The doors to her data, each behind the code word where she has set one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogs.effects import MakeReturnCode, SaveProfile
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Again, Done, Go, Move, Step
from dialogs.facts import Facts
from dialogs.pin import MOST_WRONG, fits, is_closed, read_pin, with_right_pin, with_wrong_pin
from dialogs.rights.own_data import confirm_erasing, confirm_erasing_children, told
from dialogs.rights.pin import change, not_a_pin
from dialogs.text import Text, _

CHILDREN = "children"
_ERASES = re.compile(
    "(?:请|我想|我要|我想要|帮我|把|能不能|可以)*(?:(?:删|清|注销)(?:除|掉|了|空)?(?:我|我的|自己的|所有|全部|的)*(?:资料|数据|信息|账号|记录)|"
    "(?:我的|我|所有|全部)*(?:资料|数据|信息|账号|记录)(?:都|全)*(?:删|清)(?:除|掉|了|空)|删了?我|把我删了?)(?:吧|了|吗|掉)?"
)


class Behind(StrEnum):
    """What lies behind the code word."""

    MY_DATA = "my_data"
    ERASE = "erase"
    ERASE_CHILDREN = "erase_children"
    PIN = "pin"
    RETURN_CODE = "return_code"


def my_data(facts: Facts, _subject: str) -> Move:
    return _guarded(Behind.MY_DATA, facts)


def erase(facts: Facts, subject: str) -> Move:
    """Everything, or with the subject `children` what is kept of them."""
    return _guarded(Behind.ERASE_CHILDREN if subject == CHILDREN else Behind.ERASE, facts)


def erase_children(facts: Facts, _subject: str) -> Move:
    return _guarded(Behind.ERASE_CHILDREN, facts)


def pin(facts: Facts, _subject: str) -> Move:
    return _guarded(Behind.PIN, facts)


def return_code(facts: Facts, _subject: str) -> Move:
    return _guarded(Behind.RETURN_CODE, facts)


def _guarded(behind: Behind, facts: Facts) -> Move:
    if not facts.profile.pin:
        return _OPENED[behind](facts)
    return _closed() if is_closed(facts.profile, facts.now) else Go(AskPin(behind))


def _opened(behind: Behind, facts: Facts) -> Move:
    """The right digits were written: what lies behind them, and whether others have tried their luck before."""
    profile = with_right_pin(facts.profile)
    move = _OPENED[behind](facts.with_profile(profile))
    if profile == facts.profile:
        return move
    return replace(move, say=(*_warned(facts), *move.say), effects=(SaveProfile(profile), *move.effects))


def _warned(facts: Facts) -> tuple[Text, ...]:
    wrong = facts.profile.wrong_pins
    if wrong < MOST_WRONG:
        return ()
    return (
        _("Wrong digits were written here {count} times.")(count=wrong),
        _("If that was not you, take another code word: write “code word”."),
    )


def _closed() -> Done:
    return Done(
        (_("That was tried too often. Come back in an hour. If you forgot the digits, a trainer can help you."),)
    )


def _made_return_code(_facts: Facts) -> Done:
    return Done(
        (_("With this code you come back here from another phone."),),
        (MakeReturnCode(),),
    )


_OPENED: dict[Behind, Callable[[Facts], Go | Done]] = {
    Behind.MY_DATA: told,
    Behind.ERASE: confirm_erasing,
    Behind.ERASE_CHILDREN: confirm_erasing_children,
    Behind.PIN: change,
    Behind.RETURN_CODE: _made_return_code,
}


@dataclass(frozen=True)
class AskPin(Step):
    """The code word first. Wrong ones are counted for the person: beginning anew gives nobody another try."""

    behind: Behind

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("Please write your code word, the four digits."),
            choices=(Choice("forgotten", _("Forgotten"), ("忘了", "不记得", "忘记了", "想不起来")),),
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        return Done((_("Never mind. Write to a trainer; she makes sure that it is you and then does it for you."),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        given = read_pin(words)
        if given is None:
            return Again((not_a_pin(),))
        if is_closed(facts.profile, facts.now):
            return _closed()
        if fits(given, facts.profile.pin, facts.code):
            return _opened(self.behind, facts)
        profile = with_wrong_pin(facts.profile, facts.now)
        if is_closed(profile, facts.now):
            return replace(_closed(), effects=(SaveProfile(profile),))
        return Go(AskPin(self.behind), (_("Those are not the digits. Try once more."),), (SaveProfile(profile),))


def wished(words: str, facts: Facts) -> Move | None:
    """“Delete my data” in other words than the command's; None when these words are something else."""
    if not _ERASES.fullmatch(plain(words)):
        return None
    return erase(facts, "")

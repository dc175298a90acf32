"""The doors to her data, each behind the code word where she has set one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dialogs.effects import MakeReturnCode
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Again, Done, Go, Move, Step
from dialogs.facts import Facts
from dialogs.rights.own_data import confirm_erasing, confirm_erasing_children, told
from dialogs.rights.pin import change, is_right, not_a_pin, read_pin
from dialogs.text import _

MOST_TRIES = 3
CHILDREN = "children"


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
    return Go(AskPin(behind)) if facts.profile.pin else _opened(behind, facts)


def _opened(behind: Behind, facts: Facts) -> Move:
    return _OPENED[behind](facts)


def _made_return_code(_facts: Facts) -> Move:
    return Done(
        (_("With this code you come back here from another phone."),),
        (MakeReturnCode(),),
    )


_OPENED: dict[Behind, Callable[[Facts], Move]] = {
    Behind.MY_DATA: told,
    Behind.ERASE: confirm_erasing,
    Behind.ERASE_CHILDREN: confirm_erasing_children,
    Behind.PIN: change,
    Behind.RETURN_CODE: _made_return_code,
}


@dataclass(frozen=True)
class AskPin(Step):
    """The code word first; `tries` counts the wrong ones so far."""

    behind: Behind
    tries: int = 0

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
        if is_right(given, facts):
            return _opened(self.behind, facts)
        if self.tries + 1 < MOST_TRIES:
            return Go(AskPin(self.behind, self.tries + 1), (_("Those are not the digits. Try once more."),))
        return Done((_("That did not fit, and I leave it for now. If you forgot it, a trainer can help you."),))

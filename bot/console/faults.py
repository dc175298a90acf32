"""What is wrong with a name, a password or a try to sign in, said to the person who typed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _

from bot.console.doors import Doors
from bot.console.moments import local_words
from bot.services.staff.accounts import Refusal
from bot.services.staff.invitations import NameFault
from bot.services.staff.names import LONGEST_NAME
from bot.services.staff.passwords import LONGEST, SHORTEST, Fault
from bot.services.staff.sign_in import Outcome, Tried

PASSWORD: Final[Mapping[Fault, Any]] = {
    Fault.SHORT: _("This password is too short: please take at least 10 characters."),
    Fault.LONG: _("This password is too long: please take at most 128 characters."),
    Fault.COMMON: _("This password is one that everybody tries first. Please take something only you think of."),
    Fault.NUMBERS: _("Numbers alone are easily guessed, such as a telephone number. Please add some letters or words."),
    Fault.NAME: _("Your name with a few signs added is easily guessed. Please take something else."),
}
NAME: Final[Mapping[NameFault, Any]] = {
    NameFault.EMPTY: _("Please write a name."),
    NameFault.LONG: _("This name is too long: at most 40 characters."),
    NameFault.TAKEN: _("There is an account of this name already. Please add something that tells the two apart."),
}
REFUSED: Final[Mapping[Refusal, Any]] = {
    Refusal.NOT_HERS: _("Only administrators can do this."),
    Refusal.GONE: _("This account does not exist any more."),
    Refusal.OWN: _("Nobody changes her own account here; please ask another administrator."),
    Refusal.LAST: _("She is the last administrator. Please make another one first, and let her sign in."),
    Refusal.FACTORY: _("Please choose the factory whose counts she will see."),
    Refusal.ROLES: _("Please choose at least one role."),
    Refusal.WALL: _(
        "Whoever is employed by a factory cannot be a duty officer, a safeguarding lead or an administrator."
    ),
}
LENGTHS: Final = (SHORTEST, LONGEST, LONGEST_NAME)  # the sentences above say these


def said_of(tried: Tried, doors: Doors) -> str:
    """Why somebody is not let in, without a word about whether the name exists."""
    if tried.outcome is Outcome.CLOSED:
        at = local_words(doors)(tried.until)
        return gettext("Too many wrong tries. For safety nothing is accepted until %(at)s.") % {"at": at}
    return gettext("The name or the password is not right. Please look at both once more.")


def said_of_code(tried: Tried, doors: Doors) -> str:
    if tried.outcome is Outcome.CLOSED:
        return said_of(tried, doors)
    return gettext("This code is not right, or was used already. Please wait for the next one in your app.")


def said_of_proof(tried: Tried, doors: Doors) -> str:
    """Why somebody who is signed in was not proven."""
    if tried.outcome is Outcome.CLOSED:
        return said_of(tried, doors)
    return gettext("The password or the code is not right. Please try again with the next code.")

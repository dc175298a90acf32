"""What became of a message, and why: every reason that the code writes down, in the words of a trainer."""

from __future__ import annotations

from typing import Any, Final

from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _

from bot.services.persons.looking import QUIET

KINDS: Final[dict[str, Any]] = {
    "tip": _("Tip"),
    "still_wanted": _("The question whether tips are still wanted"),
    "week_line": _("The line about the week"),
    "call": _("Reminder to call home"),
    "later": _("Reminder to call home, put off"),
    "answer": _("Answer of a trainer"),
    "announcement": _("Announcement"),
    "notice": _("Announcement"),
    "danger": _("Message about a danger"),
    "my_data": _("Her own data"),
    "return_code": _("Code to come back with"),
}
OTHER_KIND: Final = _("Message in the chat")

# By status: the words before a reason, or alone where there is none.
STATUSES: Final[dict[str, Any]] = {
    "waiting": _("Waits to be sent"),
    "sending": _("Is just being sent"),
    "sent": _("It arrived"),
    "failed": _("It did not arrive: the message service did not take it"),
    "uncertain": _("Nobody knows whether it arrived"),
    "skipped": _("Not sent"),
}

# Why something is not sent at all; said of what was and of what will be.
CAUSES: Final[dict[str, Any]] = {
    "too late": _("it was too late for it"),
    "one a day": _("one had come on that day already"),
    "enough for a week": _("enough had come in that week"),
    "a case is open": _("a case is open, so nothing comes by itself"),
    QUIET: _("for now nothing comes by itself"),
    "stopped": _("she has left"),
    "paused": _("she wanted a pause"),
    "nothing is known of the person": _("her record cannot be read; please tell the technician"),
    "cannot be put into words": _("it could not be written; please tell the technician"),
    "recalled": _("the notice was taken back"),
    "left out today": _("she said “not today”"),
    "the reminder is gone": _("she took the reminder away"),
    "the reminder is paused": _("this reminder is paused"),
    "parent and child are together": _("parent and child are together"),
    "its day is over": _("its day was over"),
    "the child is in bed": _("the child was in bed by then"),
    "the elders are in bed": _("the elders were in bed by then"),
    "no calls were planned": _("no calls are planned"),
    "no tips are wanted": _("she wants no tips"),
    "nothing came back for weeks": _("she has not written for weeks, so there is less"),
    "no tip fits": _("no tip fits now"),
    "restored": _("an older backup was put back, and its time had passed"),
}

REASONS: Final[dict[str, Any]] = {
    "waits for a better moment": _("Waits until she is awake, or the chat is over"),
    "nobody knows whether it arrived": _("Nobody knows whether it arrived, so it is not sent twice"),
    "the address cannot be reached": _("It did not arrive: she cannot be reached there any more"),
    "behind an earlier message": _("Waits: an earlier message comes first"),
    "its channel is not running": _("Waits: this channel is not running now"),
    "the channel asked us to wait": _("Waits: the message service asked for patience"),
    "one at a time": _("Waits: something came to this chat a moment ago"),
    "given back": _("Waits for its turn"),
    "This is no private chat of Telegram.": _("It did not arrive: that is no private chat"),
}
# Parts of what message services answer, in small letters.
ANSWERS: Final[dict[str, Any]] = {
    "blocked": _("It did not arrive: she has blocked the account"),
    "deactivated": _("It did not arrive: her account there is closed"),
    "not found": _("It did not arrive: the chat is gone"),
    "peer_id_invalid": _("It did not arrive: the chat is gone"),
}


def fate(status: str, reason: str | None) -> Any:
    """What became of a message, in plain words."""
    if status == "sent" or not reason:
        return STATUSES.get(status, STATUSES["waiting"])
    if reason in CAUSES:
        return gettext("Not sent: %(why)s.") % {"why": CAUSES[reason]}
    if reason in REASONS:
        return REASONS[reason]
    small = reason.lower()
    answered = next((words for part, words in ANSWERS.items() if part in small), None)
    return answered or STATUSES.get(status, STATUSES["failed"])


def foreseen(reason: str) -> str:
    """Why something will not be sent, as far as one can know now."""
    return gettext("Will not be sent: %(why)s.") % {"why": CAUSES.get(reason, STATUSES["skipped"])}


def kind_words(kind: str) -> Any:
    return KINDS.get(kind, OTHER_KIND)

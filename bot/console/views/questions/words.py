"""What the pages say about a question in words: how long it waits, who asked, what is near it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from starlette_admin.i18n import gettext, ngettext
from starlette_admin.i18n import lazy_gettext as _

from bot.console.doors import Doors
from bot.console.moments import wall
from bot.services.inbox.asked import Asked
from dialogs.language.danger import Trigger
from dialogs.profile_words import shift_words

PARTS: Final = {
    "all": _("All"),
    "mine": _("Mine"),
    "group": _("Asked in a group"),
    "voice": _("Voice and pictures"),
    "answered": _("Answered"),
    "spam": _("Spam"),
}
MEDIA: Final = {
    "voice": _("A voice message"),
    "picture": _("A picture"),
    "video": _("A film"),
    "sticker": _("A sticker"),
}
TRIGGERS: Final = {
    Trigger.CHILD_SELF_HARM: _("a child may hurt itself"),
    Trigger.PARENT_SUICIDE: _("a parent may hurt herself"),
    Trigger.PHYSICAL_ABUSE: _("somebody beats a child"),
    Trigger.SEXUAL_ABUSE: _("somebody abuses a child sexually"),
    Trigger.MISSING_CHILD: _("a child is missing"),
    Trigger.TRAFFICKING: _("a child may have been taken away or sold"),
    Trigger.PARTNER_VIOLENCE: _("violence between adults at home"),
    Trigger.NO_CARER: _("nobody looks after a child"),
    Trigger.SERIOUS_BULLYING: _("a child is bullied badly"),
    Trigger.ACCIDENT: _("an accident or an illness that cannot wait"),
    Trigger.DROPOUT_CHILD_LABOUR: _("a child has left school or works"),
    Trigger.CHILD_OFFENDING: _("a child may have broken the law"),
    Trigger.STAFF_ABUSE: _("somebody of our own people did wrong"),
    Trigger.INFANT_DANGER: _("a baby is in danger"),
    Trigger.USER_IS_MINOR: _("the one who writes may be a child"),
}


def waited(asked_at: datetime, now: datetime) -> str:
    """How long a question has waited, in the largest unit that says enough."""
    passed = max(now - asked_at, timedelta())
    if passed >= timedelta(days=1):
        return ngettext("has waited for %(n)s day", "has waited for %(n)s days", passed.days) % {"n": passed.days}
    hours, minutes = passed.seconds // 3600, passed.seconds // 60
    if hours:
        return ngettext("has waited for %(n)s hour", "has waited for %(n)s hours", hours) % {"n": hours}
    if minutes:
        return ngettext("has waited for %(n)s minute", "has waited for %(n)s minutes", minutes) % {"n": minutes}
    return gettext("came just now")


class Speaking:
    """Handed to the templates as `say`."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._now = doors.clock()

    def waited(self, question: Asked) -> str:
        return waited(question.asked_at, self._now)

    def long(self, question: Asked) -> bool:
        return question.has_waited_long(self._now)

    def shift(self, question: Asked) -> str:
        """Her shift today, where she told it: it decides when she reads the answer, and what she can do."""
        if question.shift is None:
            return ""
        today = wall(self._now, self._doors.zone).date()
        return self._doors.words.say(shift_words(question.shift, today), "zh_Hans")

    def medium(self, question: Asked) -> Any:
        return MEDIA.get(question.medium, _("A file"))

    def danger(self, trigger: Trigger) -> Any:
        return TRIGGERS[trigger]

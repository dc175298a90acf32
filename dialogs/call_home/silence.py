"""While she has left, or everything pauses, no reminder comes: said wherever one is spoken of."""

from __future__ import annotations

from dialogs.facts import Facts
from dialogs.text import Text, _


def has_left(facts: Facts) -> tuple[Text, ...]:
    """That she wrote 退出, and how she comes back; nothing when she did not."""
    if not facts.profile.stopped:
        return ()
    return (_("You left, so I cannot remind you now. Write “start” first, then set the reminder."),)


def silence(facts: Facts) -> tuple[Text, ...]:
    """Why no reminder comes now, and what changes that; nothing when they come."""
    until = facts.profile.paused_until
    if facts.profile.stopped:
        return has_left(facts)
    if facts.profile.paused:
        return (_("Everything pauses now, so no reminder comes until you write “pause” and let me go on."),)
    if until is not None and facts.today <= until:
        return (_("I am quiet until {day}; reminders come from the day after. Sooner? Write “pause”.")(day=until),)
    return ()

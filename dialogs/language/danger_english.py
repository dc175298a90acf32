"""The plainest words of danger in English; everything finer is only understood in Chinese."""

import re

from dialogs.language.danger_context import Level, Trigger

_SIGNS: tuple[tuple[Trigger, Level, re.Pattern[str]], ...] = (
    (
        Trigger.PARENT_SUICIDE,
        Level.P0,
        re.compile(r"\b(?:i (?:want|wish) to die|kill myself|end my life|do(?:n't| not) want to live|suicide)\b"),
    ),
    (
        Trigger.PARTNER_VIOLENCE,
        Level.P0,
        re.compile(r"\b(?:he|she|husband|wife) (?:is going to|wants to|will|tries to|is trying to) kill me\b"),
    ),
    (
        Trigger.PHYSICAL_ABUSE,
        Level.P1,
        re.compile(r"\b(?:beats?|beating|hits?|hitting|hurts?|hurting) my (?:child|son|daughter|kid)\b"),
    ),
    (
        Trigger.MISSING_CHILD,
        Level.P0,
        re.compile(r"\bmy (?:child|son|daughter|kid) (?:is|has been|went) (?:missing|lost|gone|kidnapped)\b"),
    ),
    (
        Trigger.ACCIDENT,
        Level.P0,
        re.compile(
            r"\bmy (?:child|son|daughter|kid) (?:is|was|got) (?:drowning|poisoned|burned|scalded|unconscious)\b"
        ),
    ),
)


def heard_in_english(plain: str) -> tuple[Trigger, Level] | None:
    """The trigger and level of a normalised text, if it says one of these."""
    return next(((trigger, level) for trigger, level, sign in _SIGNS if sign.search(plain)), None)

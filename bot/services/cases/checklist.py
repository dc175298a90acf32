"""The human steps of a case, in their fixed order; some belong to one danger only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.language.danger import Trigger


@dataclass(frozen=True)
class Step:
    """must: a case is not closed without it, unless a reason is written."""

    key: str
    must: bool = True


_SAFE = Step("safe")
_EMERGENCY = Step("emergency")
_TOLD = Step("told_parent")
_VISIT = Step("visit")
_END = (Step("facts"), Step("report"), Step("review"), Step("support", must=False), Step("loop"))
_USUAL = (_SAFE, _EMERGENCY, _TOLD, _VISIT, *_END)


def _own(*keys: str, visit: bool = True, optional: tuple[str, ...] = ()) -> tuple[Step, ...]:
    """The usual order, and after the emergency call what this danger asks for."""
    own = tuple(Step(key, must=key not in optional) for key in keys)
    return (_SAFE, _EMERGENCY, *own, _TOLD, Step("visit", must=visit), *_END)


_LIVE = ("live_call", "own_contact", "dorm_guard")
_BY_TRIGGER: Mapping[str, tuple[Step, ...]] = {
    Trigger.CHILD_SELF_HARM: _own("call_parent", "adults_stay", "hospital"),
    Trigger.PARENT_SUICIDE: _own(*_LIVE, visit=False, optional=("own_contact", "dorm_guard")),
    Trigger.PHYSICAL_ABUSE: _own("other_carer"),
    Trigger.SEXUAL_ABUSE: _own("female_officer", "one_interview", "hospital"),
    Trigger.MISSING_CHILD: _own("police", "school_asked", "missing_register", optional=("missing_register",)),
    Trigger.TRAFFICKING: _own("police"),
    Trigger.PARTNER_VIOLENCE: _own("safe_word", "written_warning", visit=False, optional=("written_warning",)),
    Trigger.NO_CARER: _own("carer_tonight", "guardianship", optional=("guardianship",)),
    Trigger.SERIOUS_BULLYING: _own("class_teacher", "school_duty"),
    Trigger.ACCIDENT: _own("hospital", visit=False),
    Trigger.DROPOUT_CHILD_LABOUR: _own("school_asked", "township"),
    Trigger.CHILD_OFFENDING: _own("lawyer", visit=False),
    Trigger.STAFF_ABUSE: _own("apart", "suspended"),
    Trigger.INFANT_DANGER: _own("live_call", "infant_held"),
    Trigger.USER_IS_MINOR: _own("trusted_adult", visit=False),
}
# What must never be done, told beside the steps.
NEVER: Mapping[str, str] = {
    Trigger.PARENT_SUICIDE: "never_leave_call",
    Trigger.PHYSICAL_ABUSE: "never_unfit_carer",
    Trigger.SEXUAL_ABUSE: "never_confront",
    Trigger.TRAFFICKING: "never_public",
    Trigger.PARTNER_VIOLENCE: "never_shared_phone",
    Trigger.ACCIDENT: "never_medical",
    Trigger.STAFF_ABUSE: "never_the_accused",
}


def steps(trigger: str) -> tuple[Step, ...]:
    return _BY_TRIGGER.get(trigger, _USUAL)


def missing(trigger: str, done: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The steps that a case of this kind must not be closed without."""
    return tuple(step.key for step in steps(trigger) if step.must and step.key not in (done or {}))

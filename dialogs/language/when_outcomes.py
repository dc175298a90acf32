"""What reading a time phrase can lead to: a timing, a question back, a refusal, or nothing."""

from dataclasses import dataclass

from dialogs.calendar.recurrence import Timing
from dialogs.language.when_tokens import Missing, Reason


@dataclass(frozen=True)
class Understood:
    timing: Timing


@dataclass(frozen=True)
class AskBack:
    """One thing is open; `choices`, if any, are the complete timings it may mean."""

    missing: Missing
    choices: tuple[Timing, ...] = ()


@dataclass(frozen=True)
class Refused:
    reason: Reason


@dataclass(frozen=True)
class NotUnderstood:
    pass


Outcome = Understood | AskBack | Refused | NotUnderstood

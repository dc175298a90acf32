"""What the story around a wish tells of its hour: 下午四点收工, 四点半叫我."""

from collections.abc import Sequence
from datetime import time

from dialogs.calendar.recurrence import Timing
from dialogs.language.when_clause import Clause
from dialogs.language.when_clauses import Wish
from dialogs.language.when_clock import open_readings
from dialogs.language.when_tokens import DAY_WORDS, Ahead, Cycle, Dated, LunarDay, Term, Token

# So near to each other two hours are of one scene.
_NEAR = 150
_DAY = 24 * 60


def days_told(wish: Wish) -> tuple[Token, ...]:
    """The day of the one scene that the hour of the wish is near to: 今天五点半开饭,六点一刻提醒我."""
    scenes = [clause for clause in wish.told if clause.names(*DAY_WORDS, Cycle)]
    if len(scenes) != 1 or not all(_is_plain_day(token) for token in _days(scenes[0])):
        return ()
    told, wished = _hours(scenes[0].tokens), _hours(wish.tokens)
    near = any(_apart(one, two, _DAY // 2) <= _NEAR for one in told for two in wished)
    return _days(scenes[0]) if near else ()


def near_the_story(choices: Sequence[Timing], wish: Wish) -> tuple[Timing, ...]:
    """Those of them whose hours are near to one that was told with its half of the day."""
    told = [hour for clause in wish.told for hour in _sure_hours(clause)]
    return tuple(timing for timing in choices if told and all(_is_near(at, told) for at in timing.clocks(None)))


def _is_plain_day(token: Token) -> bool:
    return isinstance(token, Ahead | Dated | LunarDay | Term)


def _days(clause: Clause) -> tuple[Token, ...]:
    return tuple(token for token in clause.tokens if isinstance(token, (*DAY_WORDS, Cycle)))


def _hours(tokens: Sequence[Token]) -> list[int]:
    return [_minutes(at.clock) for reading in open_readings(tokens) for at in reading]


def _sure_hours(clause: Clause) -> list[int]:
    return [_minutes(reading[0].clock) for reading in open_readings(clause.tokens) if len(reading) == 1]


def _is_near(at: time, told: Sequence[int]) -> bool:
    return any(_apart(_minutes(at), hour, _DAY) <= _NEAR for hour in told)


def _apart(one: int, two: int, around: int) -> int:
    return min((one - two) % around, (two - one) % around)


def _minutes(at: time) -> int:
    return 60 * at.hour + at.minute

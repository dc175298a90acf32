"""The pieces a time phrase is made of, before anybody knows what they mean together."""

from dataclasses import dataclass, field
from enum import StrEnum

from dialogs.calendar.shifts import Shift


class Missing(StrEnum):
    """What has to be asked back."""

    CLOCK = "clock"
    DAY = "day"  # no day was said at all
    WHICH_DAY = "which_day"  # "every week", "next week", "at New Year"
    MORNING_OR_EVENING = "morning_or_evening"
    WHICH_NIGHT = "which_night"  # two o'clock at night belongs to which day?
    CALENDAR = "calendar"  # the farmers' or the common one?
    ONCE_OR_EVERY = "once_or_every"
    INTERVAL = "interval"  # "with two days between" is every second or every third day
    ONE_AT_A_TIME = "one_at_a_time"  # several rules in one sentence
    OTHER_SHIFT = "other_shift"  # a time for one shift only
    SHIFT_DAYS = "shift_days"  # a shift instead of days, and no time at all
    LUNAR_MONTHLY = "lunar_monthly"  # every month on a day of the farmers' calendar


class Reason(StrEnum):
    """Why it cannot be done as said."""

    PAST = "past"
    NO_SUCH_DATE = "no_such_date"
    NO_SUCH_TIME = "no_such_time"


class Part(StrEnum):
    DAWN = "dawn"
    MORNING = "morning"
    FORENOON = "forenoon"
    NOON = "noon"
    AFTERNOON = "afternoon"
    DUSK = "dusk"
    EVENING = "evening"
    NIGHT = "night"


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class PartOfDay:
    """One part of the day; several only where one word names them (早晚)."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Clock:
    """As said: the hour may be one of twelve, and may not exist."""

    hour: int
    minute: int
    full: bool = False  # written as 08:00 or 10:30, the way Jiayin prints the clock of 24 hours


@dataclass(frozen=True)
class Later:
    minutes: int


@dataclass(frozen=True)
class Ahead:
    days: int


@dataclass(frozen=True)
class MonthsAhead:
    """The same day of a later month."""

    months: int


@dataclass(frozen=True)
class Weekdays:
    days: tuple[int, ...]
    weeks: int | None = None  # 0 this week, 1 next week; None when neither was said
    habit: bool = False  # words such as "weekdays" that speak of every week


@dataclass(frozen=True)
class MonthDays:
    days: tuple[int, ...]  # -1 is the last one
    months: int | None = None


@dataclass(frozen=True)
class Dated:
    month: int
    day: int
    year: int | None = None
    years_ahead: int | None = None  # 0 this year, 1 next year


@dataclass(frozen=True)
class LunarDay:
    month: int
    day: int
    years_ahead: int | None = None


@dataclass(frozen=True)
class FirstTen:
    """初三 of a month of the farmers' calendar that was not said."""

    day: int


@dataclass(frozen=True)
class Calendar:
    """The name of a calendar, apart from the date that it belongs to."""

    lunar: bool


@dataclass(frozen=True)
class NthWeekday:
    nth: int  # -1 is the last one
    weekday: int
    month: int | None = None


@dataclass(frozen=True)
class Term:
    """A day of the sun's year that the farmers' calendar names: 清明, 冬至."""

    name: str
    years_ahead: int | None = None


DayOf = Ahead | MonthsAhead | Weekdays | MonthDays | Dated | LunarDay | NthWeekday | Term
DAY_WORDS = (Ahead, MonthsAhead, Weekdays, MonthDays, Dated, LunarDay, NthWeekday, Term)


@dataclass(frozen=True)
class Except:
    """Weekdays that are left out."""

    days: tuple[int, ...]


@dataclass(frozen=True)
class Cycle:
    unit: Unit
    every: int = 1
    times: int = field(default=0, compare=False)  # how often in each, if that was said


@dataclass(frozen=True)
class Birthday:
    pass


@dataclass(frozen=True)
class Begin:
    """The day before this word is the first one."""


@dataclass(frozen=True)
class Until:
    """A range, if it stands between two of a kind."""


@dataclass(frozen=True)
class Or:
    pass


@dataclass(frozen=True)
class Break:
    """Other words stand between the pieces on either side, which may belong to different things."""


@dataclass(frozen=True)
class OnShift:
    shift: Shift


@dataclass(frozen=True)
class Vague:
    missing: Missing
    soft: bool = False  # "after work, at eight" and "on payday, the tenth" are clear all the same


@dataclass(frozen=True)
class Impossible:
    reason: Reason


@dataclass(frozen=True)
class Filler:
    """Words that only look like time."""


@dataclass(frozen=True)
class Either:
    """Two honest readings; the person decides."""

    missing: Missing
    options: tuple["Token", ...]


Token = (
    PartOfDay
    | Clock
    | Later
    | DayOf
    | FirstTen
    | Calendar
    | Except
    | Cycle
    | Birthday
    | Begin
    | Until
    | Or
    | Break
    | OnShift
    | Vague
    | Impossible
    | Filler
    | Either
)

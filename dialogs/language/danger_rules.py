"""What one sign of danger is made of; the signs themselves stand in the two modules beside this one."""

import re
from dataclasses import dataclass

from dialogs.language.danger_context import Aspect, Level, Trigger
from dialogs.language.danger_words import pattern

INJURY = (
    "青一块|紫一块|青了|紫了|发青|发紫|淤青|瘀青|乌青|肿|出血|流血|是血|吐血|骨折|断了|晕|昏|住院|"
    "缝了?[几\\d两三四五]针|不能动|起不来|下不了床|半死|遍体鳞伤|重伤|打残|打聋|打瞎|残废|打伤|受伤|一身伤|是伤|都是伤|"
    "有伤|伤痕|头破|破了头|脑震荡|耳朵聋|皮开肉绽|血印|血痕|印子|休克|趴下|走不了路|伤得"
)


@dataclass(frozen=True)
class Rule:
    """A sign: where `found` matches and `unless` does not match around it, `trigger` is meant at `level`."""

    trigger: Trigger
    level: Level
    found: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    aspect: Aspect | None = None
    asks_back: bool = False
    child_by_default: bool | None = None


def sign(trigger: Trigger, level: Level, found: str, unless: str = "", aspect: Aspect | None = None) -> Rule:
    """A plain sign; with an aspect given, the sign never stands for more than that."""
    return Rule(trigger, level, pattern(found), pattern(unless) if unless else None, aspect)


def doubtful(trigger: Trigger, level: Level, found: str, unless: str = "") -> Rule:
    """A sign too uncertain to act on: ask whether there is danger now."""
    return Rule(trigger, level, pattern(found), pattern(unless) if unless else None, Aspect.MILD, asks_back=True)


def wish_to_die(level: Level, found: str, unless: str = "", *, child: bool = False, doubt: bool = False) -> Rule:
    """A sign of self-harm: whose it is follows from the words before it, a child's by default or not."""
    return Rule(
        Trigger.CHILD_SELF_HARM,
        level,
        pattern(found),
        pattern(unless) if unless else None,
        Aspect.MILD if doubt else None,
        asks_back=doubt,
        child_by_default=child,
    )

"""Screening what people write for danger to a child or to themselves, before anything else is understood."""

from collections.abc import Iterator
from dataclasses import replace

from dialogs.language.danger_context import (
    SELF_HARM,
    Aspect,
    Level,
    Trigger,
    aspect_of,
    is_about_child,
    is_denied,
    is_from_screen,
)
from dialogs.language.danger_english import heard_in_english
from dialogs.language.danger_likeness import likeness
from dialogs.language.danger_rules import Rule
from dialogs.language.danger_rules_home import INFANT_RULES, PARTNER_RULES, PHYSICAL_RULES
from dialogs.language.danger_rules_life import (
    ACCIDENT_RULES,
    CARER_RULES,
    DROPOUT_RULES,
    MISSING_RULES,
    OFFENDING_RULES,
    TRAFFICKING_RULES,
)
from dialogs.language.danger_rules_others import BULLYING_RULES, SEXUAL_RULES, STAFF_RULES
from dialogs.language.danger_rules_self import SELF_HARM_RULES
from dialogs.language.danger_weighing import CLEAR, Screening, weighed
from dialogs.language.danger_words import cleaned, pattern, without_idioms
from dialogs.language.normal import normalise

__all__ = ["CLEAR", "SELF_HARM", "Aspect", "Level", "Screening", "Trigger", "accuses_our_people", "is_cry", "screen"]


# Where two signs weigh the same, the earlier list names the trigger: staff before school, abuse before accident.
_RULES: tuple[Rule, ...] = (
    *INFANT_RULES,
    *STAFF_RULES,
    *SELF_HARM_RULES,
    *SEXUAL_RULES,
    *TRAFFICKING_RULES,
    *MISSING_RULES,
    *BULLYING_RULES,
    *PHYSICAL_RULES,
    *ACCIDENT_RULES,
    *PARTNER_RULES,
    *CARER_RULES,
    *OFFENDING_RULES,
    *DROPOUT_RULES,
)
_MINOR = pattern(
    "(?<![跟对给问])我(?:今年|现在|才|刚|已经|还|只有|刚满|马上|快|是|是个|,)*(?:(?:[6-9]|1[0-7])|十[一二三四五六七]?|"
    "[六七八九])(?:周)?岁(?!的?(?:孩|儿|女|娃|那|时|就|出|开|进厂|到|离|弟|妹|生|结|起|当|后))(?:半|了|多)?|"
    "我今年(?:[6-9]|1[0-7]|十[一二三四五六七])(?=$|[,。])|我(?:今年|现在|还|在|正在|是|,)*(?:读|上|念|个?)(?:小学|"
    "初[一二三中]|高[一二三]|[一二三四五六七八九]年级|职高|中专)(?:[一二三四五六]年级|生|学生)?(?=$|[,。?了]|我)|"
    "我(?:还)?(?:是)?(?:个|一个|名)?(?:未成年|小学生|初中生|高中生|中学生|小孩子?(?=$|[,。?]))(?!家长|的)|我是(?:他|她|"
    "弟弟|妹妹|孩子)的?(?:亲)?(?:姐姐?|哥哥?)[,]?我?(?:今年|读|上|念|在|才|[6-9]|1[0-7])"
)
_VIOLENCE = frozenset({Trigger.SEXUAL_ABUSE, Trigger.PHYSICAL_ABUSE})
_OURS = pattern(
    "<staff>|儿童(?:空间|之家|乐园)|夏令营|(?:你们|家音)(?:的|那里|那边|那儿|这里|这边)?(?:老师|人|阿姨|员工)"
)
_CRY = pattern(
    "(?:快|来|人|谁|请|求|你|们|有没有|能不能|帮|忙|我|他|她|<kid>|的|一下|救|命|急|赶紧|马上|吗|吧|了|[!,。?])+"
)
# Long pastes are looked at piece by piece, so that nothing lies behind what is read; beyond this nobody typed it.
_WINDOW, _OVERLAP, _LONGEST = 1800, 100, 20_000
_WEIGHT: dict[Level | None, int] = {Level.P0: 0, Level.P1: 1, Level.P2: 2}
_CAUTION: dict[Aspect | None, int] = {Aspect.PRESENT: 0, Aspect.MILD: 5, Aspect.PAST: 6, Aspect.PREVENTION: 7}


def screen(text: str, *, by_rules: bool = False) -> Screening:
    """The gravest danger in `text`, or `CLEAR`. It errs towards asking; it never replaces a person's eye.

    `by_rules`: only what the rules know counts, not what the text is merely like.
    """
    if len(text) <= _WINDOW:
        return _screened(text, by_rules)
    windows = (text[start : start + _WINDOW] for start in range(0, min(len(text), _LONGEST), _WINDOW - _OVERLAP))
    return min((_screened(window, by_rules) for window in windows), key=_gravity)


def accuses_our_people(text: str) -> bool:
    """Whether staff is accused in `text`, also where something graver stands beside it; preventing is no blame.

    Violence that is told together with our own places counts: rather too much is kept for the safeguarding leads.
    """
    plain = cleaned(text[:_LONGEST])
    heard = (*_heard(without_idioms(plain)), screen(text))
    blamed = {one.trigger for one in heard if one.aspect is not Aspect.PREVENTION}
    return Trigger.STAFF_ABUSE in blamed or bool(blamed & _VIOLENCE and _OURS.search(plain))


def _gravity(found: Screening) -> tuple[bool, int, int]:
    return found.trigger is None, _CAUTION.get(found.aspect, 9), _WEIGHT.get(found.level, 9)


def _screened(text: str, by_rules: bool) -> Screening:
    if said := heard_in_english(normalise(text)):
        return Screening(*said, Aspect.PRESENT, ask_back=False)
    plain = cleaned(text)
    from_screen = is_from_screen(plain)
    heard = CLEAR if from_screen else _ruled(text, plain)
    if not by_rules and not is_cry(text) and (like := likeness(plain)):
        heard = weighed(heard, like, plain, from_screen=from_screen)
    return _of_minor(heard) if _MINOR.search(plain) else heard


def _ruled(text: str, plain: str) -> Screening:
    found = _gravest(plain)
    if found.level in (Level.P1, Level.P2) and _spaces_part_clauses(text):
        return _gravest(cleaned(normalise(text).replace(" ", ",")))
    return found


def is_cry(text: str) -> bool:
    """A cry for help that does not say what has happened: 救命, 快来人救救我, 🆘."""
    plain = cleaned(text)
    return "救" in plain and bool(_CRY.fullmatch(plain))


def _gravest(plain: str) -> Screening:
    return min(_heard(without_idioms(plain)), key=_order, default=CLEAR)


def _spaces_part_clauses(text: str) -> bool:
    """Many write a space for a comma; short bits between spaces are rather a word spelt out to be overlooked."""
    bits = normalise(text).split(" ")
    return len(bits) > 1 and min(map(len, bits)) > 2


def _heard(text: str) -> Iterator[Screening]:
    for rule in _RULES:
        if rule.found.search(text):
            for start, end, core in _places(rule, text):
                yield _screening(rule, text, start, end, core)


def _places(rule: Rule, text: str) -> Iterator[tuple[int, int, int]]:
    for found in rule.found.finditer(text):
        core = found.start(found.lastindex or 0)
        around = text[max(0, found.start() - 8) : found.end() + 8]
        if not is_denied(text[:core]) and not (rule.unless and rule.unless.search(around)):
            yield found.start(), found.end(), core


def _screening(rule: Rule, text: str, start: int, end: int, core: int) -> Screening:
    trigger = rule.trigger
    if rule.child_by_default is not None and not is_about_child(text[:core], rule.child_by_default):
        trigger = Trigger.PARENT_SUICIDE
    aspect = aspect_of(trigger, text, core, end)
    if rule.asks_back:
        return Screening(trigger, rule.level, Aspect.MILD, aspect is Aspect.PRESENT)
    return Screening(trigger, rule.level, rule.aspect if rule.aspect and aspect is Aspect.PRESENT else aspect, False)


def _order(heard: Screening) -> tuple[int, int]:
    return _WEIGHT[heard.level] + (0 if heard.ask_back else _CAUTION[heard.aspect]), heard.ask_back


def _of_minor(found: Screening) -> Screening:
    """A child who writes is answered as a child, however grave the rest is."""
    if found is CLEAR or found.aspect is not Aspect.PRESENT:
        return Screening(Trigger.USER_IS_MINOR, Level.P2, Aspect.PRESENT, ask_back=False)
    return replace(found, trigger=Trigger.USER_IS_MINOR, ask_back=False)

"""What somebody says once more: corrections, hours that are thrown out again, the calendar named afterwards."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.language.when_lunar import in_month
from dialogs.language.when_slots import Scan
from dialogs.language.when_tokens import (
    DAY_WORDS,
    Calendar,
    Clock,
    Cycle,
    Dated,
    Either,
    FirstTen,
    Later,
    LunarDay,
    Missing,
    PartOfDay,
    Token,
    Vague,
)
from dialogs.language.when_wish import FILLER, GAP, TIME

_PAUSE = f"[{GAP}{FILLER},、。;!?~…\\-—]*"
_WELL = "(?:哎呀?|诶|呃+|额+|嗯+|啊|哦|噢|喔|唉|那个|咦)*"
_SIGN = (
    f"(?:{_WELL}{_PAUSE}(?:不对|不是|错了?|[说讲打搞记写弄]错了?|不不+|不|更正[:：]?|口误|重来)"
    "[哈啊呀了哦咯的]*"
    "|(?:呃|额|哎|诶|唉|哦|噢)+)"
)
_AGAIN = "(?:(?:我?(?:说的|讲的|意思)|应该|就|还|那|要|改|换)*(?:是|在|成)?|那?就)"
_MENDED = re.compile(f"(?:打|[叫喊]我?|提醒我?)?[吧哈嘛啊咯喽的了]?{_PAUSE}(?P<sign>{_SIGN}){_PAUSE}{_AGAIN}{_PAUSE}")
_JOINED = re.compile(f"[{GAP}{FILLER} ,、的是和跟与就在都要那吧]*")
_NOT_THIS = re.compile(f"(?:^|.*[{GAP}{FILLER},。我])不是$")
_BUT_THIS = re.compile(f"[的啊哦]?{_PAUSE}(?:而|就)?是")
_SETTLED = re.compile(f"[{GAP},。;]*(?:那|所以)?[就定](?:定|是|在|定在)*")
_TOO = re.compile(
    f"(?:打?[一1]?[次回]|打|叫|喊|的话|[吧啊])*{_PAUSE}[,]?(?:太|好像|有点)+(?:密|勤|频繁?|多|少|赶|累|急|吵)了?"
)
_BEFORE_IT = re.compile(
    "的?[前后头](?:一|两|三|头)[天日晚]|的?(?:第二|隔)[天日]|[以之]?前(?!后|[天夜面头])|为?止|[以之]?内|[以之]后(?!天|日|半夜)"
)


@dataclass
class _Line:
    """Tokens, and the words around each: one piece more than there are tokens."""

    tokens: list[Token]
    pieces: list[str]

    def drop(self, at: int) -> None:
        del self.tokens[at]
        self.pieces[at : at + 2] = [self.pieces[at] + FILLER + self.pieces[at + 1]]

    def drop_all(self, places: Iterable[int]) -> int:
        """How many there were."""
        chosen = sorted(set(places), reverse=True)
        for at in chosen:
            self.drop(at)
        return len(chosen)


def settled(found: Scan, today: date) -> Scan:
    """The same text without what was taken back in it."""
    tokens: list[Token] = [in_month(token, today) if isinstance(token, FirstTen) else token for token in found.tokens]
    line = _Line(tokens, found.words.split(TIME))
    for step in (_name_calendar, _mark_limits, _keep_this, _settle, _throw_out, _mend):
        step(line)
    return Scan(tuple(line.tokens), TIME.join(line.pieces))


def _kind(token: Token) -> str:
    if isinstance(token, DAY_WORDS) or (isinstance(token, Either) and isinstance(token.options[0], DAY_WORDS)):
        return "day"
    kinds = {Clock: "clock", PartOfDay: "part", Cycle: "cycle", Later: "later"}
    return kinds.get(type(token), "")


def _name_calendar(line: _Line) -> None:
    """三月二十 旧历: the calendar named after the date."""
    said = {token.lunar for token in line.tokens if isinstance(token, Calendar)}
    for at in reversed(range(len(line.tokens))):
        if isinstance(line.tokens[at], Calendar):
            line.drop(at)
    if len(said) != 1:
        return
    lunar = said.pop()
    named = [_in_calendar(token, lunar) for token in line.tokens]
    # A calendar without a date that could be of it leaves open what was meant.
    dated = any(isinstance(token, LunarDay) for token in named)
    if lunar and not dated:
        line.tokens.append(Vague(Missing.WHICH_DAY))
        line.pieces.append("")
    else:
        line.tokens[:] = named


def _in_calendar(token: Token, lunar: bool) -> Token:
    if isinstance(token, Either) and token.missing is Missing.CALENDAR:
        return token.options[0 if lunar else 1]
    if isinstance(token, Dated) and lunar and token.year is None and token.day <= 30:
        return LunarDay(token.month, token.day, token.years_ahead)
    return token


def _mark_limits(line: _Line) -> None:
    """正月十五之前每晚: a stretch of time, not that day."""
    for at, token in enumerate(line.tokens):
        if _kind(token) == "day" and _BEFORE_IT.match(line.pieces[at + 1]):
            line.tokens[at] = Vague(Missing.WHICH_DAY)
            line.pieces[at + 1] = _BEFORE_IT.sub(FILLER, line.pieces[at + 1], count=1)


def _keep_this(line: _Line) -> None:
    """不是周三是周四: what it is not, and what it is."""
    for at in reversed(range(len(line.tokens) - 1)):
        one, two = line.tokens[at], line.tokens[at + 1]
        if _kind(one) == _kind(two) and _NOT_THIS.match(line.pieces[at]) and _BUT_THIS.fullmatch(line.pieces[at + 1]):
            line.pieces[at] = line.pieces[at].removesuffix("不是")
            line.pieces[at + 1] = ""
            line.drop(at)


def _settle(line: _Line) -> None:
    """七点之前,就六点五十吧: first about when, and then the hour."""
    for at in reversed(range(len(line.tokens) - 1)):
        about = line.tokens[at] == Vague(Missing.CLOCK)
        if about and _kind(line.tokens[at + 1]) in ("clock", "part") and _SETTLED.fullmatch(line.pieces[at + 1]):
            line.drop(at)


def _throw_out(line: _Line) -> None:
    """两天打一次太密,三天打一次."""
    for at in reversed(range(len(line.tokens))):
        anew = {_kind(token) for token in line.tokens[at + 1 :]}
        if _kind(line.tokens[at]) in anew and _TOO.match(line.pieces[at + 1]):
            _replace(line, at + 1, anew, _TOO)


def _mend(line: _Line) -> None:
    """八点,不对,九点: the last word counts."""
    at = 1
    while at < len(line.tokens):
        sign = _MENDED.fullmatch(line.pieces[at])
        kinds = _kinds_behind(line, at)
        if sign and _is_meant(line, at, sign, kinds):
            if sign[0].endswith("不是"):
                # 早上八点,不是晚上八点: which of the two is it not?
                line.tokens[at] = Vague(Missing.ONE_AT_A_TIME)
            at -= _replace(line, at, kinds, _MENDED)
        at += 1


def _kinds_behind(line: _Line, at: int) -> set[str]:
    kinds = {_kind(line.tokens[at])}
    for token, words in zip(line.tokens[at + 1 :], line.pieces[at + 1 :], strict=False):
        if not _JOINED.fullmatch(words):
            break
        kinds.add(_kind(token))
    return kinds


def _is_meant(line: _Line, at: int, sign: re.Match[str], kinds: set[str]) -> bool:
    """今天不是周三 corrects nothing; it takes a pause, or the same kind of word."""
    alike = type(line.tokens[at - 1]) is type(line.tokens[at])
    paused = sign[0] != sign["sign"] or sign["sign"] != "不是"
    return (paused or alike) and bool(kinds & {_kind(token) for token in line.tokens[:at]} - {""})


def _replace(line: _Line, at: int, kinds: set[str], sign: re.Pattern[str]) -> int:
    """Takes out before a place what is said anew behind it; how much that was."""
    line.pieces[at] = sign.sub(FILLER, line.pieces[at], count=1)
    if {"day", "clock"} <= kinds or {"clock", "part"} <= kinds:
        kinds = kinds | {"part"}
    return line.drop_all(place for kind in kinds - {""} for place in _last_of(kind, line.tokens[:at]))


def _last_of(kind: str, tokens: Sequence[Token]) -> list[int]:
    return [place for place, token in enumerate(tokens) if _kind(token) == kind][-1:]

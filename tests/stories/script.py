"""The script of a story: what people do and when, read from its text, and the text that it becomes when played."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.i18n import clock_words
from bot.rendering.message import Message
from dialogs.engine.events import Medium

JIAYIN = "家音："
INDENT = "　　　"
DUTY = "（有老师值班）"
_MEDIA = {"语音": Medium.VOICE, "照片": Medium.PICTURE, "表情": Medium.STICKER}
_DONE = re.compile(
    r"(?P<who>妈妈|爸爸)(?:：(?P<words>.*)|按【(?P<label>[^】]+)】|发来一(?:条|张|个)(?P<medium>语音|照片|表情))"
)
_TRAINER = re.compile(r"老师回答：(?P<words>.+)")
_PASSED = re.compile(r"过了(?P<count>\d+)(?P<unit>分钟|小时|天)")
_MOMENT = re.compile(
    r"(?P<day>当天|第二天|(?P<week>下)?周(?P<weekday>[一二三四五六日]))(?P<part>凌晨|早上|上午|中午|下午|晚上)"
    r"(?P<hour>\d{1,2})点(?P<minute>半|\d{1,2}分)?"
)
_UNITS = {"分钟": "minutes", "小时": "hours", "天": "days"}


@dataclass(frozen=True)
class Says:
    words: str


@dataclass(frozen=True)
class Presses:
    label: str


@dataclass(frozen=True)
class Sends:
    medium: Medium


@dataclass(frozen=True)
class TrainerAnswers:
    words: str


@dataclass(frozen=True)
class TimeMoves:
    words: str


Act = Says | Presses | Sends | TrainerAnswers | TimeMoves


@dataclass(frozen=True)
class Line:
    """One line of the script as it is written, and what it means."""

    text: str
    act: Act


@dataclass(frozen=True)
class Script:
    """heading: what the story shows, up to the first empty line. duty: whether somebody is on duty."""

    heading: str
    lines: tuple[Line, ...]
    duty: bool


def read_script(text: str) -> Script:
    """The doing of a story; what Jiayin says in it is left out. ValueError where a line means nothing."""
    heading, _empty, body = text.strip().partition("\n\n")
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith((JIAYIN, INDENT, "〔"))]
    done = tuple(Line(line, _act(line)) for line in lines if line != DUTY)
    return Script(heading, done, duty=DUTY in lines)


def _act(line: str) -> Act:
    if line.startswith("（") and line.endswith("）"):
        return TimeMoves(line[1:-1])
    if found := _TRAINER.fullmatch(line):
        return TrainerAnswers(found["words"])
    found = _DONE.fullmatch(line)
    if found is None:
        raise ValueError(f"what is this? {line}")
    if found["label"]:
        return Presses(found["label"])
    return Sends(_MEDIA[found["medium"]]) if found["medium"] else Says(found["words"])


def moment(words: str, now: datetime) -> datetime:
    """The moment to which time moves, as the clock on the wall shows it. ValueError where the words name none."""
    if found := _PASSED.fullmatch(words):
        return now + timedelta(**{_UNITS[found["unit"]]: int(found["count"])})
    found = _MOMENT.fullmatch(words)
    if found is None:
        raise ValueError(f"when is that? {words}")
    late = found["part"] in ("下午", "晚上") and int(found["hour"]) < 12
    minute = {None: 0, "半": 30}.get(found["minute"])
    clock = now.replace(
        hour=int(found["hour"]) + (12 if late else 0),
        minute=int(found["minute"][:-1]) if minute is None else minute,
    )
    return clock + timedelta(days=_days_to(found, now))


def _days_to(found: re.Match[str], now: datetime) -> int:
    if found["weekday"] is None:
        return int(found["day"] == "第二天")
    ahead = "一二三四五六日".index(found["weekday"]) - now.weekday()
    return ahead + 7 if found["week"] else ahead % 7


# -- writing ---------------------------------------------------------------------------------------------------------


def told(message: Message) -> list[str]:
    """A message of Jiayin's as it stands in a story."""
    first, *rest = message.text.splitlines() or [""]
    lines = [JIAYIN + first, *(INDENT + line for line in rest)]
    if message.document:
        lines.append(f"{INDENT}〔文件：{message.document.name}〕")
    if message.buttons:
        lines.append(INDENT + "".join(f"【{button.label}】" for button in message.buttons))
    return lines


def came_at(at: datetime) -> str:
    """The line above something that came by itself."""
    return f"〔{at.month}月{at.day}日 周{'一二三四五六日'[at.weekday()]} {clock_words(at.time(), 'zh_Hans')}〕"

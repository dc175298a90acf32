"""A small shelf of faultless content, written into a folder, from which a test takes or changes one thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.services.content.files import Finding
from bot.services.content.rules import check_content
from dialogs.calendar.bands import Band
from dialogs.language.danger import Trigger

TODAY = date(2026, 11, 20)
Record = dict[str, Any]
_SIGNED = {"source": "儿童养育常识", "author": "家音内容组", "review_due": date(2027, 11, 1)}


def tip(**changes: Any) -> Record:
    return {
        "id": "call-first-name",
        "kind": "tip",
        "topic": "call_home",
        "bands": [str(band) for band in Band],
        "text": "今天打电话，先叫他小名。再说：“妈妈想听听你今天玩了啥。”他听见你的声音，心里就踏实。",
        "seasons": [],
        "shifts": [],
        "occasions": [],
        "together": False,
        **_SIGNED,
        **changes,
    }


def starter(**changes: Any) -> Record:
    return {
        "id": "starter-lunch",
        "bands": ["6-9"],
        "target": "child",
        "ways": ["voice"],
        "occasions": [],
        "opener": "“中午吃了啥？”",
        "follow_up": "“听着就香。”",
        "avoid": "不要问“作业写了没”",
        **_SIGNED,
        **changes,
    }


def faq(**changes: Any) -> Record:
    return {
        "id": "short-calls",
        "topic": "call_home",
        "bands": ["6-9"],
        "question": "没说两句就挂怎么办？",
        "variants": [
            *(
                "说两句就挂",
                "不想跟我说话",
                "没话讲",
                "电话里冷场",
                "他嫌我烦",
                "老是挂我电话",
                "嗯嗯两声",
                "问一句答一句",
            ),
            *("打通了不吭声", "视频里不看我", "急着去玩", "叫他接他跑", "说忙", "隔着电话不晓得说啥", "我讲他不听"),
        ],
        "negative_examples": [],
        "answer": "他挂得快，不是不想你。先说说你自己的一件小事。真有危险，打{110}。",
        "escalate": None,
        "sources": ["家音内容指南"],
        "author": "家音内容组",
        "review_due": date(2027, 11, 1),
        **changes,
    }


def lesson(number: int, /, **changes: Any) -> Record:
    return {
        "id": f"course-calls-{number}",
        "title": "说好哪天打",
        "screens": ["孩子等电话，怕的是没个准。", "先定一个日子。", "难受了，打{12356}。"],
        "practice": "这星期定一天，跟孩子说一遍。",
        "check_in": "上回说的，试了吗？",
        "replies": {"tried": "真好。", "not_yet": "不要紧。", "hard": "是不好定，慢慢来。"},
        "quiz": [quiz(place) for place in range(3)],
        **changes,
    }


def quiz(right: int, /, **changes: Any) -> Record:
    """A question whose right option stands at `right`, from 0."""
    options = [{"text": f"办法{place}", "right": place == right, "why": "这样也行。"} for place in range(3)]
    return {"question": "哪样好？", "options": options, **changes}


def course(**changes: Any) -> Record:
    return {
        "id": "course-calls",
        "title": "打电话",
        "about": "给孩子在老家的爸妈。",
        "themes": ["remote parenting"],
        "lessons": [lesson(number) for number in range(1, 6)],
        **_SIGNED,
        **changes,
    }


def hotline(number: str, /, **changes: Any) -> Record:
    return {
        "id": number,
        "number": number,
        "name": "热线",
        "scope": "有事就打",
        "needs_area_code": True,
        "place": "child",
        "hours": "24小时",
        **_SIGNED,
        **changes,
    }


def reply(trigger: str, **changes: Any) -> Record:
    return {
        "trigger": str(trigger),
        "level": "P0",
        "reply": "先让孩子到安全的地方。报警打{110}。",
        "eta_line": "我们的老师{eta}联系你。",
        "off_duty_line": "现在没有老师值班。有危险打{110}。",
        "hotlines": ["110"],
        "place": "child",
        "signed_off_by": "值班医生",
        **_SIGNED,
        **changes,
    }


def weekly(**changes: Any) -> Record:
    return {
        "id": "group-call",
        "weeks": list(range(1, 54)),
        "text": "这周给家里打个电话，先说说你自己。",
        **_SIGNED,
        **changes,
    }


def card_line(**changes: Any) -> Record:
    return {"id": "card-police", "part": "number", "hotline": "110", "text": "有人打人", **_SIGNED, **changes}


def festival(**changes: Any) -> Record:
    return {
        "id": "labour-day",
        "name": "劳动节",
        "rule": "05-01",
        "dates": {year: date(year, 5, 1) for year in range(2026, 2031)},
        "holiday": {year: True if year == 2026 else None for year in range(2026, 2031)},
        "greeting": "今天歇一歇，打个电话回家。",
        **_SIGNED,
        **changes,
    }


@dataclass(frozen=True)
class Shelf:
    """Everything that stands in a locales folder."""

    tips: list[Record] = field(default_factory=lambda: [tip()])
    starters: list[Record] = field(default_factory=lambda: [starter()])
    faqs: list[Record] = field(default_factory=lambda: [faq()])
    courses: list[Record] = field(default_factory=lambda: [course()])
    other_matters: list[Record] = field(default_factory=list)
    hotlines: list[Record] = field(default_factory=lambda: [hotline(number) for number in ("110", "120", "12356")])
    replies: list[Record] = field(default_factory=lambda: [reply(trigger) for trigger in Trigger])
    weekly: list[Record] = field(default_factory=list)
    wall_card: list[Record] = field(default_factory=list)
    festivals: list[Record] = field(default_factory=list)
    chinese: Record = field(
        default_factory=lambda: {"refused": "没关系，不留你的资料。", "child_space": "发“托管”就知道。"}
    )
    english: Record = field(default_factory=lambda: {"refused": "That is fine.", "child_space": "Send “childcare”."})

    def put_into(self, folder: Path) -> Path:
        content = folder / "zh_Hans" / "content"
        season = {"name": "summer", "from": "06-20", "to": "08-25", **_SIGNED}
        _write(content / "tips" / "call_home.yaml", self.tips)
        _write(content / "starters" / "6-9.yaml", self.starters)
        _write(content / "faqs" / "call_home.yaml", self.faqs)
        _write(content / "courses" / "course-calls.yaml", self.courses)
        _write(content / "other_matters.yaml", self.other_matters)
        _write(content / "hotlines.yaml", self.hotlines)
        _write(content / "safeguarding.yaml", self.replies)
        _write(content / "seasons.yaml", [season])
        _write(content / "weekly.yaml", self.weekly)
        _write(content / "wall_card.yaml", self.wall_card)
        _write(content / "festivals.yaml", self.festivals)
        _write(content / "notices.yaml", self.chinese)
        _write(folder / "en" / "content" / "notices.yaml", self.english)
        return folder

    def findings(self, folder: Path, today: date | None = TODAY) -> list[Finding]:
        return list(check_content(self.put_into(folder), today).findings)

    def errors(self, folder: Path) -> list[str]:
        return [finding.problem for finding in self.findings(folder) if finding.error]

    def advice(self, folder: Path) -> list[str]:
        return [finding.problem for finding in self.findings(folder) if not finding.error]


def found(folder: Path, words: str, **more: Any) -> tuple[list[str], list[str]]:
    """Errors and advice about a tip with these words."""
    shelf = Shelf(tips=[tip(text=words, **more)])
    return shelf.errors(folder), shelf.advice(folder)


def a_reply(words: str, **changes: Any) -> Shelf:
    """The shelf with these words as one of its danger replies."""
    replies = Shelf().replies
    return Shelf(replies=[reply(replies[0]["trigger"], reply=words, **changes), *replies[1:]])


class _Dumper(yaml.CSafeDumper):
    """Writes everything out, as a person would."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    words = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(words, encoding="utf-8")

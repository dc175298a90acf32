"""Which topics she would like tips about; none chosen means all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogs.effects import SaveProfile
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Done, Go, Move, Open, Step
from dialogs.facts import Facts
from dialogs.language.family import read_numbers
from dialogs.language.normal import normalise
from dialogs.text import Listed, Text, _

TOPICS: dict[str, Text] = {
    "call_home": _("Phone calls"),
    "feelings": _("The child's mood"),
    "caregiver": _("With the elders"),
    "reunion": _("Meeting, parting"),
    "safety": _("Safety"),
    "body_safety": _("Growing up"),
    "phone_gaming": _("Phones and games"),
    "study_school": _("School"),
    "behavior": _("Without beating"),
    "health": _("Health"),
    "parent_wellbeing": _("Parents"),
    "rights_services": _("Papers, policies"),
}
_WORDS: dict[str, tuple[str, ...]] = {
    "call_home": ("电话", "聊天", "怎么聊"),
    "feelings": ("心情", "情绪", "心里"),
    "caregiver": ("老人", "爷爷奶奶"),
    "reunion": ("团圆", "分别", "回家"),
    "safety": ("安全", "溺水", "交通"),
    "body_safety": ("身体", "青春期", "发育"),
    "phone_gaming": ("手机", "游戏"),
    "study_school": ("学习", "读书", "学校", "上学", "作业"),
    "behavior": ("管教", "不听话", "打骂"),
    "health": ("吃饭", "睡觉", "看病", "身体好"),
    "parent_wellbeing": ("爸妈", "自己"),
    "rights_services": ("证件", "政策", "居住证", "医保"),
}


def door(facts: Facts, _subject: str) -> Move:
    return Go(AskTopics())


def topics_words(topics: Iterable[str]) -> Text:
    wished = set(topics)
    labels = tuple(label for topic, label in TOPICS.items() if topic in wished)
    return Listed(labels) if labels else _("all of them")


@dataclass(frozen=True)
class AskTopics(Step):
    """One press puts a topic in, another takes it out; it counts at once."""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("What would you like to read more about? Choose as many as you like."),
            choices=[
                *(self._choice(topic, topic in facts.profile.topics) for topic in TOPICS),
                Choice("all", _("All of them"), ("全都要", "全部", "都要", "都行", "随便")),
                Choice("done", _("Done"), ("好", "完了", "选好了", "就这些", "可以了", "不改")),
            ],
        )

    @staticmethod
    def _choice(topic: str, wished: bool) -> Choice:
        label = TOPICS[topic]
        return Choice(topic, _("✓ {choice}")(choice=label) if wished else label, _WORDS[topic][:1])

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "done":
            return _noted(facts.profile.topics)
        if key == "all":
            return _wish(frozenset(), facts)
        # Through the door again instead of one step further: however often she presses, nothing piles up.
        effects = (SaveProfile(replace(facts.profile, topics=facts.profile.topics ^ {key})),)
        return Open(Entry.TOPICS, effects=effects)

    def heard(self, words: str, facts: Facts) -> Move | None:
        every = tuple(TOPICS)
        named = {every[number - 1] for number in read_numbers(words, len(every))} or _named(words)
        return _wish(facts.profile.topics | named, facts) if named else None


def _named(words: str) -> set[str]:
    plain = normalise(words)
    if "不" in plain.replace("不听话", "") or "?" in plain or "吗" in plain or "怎么" in plain:
        return set()
    return {topic for topic, known in _WORDS.items() if any(word in plain for word in known)}


def _wish(topics: frozenset[str], facts: Facts) -> Move:
    return replace(_noted(topics), effects=(SaveProfile(replace(facts.profile, topics=topics)),))


def _noted(topics: frozenset[str]) -> Done:
    if not topics:
        return Done((_("Good, tips about everything."),))
    return Done((_("Noted, these come more often: {topics}.")(topics=topics_words(topics)),))

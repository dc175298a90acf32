"""Whatever anybody writes, presses or sends, in any order: there is a reply, it can be kept, and nothing falls over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.i18n import read_catalogue
from bot.rendering.message import Message
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.catalogue import CATALOGUE
from dialogs.effects import Effect, StartTimer
from dialogs.engine.catalogue import Push, Pushed
from dialogs.engine.events import Medium, Sent, Verb
from dialogs.engine.prompt import Choice, Prompt
from dialogs.engine.step import Card
from dialogs.facts import Home
from dialogs.text import Listed, Text, Translated, Value, Verbatim
from tests.chat import Chat, agreed_chat
from tests.dialogs.test_facts import size_of

HOME, SHIFT = Home("0856", "铜仁"), ShiftPattern(Shift.NIGHT_LONG, 14, date(2026, 11, 23))
CHINESE = read_catalogue("zh_Hans").sentences
LARGEST_FACTS = 4096
BUTTON_BYTES = 64

# -- what people do --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Write:
    words: str


@dataclass(frozen=True)
class Press:
    """One of the buttons that she has seen so far, old ones as well."""

    which: int


@dataclass(frozen=True)
class Say:
    """The label of one of the newest buttons, or its number."""

    which: int
    number: bool


@dataclass(frozen=True)
class Forge:
    data: str


@dataclass(frozen=True)
class Send:
    medium: Medium
    caption: str


@dataclass(frozen=True)
class Edit:
    pass


@dataclass(frozen=True)
class Wait:
    """Hours pass; what they bring: a timer that was started, or a push."""

    hours: int
    push: str
    subject: str


Deed = Write | Press | Say | Forge | Send | Edit | Wait

COMMANDS = sorted(CATALOGUE.by_word)
SENTENCES = (
    "每周三晚上八点半提醒我给老二打电话",
    "每天晚上8点提醒我给老大打电话",
    "农历八月十五提醒我给老人打电话",
    "明天中午提醒我打电话",
    "把提醒删了",
    "换班了，这周夜班",
    "白班",
    "半个月一换",
    "两个，大的十岁小的五岁",
    "奶奶带，老人机",
    "铜仁",
    "贵州铜仁",
    "0731",
    "0856",
    "到正月十五",
    "1234",
    "13812345678",
    "7",
    "七岁",
    "第三个",
    "都不是",
    "对",
    "不对",
    "好",
    "晚上8点半",
    "下班后",
    "今晚加班到十点",
    "我不想活了",
    "孩子掉水里了",
    "他最近老把东西送人",
    "打死他算了",
    "我15岁",
    "没事了",
    "怎么防止孩子走丢",
    "娃不接我电话",
    "孩子天天玩手机，老人管不住怎么办？",
    "啦啦啦啦",
    "/start GFDG01",
    "/start",
    "返回",
    "取消",
    "退出",
    "\u202e退出\u202c",
    "🙂🙂🙂",
    "１",
    "三",
)
_ODD = st.text(alphabet=st.characters(codec=None), max_size=30)
_HUGE = st.builds(
    lambda words, times: words * times, st.sampled_from(["孩子", "9", "🙂", "a b ", "\u200b"]), st.just(3000)
)
_WORDS = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(COMMANDS), _ODD, _HUGE)
_DATA = st.one_of(
    _ODD, st.from_regex(r"s:[0-9]{1,3}:[a-z0-9_]{0,8}", fullmatch=True), st.from_regex(r"o:r[0-9]:[a-z0-9:_-]{0,9}")
)
DEEDS: st.SearchStrategy[Deed] = st.one_of(
    st.builds(Write, _WORDS),
    st.builds(Press, st.integers(0, 40)),
    st.builds(Press, st.integers(0, 3)),
    st.builds(Say, st.integers(0, 8), st.booleans()),
    st.builds(Forge, _DATA),
    st.builds(Send, st.sampled_from(Medium), _ODD),
    st.builds(Edit),
    st.builds(Wait, st.integers(0, 200), st.sampled_from(sorted(CATALOGUE.pushes)), st.sampled_from(["1", "2", "3"])),
)


@dataclass
class Person:
    """Somebody who does all this; `chat` is where it ends up."""

    chat: Chat
    verbs: list[Verb] = field(default_factory=list)

    def does(self, deed: Deed) -> bool:
        """Whether it was something that must be answered."""
        match deed:
            case Write(words):
                self.chat.says(words)
            case Press(which):
                return self._presses(which)
            case Say(which, number):
                self._says(which, number=number)
            case Forge(data):
                self.chat.press_data(data)
            case Send(medium, caption):
                self.chat.happens(Sent(medium, caption, "file:1"))
            case Edit():
                self.chat.edits()
            case Wait():
                self._waits(deed)
                return False
        return True

    def _presses(self, which: int) -> bool:
        buttons = [button for message in reversed(self.chat.history) for button in message.buttons]
        if not buttons:
            return False
        self.chat.press_data(buttons[which % len(buttons)].data)
        return True

    def _says(self, which: int, *, number: bool) -> None:
        buttons = self.chat.history[-1].buttons if self.chat.history else ()
        place = which % len(buttons) if buttons else 0
        self.chat.says(str(place + 1) if number or not buttons else buttons[place].label)

    def _waits(self, wait: Wait) -> None:
        self.chat.later(hours=wait.hours)
        due = [effect for effect in self.chat.effects if isinstance(effect, StartTimer)]
        self.chat.effects = [effect for effect in self.chat.effects if not isinstance(effect, StartTimer)]
        for timer in due[-1:]:
            self.chat.timer(timer.kind, timer.subject)
        push = Push(wait.push, wait.subject, self.chat.facts.local.isoformat(timespec="minutes"))
        if isinstance(CATALOGUE.pushes[push.kind](push, self.chat.facts), Pushed):
            self.chat.is_pushed(push)


# -- what must always be true ----------------------------------------------------------------------------------------


@given(st.booleans(), st.lists(DEEDS, min_size=1, max_size=14))
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
def test_any_chat_is_answered_kept_and_said_in_chinese(known: bool, deeds: list[Deed]) -> None:
    person = Person(agreed_chat() if known else Chat())
    for deed in deeds:
        must_answer = person.does(deed)
        assert person.chat.seen or not must_answer, f"no answer to {deed}"
        looks_right(person.chat)


def looks_right(chat: Chat) -> None:
    for message in chat.seen:
        assert message.text.strip()
        assert all(_fits(message))
    assert size_of(chat.facts) <= LARGEST_FACTS
    untold = {msgid for reply in chat.replies for msgid in _sentences(reply) if msgid not in CHINESE}
    assert not untold, f"not in Chinese: {untold}"


def _fits(message: Message) -> Iterator[bool]:
    for button in message.buttons:
        yield bool(button.label.strip()) and len(button.data.encode()) <= BUTTON_BYTES


def _sentences(reply: Card | Prompt) -> Iterator[str]:
    choices: Iterable[Choice] = reply.choices if isinstance(reply, Prompt) else reply.verbs
    for text in (*reply.texts, *(choice.label for choice in choices)):
        yield from _msgids(text)


def _msgids(text: Text | Value) -> Iterator[str]:
    match text:
        case Translated(msgid):
            yield msgid
        case Listed(items):
            for item in items:
                yield from _msgids(item)
    if isinstance(text, Translated | Verbatim):
        for _name, value in text.values:
            yield from _msgids(value)


def test_every_button_of_every_first_answer_works_now_and_again_and_a_week_later() -> None:
    done: set[type[Effect]] = set()
    for words in (*SENTENCES, *(command.slash for command in CATALOGUE.commands)):
        for label in agreed_chat().says(words).buttons:
            chat = agreed_chat(home=HOME, shift=SHIFT, rest_day=RestDay.SUNDAY).says(words)
            if label not in chat.buttons:
                continue
            chat.presses(label)
            assert chat.seen, (words, label)
            looks_right(chat)
            chat.later(days=7).press_data(pressed(chat, label)).says("嗯")
            looks_right(chat)
            done |= {type(effect) for effect in chat.effects}
    assert len(done) >= 12


def pressed(chat: Chat, label: str) -> str:
    buttons = [button for message in chat.history for button in message.buttons]
    return next(button.data for button in reversed(buttons) if button.label == label)

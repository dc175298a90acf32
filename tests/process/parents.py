"""Parents who answer at once, and keep account of what they wrote and what came back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.telegram.person import Person

PATIENCE = 45.0
RECENT = 5  # as many as can be under way to one person


@dataclass(frozen=True)
class Turn:
    """What she does, and words in each message that answers it."""

    says: str = ""
    presses: str = ""
    answers: tuple[str, ...] = ()


WELCOME = (
    Turn(says="/start", answers=("我是家音",)),
    Turn(presses="同意", answers=("最小的孩子多大了",)),
    Turn(presses="6到9岁", answers=("往后每周发你", "可以这样开口")),
)


def a_day(who: int, number: int) -> tuple[Turn, ...]:
    """A question for the trainer, the home town, a tip to keep: three dialogs that touch every kind of table."""
    town, code = (("铜仁", "0856"), ("遵义", "0851"), ("恩施", "0718"))[number % 3]
    return (
        Turn(says="找老师", answers=("把想说的写下来",)),
        Turn(says=f"第{who}位妈妈的第{number}个问题", answers=("交给老师了",)),
        Turn(says="老家", answers=("孩子在哪个市",)),
        Turn(says=town, answers=(f"老家{town}，区号{code}",)),
        Turn(says="今日贴士", answers=("",)),
        Turn(presses="收藏", answers=("我的收藏",)),
    )


@dataclass
class Parent:
    """One person's account: `asked` holds the questions she handed on, `twice` what she read a second time."""

    person: Person
    who: int
    turns: int = 0
    asked: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    _read: int = 0
    _recent: deque[str] = field(default_factory=lambda: deque(maxlen=RECENT))

    async def lives(self, goes_on: Callable[[], bool]) -> None:
        """Through the welcome and then day after day."""
        await self._plays(WELCOME)
        number = 0
        while goes_on():
            number += 1
            await self._plays(a_day(self.who, number))

    async def _plays(self, turns: tuple[Turn, ...]) -> None:
        for turn in turns:
            if turn.says:
                await self.person.says(turn.says)
            else:
                await self._presses(turn.presses)
            self.turns += 1
            if "个问题" in turn.says:
                self.asked.append(turn.says)
            for words in turn.answers:
                self._recent.append(await self._next(words))

    async def _presses(self, label: str) -> None:
        """The button under the newest message that has one of this name."""
        shown = next(shown for shown in reversed(self.person.shown) if label in shown.labels)
        await self.person.presses_below(shown, label)

    async def _next(self, words: str) -> str:
        """The next message, which must hold these words; such as she has just read may come once more before it."""
        while True:
            await self.person.telegram.until(lambda: len(self.person.shown) > self._read, PATIENCE)
            shown = self.person.shown[self._read]
            self._read += 1
            if shown.text in self._recent:
                self.twice.append(shown.text)
                continue
            assert words in shown.text, f"{words!r} was to come next, not {shown.text!r}"
            return shown.text

    def looks_once_more(self) -> None:
        """Whatever stands below the last answer is something that she has just read."""
        unread = [shown.text for shown in self.person.shown[self._read :]]
        self.twice.extend(unread)
        assert set(unread) <= set(self._recent), unread

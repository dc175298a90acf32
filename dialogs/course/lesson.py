"""One lesson: how the last one went, screen by screen, one thing to try, three small questions, and on."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Done, Go, Move, Open, Step
from dialogs.facts import Facts
from dialogs.hotlines import PLACEHOLDER, asks_home, spoken
from dialogs.library import Course, Lesson, QuizQuestion
from dialogs.text import Text, Verbatim, _

_ON = (
    *("下一屏", "下一页", "下一个", "下一步", "继续", "接着", "往下", "然后呢"),
    *("看完了", "知道了", "嗯", "好", "好的", "行", "ok"),
)
_BEFORE = frozenset({"上一屏", "上一页", "再看一遍上一屏"})
_ENOUGH = ("不学了", "先不学", "不看了", "先到这", "先到这里", "今天先到这", "不用", "算了吧")


def enough() -> Choice:
    return Choice("close", _("Enough for now"), _ENOUGH)


def another_course() -> Choice:
    return Choice("others", _("Another course"), ("换一门", "别的课", "换课", "看别的"))


def closed() -> Done:
    return Done((_("All right. Whenever you want to go on, write “course”."),))


def gone() -> Prompt:
    """What is asked in the place of a lesson that trainers have taken out meanwhile."""
    return ask(
        _("That lesson has been taken out. Would you like to look at the others?"),
        choices=(another_course(), enough()),
    )


@dataclass(frozen=True)
class Here:
    """A lesson as it is now, in its course."""

    course: Course
    lesson: Lesson
    number: int

    @property
    def is_last(self) -> bool:
        return self.number == len(self.course.lessons)

    def said(self, words: str, facts: Facts) -> tuple[Text, ...]:
        """A trainer's words with the numbers filled in for the place that this course is about."""
        return spoken(words, facts, place=self.course.place)


def here(course: str, number: int, facts: Facts) -> Here | None:
    """The lesson with this number, from 1; None where there is none any more."""
    found = facts.library.courses.get(course)
    if found is None or number > len(found.lessons):
        return None
    return Here(found, found.lessons[number - 1], number)


def begin(course: str, number: int, facts: Facts) -> Move:
    """With the question how it went, where there is a lesson before."""
    return Go(AskTried(course, number)) if number > 1 else _screen(course, number, 1, facts)


def _screen(course: str, number: int, screen: int, facts: Facts, say: tuple[Text, ...] = ()) -> Move:
    """A screen; where a number on it needs the home town, that is asked before, once."""
    step, now = ShowScreen(course, number, screen), here(course, number, facts)
    if now is not None and asks_home(words := step.words(now), facts, place=now.course.place):
        return Open(Entry.HOME, ",".join(PLACEHOLDER.findall(words)), then=step, say=say)
    return Go(step, say)


@dataclass(frozen=True)
class InLesson(Step):
    """Base of what is asked within a lesson. `course` is an id, `lesson` a number from 1."""

    course: str
    lesson: int

    def ask(self, facts: Facts) -> Prompt:
        now = here(self.course, self.lesson, facts)
        return gone() if now is None else self.put(now, facts)

    def chose(self, key: str, facts: Facts) -> Move:
        now = here(self.course, self.lesson, facts)
        if key == enough().key:
            return closed()
        return Open(Entry.COURSE) if now is None or key == another_course().key else self.taken(key, now, facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        return closed() if plain(words) in _ENOUGH else None

    @abstractmethod
    def put(self, now: Here, facts: Facts) -> Prompt:
        """The question, as long as there is the lesson."""

    @abstractmethod
    def taken(self, key: str, now: Here, facts: Facts) -> Move:
        """One of its choices was taken."""


@dataclass(frozen=True)
class AskTried(InLesson):
    """How did it go, what the lesson before had her try? Whatever she says is fine, and she need not say it."""

    def put(self, now: Here, facts: Facts) -> Prompt:
        return ask(
            *now.said(self._before(now).check_in, facts),
            choices=(
                Choice("tried", _("Tried it"), ("试过了", "试过", "我试了", "做了", "说了", "打了")),
                Choice("not_yet", _("I have not yet"), ("没有", "没试", "没", "忘了", "还没有", "没空")),
                Choice("hard", _("It is a bit hard"), ("难", "太难", "好难", "不好弄", "试了不行", "没成")),
                Choice("skip", _("Skip"), ("跳过", "不说", *_ON)),
            ),
        )

    def taken(self, key: str, now: Here, facts: Facts) -> Move:
        reply = self._before(now).replies.get(key)
        return _screen(self.course, self.lesson, 1, facts, now.said(reply, facts) if reply else ())

    def _before(self, now: Here) -> Lesson:
        return now.course.lessons[self.lesson - 2]


@dataclass(frozen=True)
class ShowScreen(InLesson):
    """One screen to read; `screen` counts from 1. Where trainers took screens away, the last one is shown."""

    screen: int

    def words(self, now: Here) -> str:
        return now.lesson.screens[min(self.screen, len(now.lesson.screens)) - 1]

    def put(self, now: Here, facts: Facts) -> Prompt:
        heading = _("Lesson {number}: {title}")(number=now.number, title=Verbatim(now.lesson.title))
        first = (heading,) if self.screen == 1 else ()
        return ask(
            *first,
            *now.said(self.words(now), facts),
            choices=(Choice("next", _("Next screen"), _ON),),
        )

    def taken(self, key: str, now: Here, facts: Facts) -> Move:
        if self.screen < len(now.lesson.screens):
            return _screen(self.course, self.lesson, self.screen + 1, facts)
        return Go(AskQuiz(self.course, self.lesson))

    def heard(self, words: str, facts: Facts) -> Move | None:
        if plain(words) in _BEFORE and self.screen > 1:
            return Go(ShowScreen(self.course, self.lesson, self.screen - 1))
        return super().heard(words, facts)


@dataclass(frozen=True)
class AskQuiz(InLesson):
    """What to try this week; and the three small questions, now or never."""

    def put(self, now: Here, facts: Facts) -> Prompt:
        return ask(
            _("One thing to try this week:"),
            *now.said(now.lesson.practice, facts),
            _("Shall we do three small questions?"),
            choices=(
                Choice("yes", _("Do them"), ("做", "来", "可以", "要", *_ON)),
                Choice("later", _("Not now, later"), ("以后", "不做", "不要", "不", "先不做", "等下", "改天")),
            ),
        )

    def taken(self, key: str, now: Here, facts: Facts) -> Move:
        if key == "later":
            return Go(FinishLesson(self.course, self.lesson))
        return Go(AnswerQuiz(self.course, self.lesson, 1))


@dataclass(frozen=True)
class AnswerQuiz(InLesson):
    """One question with its options, in the order in which trainers put them; `question` counts from 1."""

    question: int

    def _asked(self, now: Here) -> QuizQuestion:
        return now.lesson.quiz[min(self.question, len(now.lesson.quiz)) - 1]

    def put(self, now: Here, facts: Facts) -> Prompt:
        asked = self._asked(now)
        options = zip("abc", asked.options, strict=False)
        return ask(
            *now.said(asked.question, facts),
            choices=[
                Choice(str(place), Verbatim(option.text), (letter,))
                for place, (letter, option) in enumerate(options, start=1)
            ],
            listed=True,
        )

    def taken(self, key: str, now: Here, facts: Facts) -> Move:
        asked = self._asked(now)
        option = asked.options[int(key) - 1]
        why, right = now.said(option.why, facts), Verbatim(asked.right.text)
        if option.right:
            say: tuple[Text, ...] = (_("✓ {choice}")(choice=right), *why)
        else:
            say = (*why, _("This fits better: {choice}")(choice=right))
        if self.question < len(now.lesson.quiz):
            return Go(AnswerQuiz(self.course, self.lesson, self.question + 1), say)
        return Go(FinishLesson(self.course, self.lesson), say)


@dataclass(frozen=True)
class FinishLesson(InLesson):
    """The end of a lesson; nothing is counted. On to the next one, or enough for now."""

    def put(self, now: Here, facts: Facts) -> Prompt:
        if now.is_last:
            return ask(
                _("You have come to the end of this course. Each lesson can be read again whenever you like."),
                choices=(another_course(), enough()),
            )
        return ask(
            _("That was lesson {number}. Try the one thing this week; however it goes, it is fine.")(number=now.number),
            choices=(Choice("next", _("Next lesson"), ("下一节", *_ON)), enough()),
        )

    def taken(self, key: str, now: Here, facts: Facts) -> Move:
        return begin(self.course, self.lesson + 1, facts)

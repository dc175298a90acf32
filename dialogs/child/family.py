"""The children as a whole: how many there are, one more, a change, one less, each in its place by age."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.calendar.bands import Band
from dialogs.child.alike import may_board
from dialogs.child.details import (
    AskChildBand,
    AskChildBoarding,
    AskChildCarer,
    AskChildReach,
    Round,
    begin,
    begun,
)
from dialogs.child.parent import ASKED, NOT_THE_PARENT, ChildStep, with_asked
from dialogs.child.siblings import aged, counted, moved_up, places_for, reminders_of, removed, renumbered
from dialogs.child.words import GROWN_UP, GROWN_UP_SAID, band_choices, heard_band
from dialogs.effects import SaveChild, SaveProfile, after
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Again, Done, Go, Move, Step
from dialogs.facts import MOST_CHILDREN, Child, Facts
from dialogs.labels import child_label, ordinal_label
from dialogs.language.family import read_ages, read_count
from dialogs.profile_words import child_line
from dialogs.text import Text, _

_AS_IT_IS = _("All right, everything stays as it is.")
_ONE_TO_SIX: tuple[Text, ...] = (_("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six or more"))
_COUNT_WORDS = (("就一个", "一个"), ("两个", "俩", "二个"), ("三个", "仨"), ("四个",), ("五个",), ("六个",))
_PLACE_WORDS = (("大的", "大宝"), ("二宝",), ("三宝",), ("四宝",), ("五宝",), ("六宝",))


def door(facts: Facts, _subject: str) -> Move:
    """Asked step by step the first time; afterwards a look at what is known, and changes."""
    if facts.was_asked(NOT_THE_PARENT):
        return Go(AskParent())
    return Go(_first_question(facts))


def _first_question(facts: Facts) -> Step:
    if not facts.children:
        return AskYoungest()
    return ChooseChild() if facts.was_asked(ASKED) else AskChildCount()


@dataclass(frozen=True)
class AskParent(ChildStep):
    """Somebody said that she is not the parent: has that changed?"""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("What I note of a child is for its mother or father to say. Are you the mother or the father?"),
            choices=(
                Choice("yes", _("Yes, I am"), ("是", "是的", "我是", "对", "我是妈妈", "我是爸爸")),
                Choice("no", _("No, I'm not"), ("不是", "不", "否")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "no":
            return Done((_("Then I note nothing about the child. Everything else is there for you."),))
        saved = SaveProfile(replace(facts.profile, asked=facts.profile.asked - {NOT_THE_PARENT, ASKED}))
        return Go(_first_question(after(facts, (saved,))), effects=(saved,))


@dataclass(frozen=True)
class AskYoungest(ChildStep):
    """Nobody is known yet: how old is the youngest?"""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("So that tips fit the age:"),
            _("How old is your youngest child?"),
            choices=[*band_choices(), GROWN_UP, Choice("skip", _("Skip"), ("跳过", "不说"))],
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "skip":
            return Done((_("All right. Tips come all the same, only not by age."),))
        if key == GROWN_UP.key:
            return Done((GROWN_UP_SAID,))
        return Go(AskChildCount(), effects=(SaveChild(Child(1, Band(key))),))

    def understood(self, words: str, facts: Facts) -> Move | None:
        ages = read_ages(words)
        if len(ages) > 1:
            return _all_told(ages, facts)
        key = heard_band(words)
        return self.chose(key, facts) if key else None


@dataclass(frozen=True)
class AskChildCount(ChildStep):
    """How many children are there?"""

    def ask(self, facts: Facts) -> Prompt:
        choices = [
            Choice(str(number), label, words)
            for number, (label, words) in enumerate(zip(_ONE_TO_SIX, _COUNT_WORDS, strict=True), start=1)
        ]
        return ask(
            _("So that I can tell them apart in reminders:"),
            _("How many children do you have?"),
            choices=[*choices, Choice("skip", _("Skip"), ("跳过", "不说"))],
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "skip":
            return Done((_AS_IT_IS,), (SaveProfile(with_asked(facts.profile, ASKED)),))
        return self._counted(int(key), facts)

    def _counted(self, count: int, facts: Facts) -> Move:
        if count < len(facts.children):
            say = _("{count} are written down. To take one off, choose it in the settings under Children.")
            return Again((say(count=len(facts.children)),))
        saved = SaveProfile(with_asked(facts.profile, ASKED))
        effects = (saved, *renumbered(counted(count, facts), facts))
        return begin(Round(1, tuple(range(2, count + 1))), facts, effects)

    def understood(self, words: str, facts: Facts) -> Move | None:
        ages = read_ages(words)
        if len(ages) > 1 and len(ages) >= len(facts.children):
            return _all_told(ages, facts)
        count = read_count(words)
        return self._counted(min(count, MOST_CHILDREN), facts) if count else None


def _all_told(ages: tuple[int, ...], facts: Facts) -> Move:
    """All of them at once with their ages, in whatever order: the eldest is number one."""
    told = tuple(sorted(ages, reverse=True))[:MOST_CHILDREN]
    settled = (SaveProfile(with_asked(facts.profile, ASKED)), *renumbered(counted(len(told), facts), facts))
    effects = (*settled, *aged(enumerate(told, start=1), after(facts, settled)))
    return begun(Round(1, tuple(range(2, len(told) + 1))), told, effects, facts)


@dataclass(frozen=True)
class ChooseChild(ChildStep):
    """What is known of the children; which of them is it about?"""

    def ask(self, facts: Facts) -> Prompt:
        choices = [
            Choice(f"child-{child.number}", child_label(child.number, facts), _PLACE_WORDS[child.number - 1])
            for child in facts.children
        ]
        if len(facts.children) < MOST_CHILDREN:
            choices.append(Choice("more", _("One more child"), ("加一个", "再加一个", "加孩子", "还有一个")))
        return ask(
            _("Written down now:"),
            *(child_line(child, facts) for child in facts.children),
            _("Choose a child to change something."),
            choices=[*choices, Choice("done", _("All correct"), ("对", "没错", "好", "好了", "不改"))],
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "done":
            return Done((_AS_IT_IS,))
        if key == "more":
            return Go(AskNewChild())
        return Go(ChooseChildChange(int(key.removeprefix("child-"))))


@dataclass(frozen=True)
class ChooseChildChange(ChildStep):
    """What is to be changed about this child?"""

    number: int

    def ask(self, facts: Facts) -> Prompt:
        boarding = Choice("boarding", _("Boarding"), ("寄宿", "住不住校"))
        return ask(
            _("{child}: what has changed?")(child=child_label(self.number, facts)),
            choices=(
                Choice("band", _("Age"), ("年纪", "岁数", "几岁")),
                Choice("carer", _("Who looks after"), ("谁在带", "照看")),
                Choice("reach", _("How to reach"), ("电话", "联系")),
                *((boarding,) if may_board(facts.child(self.number)) else ()),
                Choice("remove", _("Take off"), ("删掉", "删除", "删", "去掉这个")),
                Choice("nothing", _("Nothing"), ("不改", "没变", "没有")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        round = Round(self.number, only=True)
        match key:
            case "band":
                return Go(AskChildBand(round))
            case "carer":
                return Go(AskChildCarer(round))
            case "reach":
                return Go(AskChildReach(round))
            case "boarding":
                return Go(AskChildBoarding(round))
            case "remove":
                return Go(ConfirmChildRemoval(self.number))
        return Done((_AS_IT_IS,))


@dataclass(frozen=True)
class ConfirmChildRemoval(ChildStep):
    """Really? Its reminders go with it."""

    number: int

    def ask(self, facts: Facts) -> Prompt:
        who = child_label(self.number, facts)
        count = len(reminders_of(self.number, facts))
        question = _("Shall I forget {child}?")(child=who)
        if count:
            question = _("Shall I forget {child}, and the reminders for this child as well ({count})?")(
                child=who, count=count
            )
        return ask(
            question,
            choices=(
                Choice("yes", _("Yes, forget it"), ("是", "是的", "去掉", "删", "删掉", "好", "确定", "对")),
                Choice("no", _("No, keep it"), ("不", "不去", "不删", "不要", "不用", "算了吧")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "no":
            return Done((_AS_IT_IS,))
        return Done((_("Done, forgotten."),), removed(self.number, facts))


@dataclass(frozen=True)
class AskNewChild(ChildStep):
    """One more child: how old?"""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("How old is the child to be added?"),
            choices=[*band_choices(), GROWN_UP, Choice("skip", _("Skip"), ("跳过", "不加了"))],
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "skip":
            return Done((_AS_IT_IS,))
        if key == GROWN_UP.key:
            return Done((GROWN_UP_SAID,))
        band = Band(key)
        places = places_for(band, facts)
        if not places:
            return Again((_("I can keep six children, counted from the eldest, and the sixth place is taken."),))
        return _added(places[0], band, facts) if len(places) == 1 else Go(AskNewChildPlace(band))

    def understood(self, words: str, facts: Facts) -> Move | None:
        key = heard_band(words)
        return self.chose(key, facts) if key else None


@dataclass(frozen=True)
class AskNewChildPlace(ChildStep):
    """Where does it stand among the others?"""

    band: Band

    def ask(self, facts: Facts) -> Prompt:
        choices = [
            Choice(f"place-{place}", ordinal_label(place), _PLACE_WORDS[place - 1])
            for place in places_for(self.band, facts)
        ]
        return ask(_("Counted from the eldest, which one is it?"), choices=choices)

    def chose(self, key: str, facts: Facts) -> Move:
        return _added(int(key.removeprefix("place-")), self.band, facts)


def _added(place: int, band: Band, facts: Facts) -> Move:
    """The new child in its place; the younger ones step back, and their reminders with them."""
    moved = renumbered(moved_up(place, facts), facts)
    return begin(Round(place), facts, (*moved, SaveChild(Child(place, band))))

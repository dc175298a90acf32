"""The questions about one child after another: age, who looks after it, how to reach it, whether it boards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.calendar.bands import Band, band_of_age
from dialogs.calendar.windows import Boarding
from dialogs.child.parent import ChildStep
from dialogs.child.siblings import elder, fits
from dialogs.effects import Effect, RemoveChild, SaveChild, after
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Again, Done, Go, Move
from dialogs.facts import Carer, Child, Facts, Reach
from dialogs.labels import BANDS, BOARDINGS, CARERS, REACHES, ordinal_label
from dialogs.language.family import read_carer, read_numbers, read_reaches, read_years
from dialogs.profile_words import child_line
from dialogs.text import Text, _

GROWN_UP = Choice("grown", _("18 or older"), ("成年了", "18岁以上", "18以上", "大了", "上大学了"))
GROWN_UP_SAID = _("Grown up already, well done. I only note children under 18.")
_FROM_THE_ELDEST = _("From the eldest to the youngest, please: that age does not fit the others. Once more?")
_DOES_NOT_FIT = _("That age does not fit the others. If they have grown as well, change the eldest first.")
_SKIP_WORDS = ("跳过", "不说", "不想说", "不知道")
_SAME_WORDS = ("一样", "全都一样", "都是", "同样", "跟上面一样", "和老大一样", "跟老大一样")

_CARER_WORDS: dict[Carer, tuple[str, ...]] = {
    Carer.GRANDPARENT: ("老人", "爷爷奶奶", "外公外婆", "爷爷", "奶奶", "外公", "外婆", "姥姥", "姥爷"),
    Carer.OTHER_PARENT: ("孩子爸", "孩子妈", "他爸", "他妈", "爸爸", "妈妈", "老公", "老婆", "我老公", "我老婆"),
    Carer.RELATIVE: ("亲戚家", "姑姑", "大伯", "叔叔", "舅舅", "姨", "姐姐", "哥哥"),
    Carer.OTHER: ("别人", "其他人", "邻居", "保姆"),
}
_BOARDING_WORDS: dict[Boarding, tuple[str, ...]] = {
    Boarding.NONE: ("不住", "没住校", "走读", "在家住", "住家里", "天天回家", "不"),
    Boarding.WEEKLY: ("每周", "一周一次", "周末回", "一周", "每星期", "每星期回家"),
    Boarding.BIWEEKLY: ("两周", "半个月", "半月", "两个星期", "两星期", "大周"),
    Boarding.MONTHLY: ("一个月", "每月", "一月", "月假"),
}


@dataclass(frozen=True)
class Round:
    """Which child is asked about and which come after it.

    same: what is answered for the rest as for the child before. explained: the reasons were given. only: just this
    one question, to change an answer.
    """

    number: int
    rest: tuple[int, ...] = ()
    same: tuple[str, ...] = ()
    explained: bool = False
    only: bool = False


# ---- the order of the questions ------------------------------------------------------------------------------------


def begin(round: Round, facts: Facts, effects: tuple[Effect, ...] = ()) -> Move:
    """The first question about this child that is still open."""
    known = after(facts, effects)
    if known.child(round.number) is None:
        return Go(AskChildBand(round), effects=effects)
    return onward("band", round, facts, effects)


def onward(done: str, round: Round, facts: Facts, effects: tuple[Effect, ...] = ()) -> Move:
    """The next question about this child, else the next child, else what was written down."""
    if round.only:
        return _finished(after(facts, effects), effects)
    child = after(facts, effects).child(round.number)
    for question in _ORDER[_ORDER.index(done) + 1 :] if child else ():
        known = after(facts, effects)
        if question == "boarding" and not may_board(known.child(round.number)):
            continue
        if question not in round.same:
            return Go(_STEPS[question](round), effects=effects)
        effects = (*effects, *_copied(question, round.number, known))
    if not round.rest:
        return _finished(after(facts, effects), effects)
    told = round.explained or child is not None
    return begin(replace(round, number=round.rest[0], rest=round.rest[1:], explained=told), facts, effects)


def may_board(child: Child | None) -> bool:
    return child is not None and child.band.first_year >= Band.FROM_6.first_year


def _copied(question: str, number: int, facts: Facts) -> tuple[Effect, ...]:
    child, other = facts.child(number), before(question, number, facts)
    return (SaveChild(_like(other, child, question)),) if child and other else ()


def _like(other: Child, child: Child, question: str) -> Child:
    """The child with this one answer as it was given for the other."""
    if question == "carer":
        return replace(child, carer=other.carer)
    return replace(child, reach=other.reach) if question == "reach" else replace(child, boarding=other.boarding)


def before(question: str, number: int, facts: Facts) -> Child | None:
    """The next elder sibling of whom this answer is known."""
    return next((child for child in elder(number, facts) if _is_known(question, child)), None)


def _is_known(question: str, child: Child) -> bool:
    if question == "carer":
        return child.carer is not None
    return bool(child.reach) if question == "reach" else may_board(child)


def _finished(facts: Facts, effects: tuple[Effect, ...]) -> Move:
    if not facts.children:
        return Done((_("All right. Tips come all the same, only not by age."),), effects)
    lines = [child_line(child, facts) for child in facts.children]
    return Done((_("Noted:"), *lines, _("To change something, write “my children”.")), effects)


def _extra(question: str, round: Round, facts: Facts) -> list[Choice]:
    """The same as for the child before, and leaving it out."""
    choices = []
    if not round.only and before(question, round.number, facts):
        choices.append(Choice("same", _("All the same"), _SAME_WORDS))
    return [*choices, Choice("skip", _("Skip"), _SKIP_WORDS)]


def _passed(question: str, key: str, round: Round, facts: Facts) -> Move:
    """`skip` leaves it out; `same` takes the answer of the child before, for this one and all that follow."""
    if key == "skip":
        return onward(question, round, facts)
    all_same = replace(round, same=(*round.same, question))
    return onward(question, all_same, facts, _copied(question, round.number, facts))


def _why(round: Round, reason: Text) -> tuple[Text, ...]:
    return () if round.explained or round.only else (reason,)


def _saved(facts: Facts, round: Round, **answer: object) -> tuple[Effect, ...]:
    child = facts.child(round.number)
    return (SaveChild(replace(child, **answer)),) if child else ()  # type: ignore[arg-type]


# ---- the questions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AskChildBand(ChildStep):
    """How old is this child, roughly?"""

    round: Round

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            *_why(self.round, _("So that tips fit the age:")),
            _("How old is {child}?")(child=ordinal_or_child(self.round, facts)),
            choices=[*band_choices(), GROWN_UP, Choice("skip", _("Skip"), _SKIP_WORDS)],
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "skip":
            return onward("band", self.round, facts)
        if key == GROWN_UP.key:
            gone = (RemoveChild(self.round.number),) if facts.child(self.round.number) else ()
            move = onward("band", self.round, facts, gone)
            return replace(move, say=(GROWN_UP_SAID, *move.say))
        return self._aged(Band(key), facts)

    def _aged(self, band: Band, facts: Facts) -> Move:
        number = self.round.number
        if not fits(number, band, facts):
            return Again((_DOES_NOT_FIT if self.round.only else _FROM_THE_ELDEST,))
        child = replace(facts.child(number) or Child(number, band), band=band)
        if not may_board(child):
            child = replace(child, boarding=Boarding.NONE)
        return onward("band", self.round, facts, (SaveChild(child),))

    def understood(self, words: str, facts: Facts) -> Move | None:
        key = heard_band(words)
        return self.chose(key, facts) if key else None


def band_choices() -> list[Choice]:
    return [
        Choice(band, label, (str(band), f"{band.replace('-', '到')}岁", f"{band}岁")) for band, label in BANDS.items()
    ]


def heard_band(words: str) -> str | None:
    """The key of the choice that an age in free words means; a bare number is an age."""
    years = read_years(words)
    if years is None:
        years = read_years(f"{plain(words)}岁") if len(plain(words)) <= 3 else None
    if years is None:
        return None
    return band_of_age(years) or GROWN_UP.key


@dataclass(frozen=True)
class AskChildCarer(ChildStep):
    """Who looks after this child at home?"""

    round: Round

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(carer, label, _CARER_WORDS[carer]) for carer, label in CARERS.items()]
        return ask(
            *_why(self.round, _("So that tips fit whoever helps at home:")),
            _("Who looks after {child}?")(child=ordinal_or_child(self.round, facts)),
            choices=[*choices, *_extra("carer", self.round, facts)],
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key in ("same", "skip"):
            return _passed("carer", key, self.round, facts)
        return onward("carer", self.round, facts, _saved(facts, self.round, carer=Carer(key)))

    def understood(self, words: str, facts: Facts) -> Move | None:
        carer = read_carer(words)
        return self.chose(carer, facts) if carer else None


@dataclass(frozen=True)
class AskChildReach(ChildStep):
    """How can this child be reached? Several ways may be picked, one press each."""

    round: Round
    picked: tuple[Reach, ...] = ()

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            *_why(self.round, _("So that I suggest a call that is possible with it:")),
            _("How can {child} be reached? Several are fine.")(child=ordinal_or_child(self.round, facts)),
            choices=[*map(self._choice, REACHES), *self._end(facts)],
        )

    def _choice(self, reach: Reach) -> Choice:
        label = REACHES[reach]
        return Choice(reach, _("✓ {choice}")(choice=label) if reach in self.picked else label)

    def _end(self, facts: Facts) -> list[Choice]:
        if self.picked:
            return [Choice("done", _("Done"), ("好", "完了", "选好了", "就这些", "没了", "可以了"))]
        return _extra("reach", self.round, facts)

    def chose(self, key: str, facts: Facts) -> Move:
        if key in ("same", "skip"):
            return _passed("reach", key, self.round, facts)
        if key == "done":
            return self._reached(self.picked, facts)
        reach = Reach(key)
        kept = tuple(one for one in self.picked if one is not reach)
        return Go(replace(self, picked=kept if reach in self.picked else (*self.picked, reach)))

    def _reached(self, reaches: tuple[Reach, ...], facts: Facts) -> Move:
        return onward("reach", self.round, facts, _saved(facts, self.round, reach=frozenset(reaches)))

    def understood(self, words: str, facts: Facts) -> Move | None:
        ways = tuple(REACHES)
        named = [ways[number - 1] for number in read_numbers(words, len(ways))] or [*map(Reach, read_reaches(words))]
        return self._reached((*self.picked, *named), facts) if named else None


@dataclass(frozen=True)
class AskChildBoarding(ChildStep):
    """Does this child live at school, and how often is it at home?"""

    round: Round

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(boarding, label, _BOARDING_WORDS[boarding]) for boarding, label in BOARDINGS.items()]
        return ask(
            *_why(self.round, _("Because who boards is best called on the weekend at home:")),
            _("Does {child} live at school?")(child=ordinal_or_child(self.round, facts)),
            choices=[*choices, *_extra("boarding", self.round, facts)],
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key in ("same", "skip"):
            return _passed("boarding", key, self.round, facts)
        return onward("boarding", self.round, facts, _saved(facts, self.round, boarding=Boarding(key)))


def ordinal_or_child(round: Round, facts: Facts) -> Text:
    """老大, 老二 …; where there is but one, simply the child."""
    alone = len(facts.children) == 1 and round.number == 1 and not round.rest
    return _("the child") if alone else ordinal_label(round.number)


_ORDER = ("band", "carer", "reach", "boarding")
_STEPS: dict[str, type[AskChildCarer] | type[AskChildReach] | type[AskChildBoarding]] = {
    "carer": AskChildCarer,
    "reach": AskChildReach,
    "boarding": AskChildBoarding,
}

"""The questions about one child after another: age, who looks after it, how to reach it, whether it boards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.calendar.bands import Band, band_of_age
from dialogs.calendar.windows import Boarding
from dialogs.child.alike import before, copied, may_board
from dialogs.child.parent import ChildStep
from dialogs.child.siblings import aged, fits
from dialogs.child.words import (
    BOARDING_WORDS,
    CARER_WORDS,
    DOES_NOT_FIT,
    FROM_THE_ELDEST,
    GROWN_UP,
    GROWN_UP_SAID,
    SAME_WORDS,
    SKIP_WORDS,
    band_choices,
    heard_band,
)
from dialogs.effects import Effect, RemoveChild, SaveChild, after
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Again, Done, Go, Move
from dialogs.facts import Carer, Child, Facts, Reach
from dialogs.labels import BOARDINGS, CARERS, REACHES, ordinal_label
from dialogs.language.family import read_ages, read_boarding, read_carer, read_numbers, read_reaches
from dialogs.language.short_answers import says_yes
from dialogs.profile_words import child_line
from dialogs.text import Text, _


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
        effects = (*effects, *copied(question, round.number, known))
    if not round.rest:
        return _finished(after(facts, effects), effects)
    told = round.explained or child is not None
    return begin(replace(round, number=round.rest[0], rest=round.rest[1:], explained=told), facts, effects)


def _finished(facts: Facts, effects: tuple[Effect, ...]) -> Move:
    if not facts.children:
        return Done((_("All right. Tips come all the same, only not by age."),), effects)
    lines = [child_line(child, facts) for child in facts.children]
    return Done((_("Noted:"), *lines, _("To change something, write “my children”.")), effects)


def _extra(question: str, round: Round, facts: Facts) -> list[Choice]:
    """The same as for the child before, and leaving it out."""
    choices = []
    if not round.only and before(question, round.number, facts):
        choices.append(Choice("same", _("All the same"), SAME_WORDS))
    return [*choices, Choice("skip", _("Skip"), SKIP_WORDS)]


def _passed(question: str, key: str, round: Round, facts: Facts) -> Move:
    """`skip` leaves it out; `same` takes the answer of the child before, for this one and all that follow."""
    if key == "skip":
        return onward(question, round, facts)
    all_same = replace(round, same=(*round.same, question))
    return onward(question, all_same, facts, copied(question, round.number, facts))


def _why(round: Round, reason: Text) -> tuple[Text, ...]:
    return () if round.explained or round.only else (reason,)


def _saved(facts: Facts, round: Round, **answer: object) -> tuple[Effect, ...]:
    child = facts.child(round.number)
    # The names come from the steps below; a type checker cannot follow them through **.
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
            choices=[*band_choices(), GROWN_UP, Choice("skip", _("Skip"), SKIP_WORDS)],
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
            return Again((DOES_NOT_FIT if self.round.only else FROM_THE_ELDEST,))
        child = replace(facts.child(number) or Child(number, band), band=band)
        if not may_board(child):
            child = replace(child, boarding=Boarding.NONE)
        return onward("band", self.round, facts, (SaveChild(child),))

    def understood(self, words: str, facts: Facts) -> Move | None:
        ages = () if self.round.only else read_ages(words)
        if len(ages) > 1:
            return self._all_aged(ages, facts)
        key = heard_band(words)
        return self.chose(key, facts) if key else None

    def _all_aged(self, ages: tuple[int, ...], facts: Facts) -> Move:
        """老大11岁老二6岁: those who come after are told at once."""
        numbers = (self.round.number, *self.round.rest)
        told = aged(zip(numbers, ages, strict=False), facts)
        known = after(facts, told)
        if not all(fits(child.number, child.band, known) for child in known.children):
            return Again((FROM_THE_ELDEST,))
        return begun(self.round, ages, told, facts)


def begun(round: Round, ages: tuple[int, ...], effects: tuple[Effect, ...], facts: Facts) -> Move:
    """On with the first of them who is not of age."""
    numbers = (round.number, *round.rest)
    grown = {number for number, years in zip(numbers, ages, strict=False) if band_of_age(years) is None}
    left = [number for number in numbers if number not in grown]
    if not left:
        return replace(_finished(after(facts, effects), effects), say=(GROWN_UP_SAID,))
    move = begin(replace(round, number=left[0], rest=tuple(left[1:])), facts, effects)
    return replace(move, say=(GROWN_UP_SAID, *move.say)) if grown else move


@dataclass(frozen=True)
class AskChildCarer(ChildStep):
    """Who looks after this child at home?"""

    round: Round

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(carer, label, CARER_WORDS[carer]) for carer, label in CARERS.items()]
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
    boards: bool = False  # it does live at school; only how often it comes home is open

    def ask(self, facts: Facts) -> Prompt:
        who = ordinal_or_child(self.round, facts)
        choices = [Choice(boarding, label, BOARDING_WORDS[boarding]) for boarding, label in BOARDINGS.items()]
        if self.boards:
            skip = Choice("skip", _("Skip"), SKIP_WORDS)
            return ask(_("How often does {child} come home?")(child=who), choices=[*choices[1:], skip])
        return ask(
            *_why(self.round, _("Because who boards is best called on the weekend at home:")),
            _("Does {child} live at school?")(child=who),
            choices=[*choices, *_extra("boarding", self.round, facts)],
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "skip" and self.boards:
            key = Boarding.WEEKLY  # the most usual; she sees it read back
        if key in ("same", "skip"):
            return _passed("boarding", key, self.round, facts)
        return onward("boarding", self.round, facts, _saved(facts, self.round, boarding=Boarding(key)))

    def understood(self, words: str, facts: Facts) -> Move | None:
        read = read_boarding(words) or ("boards" if says_yes(words) else None)
        if read == "boards":
            return Go(replace(self, boards=True))
        return self.chose(read, facts) if read else None


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

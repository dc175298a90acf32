"""The first minute: a notice she can refuse, one question, and something to keep."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogs.calendar.bands import Band, band_of_age
from dialogs.commands import COMMANDS
from dialogs.effects import Consent, Effect, Purpose, SaveChild, SaveProfile
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Again, Done, Go, Move, Open, Step
from dialogs.facts import Child, Facts
from dialogs.hotlines import notice, spoken
from dialogs.labels import BANDS
from dialogs.language.family import read_ages
from dialogs.language.numerals import read_number
from dialogs.text import Text, _

AGAIN = "again"
LONGEST_WISH = 200
_WAITING = frozenset(command.entry for command in COMMANDS if command.needs_agreement)
_JOIN_CODE = re.compile(r"[A-Za-z0-9_-]{3,32}")


def door(facts: Facts, subject: str) -> Move:
    """`subject` is a factory's join code, `again` when an agreement is missing, or nothing.

    After `again` may come what the agreement was missing for, a door and its subject: `again:new_reminder:words`.
    """
    if facts.agreed:
        return _welcome_back(facts, join_code(subject))
    again, _colon, wish = subject.partition(":")
    if again == AGAIN:
        return Go(AskAgreement("", *_read_wish(wish)), say=_opening(facts, ""))
    factory = join_code(subject)
    return Go(AskAgreement(factory), say=_opening(facts, factory))


def _read_wish(wish: str) -> tuple[Entry | None, str]:
    """The door that she stood before, when it is one that opens with her agreement, and its subject."""
    entry, _colon, subject = wish.partition(":")
    if entry not in _WAITING:
        return None, ""
    return Entry(entry), subject[:LONGEST_WISH]


def joins(words: str, facts: Facts) -> Move | None:
    """A factory's code, typed as it stands on the poster."""
    code = plain(words).upper()
    return Open(Entry.WELCOME, subject=code) if code in facts.around.open_factories else None


def join_code(subject: str) -> str:
    """The factory's code in a start link; empty when there is none."""
    return subject.upper() if subject != AGAIN and _JOIN_CODE.fullmatch(subject) else ""


def _opening(facts: Facts, factory: str) -> tuple[Text, ...]:
    say: list[Text] = []
    closed = bool(factory) and factory not in facts.around.open_factories
    if closed or not facts.around.operator.open:
        say.extend(spoken(facts.library.notice("demo_notice", facts.profile.language), facts)[:1])
    if closed:
        say.append(_("This factory is not open yet; you can use me all the same."))
    return tuple(say)


def _welcome_back(facts: Facts, factory: str) -> Move:
    joined = factory if factory in facts.around.open_factories else ""
    profile = replace(
        facts.profile, stopped=False, paused=False, paused_until=None, factory=joined or facts.profile.factory
    )
    effects: tuple[Effect, ...] = (SaveProfile(profile),) if profile != facts.profile else ()
    if not facts.children:
        return Go(AskBand(), say=_opening(facts, factory), effects=effects)
    return Open(Entry.MENU, say=(*_opening(facts, factory), _("Good to see you again.")), effects=effects)


@dataclass(frozen=True)
class AskAgreement(Step):
    """The notice, with yes and no of equal size and the full text one tap away.

    `wish` is the door that only opens with a yes, and goes on with `words`.
    """

    factory: str = ""
    wish: Entry | None = None
    words: str = ""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            notice(facts, "welcome_notice"),
            choices=(
                Choice("agree", _("I agree"), ("同意", "好", "好的", "可以", "行", "是", "嗯")),
                Choice("refuse", _("I don't agree"), ("不同意", "不", "不要", "不行", "不好")),
                Choice("full", _("Full text"), ("看全文", "全文", "详细")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "full":
            return Again((notice(facts, "privacy_full"), notice(facts, "child_data_notice")))
        if key == "refuse":
            refused = spoken(facts.library.notice("refused", facts.profile.language), facts)
            return Done(refused, (Consent(Purpose.SERVICE, False),))
        joined = self.factory if self.factory in facts.around.open_factories else ""
        effects = (Consent(Purpose.SERVICE, True), SaveProfile(replace(facts.profile, factory=joined)))
        if self.wish is None:
            return Go(AskBand(), effects=effects)
        return Open(self.wish, self.words, then=None if facts.children else AskBand(), effects=effects)


@dataclass(frozen=True)
class AskBand(Step):
    """The one question before the first tip."""

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(band, label, _ages(band)) for band, label in BANDS.items()]
        return ask(
            _("How old is your youngest child?"),
            choices=[*choices, Choice("skip", _("Skip"))],
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        effects = () if key == "skip" else (SaveChild(Child(1, Band(key))),)
        return Open(Entry.TIP, subject="first", effects=effects)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if band := read_age(words):
            return self.chose(band, facts)
        if _ages_in(words):
            return Again((_("An age from 0 to 17 is what I need, for example 7. You can also skip this."),))
        return None


def _ages(band: Band) -> tuple[str, ...]:
    return (str(band), f"{band.replace('-', '到')}岁", f"{band}岁")


def read_age(words: str) -> Band | None:
    """The band of the youngest age that is written: 七岁, 才8个月, 大的10岁小的6岁; a bare 7 is an age here as well."""
    ages = _ages_in(words)
    return band_of_age(min(ages)) if ages else None


def _ages_in(words: str) -> tuple[int, ...]:
    bare = read_number(plain(words))
    return read_ages(words) or (() if bare is None else (bare,))

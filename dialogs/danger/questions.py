"""The three questions after a danger reply, and no more: is anybody in danger now, where, and how to reach her."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from dialogs.calendar.areas import Area
from dialogs.danger.card import LONGEST_NOTE, danger_card, is_about_herself
from dialogs.danger.end import aside
from dialogs.effects import NoteInCase, SaveProfile
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Again, Card, Done, Go, Move, Step
from dialogs.facts import Facts, Home
from dialogs.language.danger import Trigger
from dialogs.language.normal import normalise
from dialogs.text import Text, _

LONGEST_PLACE = 12  # what is longer tells more than a place
_FIGURE = re.compile("[0-9零〇一二三四五六七八九两幺]")
_FEWEST_FIGURES = 7
_A_WAY = re.compile(
    "微信|qq|短信|留言|(?:这里|这儿|这边)(?=$|[,。]|写|发|说|回|等|联系)|[\\d一二两三四五六七八九十]点|早上|上午|中午|下午|晚上|半夜|"
    "白天|下班|休息|周[一-日末]|星期|打给我|打我|联系我|加我"
)
_NOT_WANTED = ("不用", "先不用", "不要", "不需要", "别", "不", "不了", "先不", "没有")


@dataclass(frozen=True)
class AskSafe(Step):
    """The first of the three: is anybody in danger at this moment? `placed`: she has said already where."""

    is_alarm: ClassVar[bool] = True

    trigger: Trigger
    placed: bool = False

    def danger_told(self) -> str:
        return self.trigger

    def ask(self, facts: Facts) -> Prompt:
        hers = is_about_herself(self.trigger)
        text = _("Are you safe right now?") if hers else _("Is the child safe right now?")
        choices = (
            Choice("safe", _("Safe for now"), ("安全", "是", "没事", "安全的", "安全了", "现在安全", "现在安全了")),
            Choice("not_safe", _("Not safe"), ("不安全", "不", "没有")),
            Choice("skip", _("I don't know")),
        )
        return replace(ask(text, choices=choices), fold=True)

    def chose(self, key: str, facts: Facts) -> Move:
        said = (danger_card(facts.library.danger_replies[self.trigger], facts),) if key == "not_safe" else ()
        return self._next(facts, said, NoteInCase("safe", key))

    def heard(self, words: str, facts: Facts) -> Move | None:
        if move := aside(words, self, facts):
            return move
        if len(words.strip()) <= LONGEST_PLACE and _named(words, facts):
            noted = _placed(self.trigger, words, facts)
            return replace(noted, step=AskSafe(self.trigger, placed=bool(_areas(words, facts))))
        return self._next(facts, (), NoteInCase("safe", words[:LONGEST_NOTE]))

    def _next(self, facts: Facts, say: tuple[Text | Card, ...], note: NoteInCase) -> Move:
        at_home = facts.profile.home is not None and facts.library.danger_replies[self.trigger].place == "child"
        known = self.placed or at_home
        return Go(AskContact(self.trigger) if known else AskPlace(self.trigger), say, (note,))


@dataclass(frozen=True)
class AskPlace(Step):
    """The second: where, so that the numbers reach the right place. `narrowed`: the province is known by now."""

    is_alarm: ClassVar[bool] = True

    trigger: Trigger
    narrowed: bool = False

    def danger_told(self) -> str:
        return self.trigger

    def ask(self, facts: Facts) -> Prompt:
        choices = (Choice("skip", _("Skip"), ("不知道", "不晓得", "不清楚")),)
        return replace(ask(self._question(facts), choices=choices, bare_numbers=True), fold=True)

    def _question(self, facts: Facts) -> Text:
        if is_about_herself(self.trigger):
            return _("Which city or county are you in?")
        if facts.library.danger_replies[self.trigger].place == "parent":
            return _("Which city or county did it happen in?")
        return _("Which city or county is it? Then I can give you the numbers that ring there.")

    def chose(self, key: str, facts: Facts) -> Move:
        return Go(AskContact(self.trigger))

    def heard(self, words: str, facts: Facts) -> Move | None:
        if move := aside(words, self, facts):
            return move
        placed = _placed(self.trigger, words, facts)
        needs_city = facts.library.danger_replies[self.trigger].place == "child" and not self.narrowed
        if needs_city and not _areas(words, facts) and _province(words, facts):
            which = _("That is the province. Which city in it? One word is enough.")
            return replace(placed, step=AskPlace(self.trigger, narrowed=True), say=(which,))
        return placed


def _areas(words: str, facts: Facts) -> tuple[Area, ...]:
    return facts.library.areas.find(words)


def _province(words: str, facts: Facts) -> bool:
    return any(area.province in words for area in facts.library.areas.areas)


def _named(words: str, facts: Facts) -> bool:
    return bool(_areas(words, facts)) or _province(words, facts)


def _placed(trigger: Trigger, words: str, facts: Facts) -> Go:
    """The place written down; where it is the child's home and clear, the reply again with numbers of there."""
    note = NoteInCase("place", words[:LONGEST_NOTE])
    areas = _areas(words, facts)
    prepared = facts.library.danger_replies[trigger]
    noted = _("Written down: {place}.")(place=words.strip()[:LONGEST_PLACE])
    if prepared.place == "parent" or len({area.code for area in areas}) != 1:
        return Go(AskContact(trigger), (noted,), (note,))
    home = Home(areas[0].code, areas[0].name if len(areas) == 1 else words.strip()[:20])
    saved = (SaveProfile(replace(facts.profile, home=home)),) if facts.agreed else ()
    told = facts.with_profile(replace(facts.profile, home=home))
    return Go(AskContact(trigger), (danger_card(prepared, told),), (note, *saved))


@dataclass(frozen=True)
class AskContact(Step):
    """The third: how to reach her, and never in a way that puts her in danger. `again`: no number was seen before."""

    is_alarm: ClassVar[bool] = True

    trigger: Trigger
    again: bool = False

    def danger_told(self) -> str:
        return self.trigger

    def ask(self, facts: Facts) -> Prompt:
        careful = facts.library.danger_replies[self.trigger].no_follow_up
        text = (
            _("May we get in touch? If yes, write a number and a time that are safe for you. Otherwise nobody will.")
            if careful
            else _("Which number can we call you on?")
        )
        choices = (
            Choice("here", _("Write to me here"), ("这里", "这儿", "写这里", "在这里", "就这里")),
            Choice("skip", _("Don't get in touch"), _NOT_WANTED),
        )
        return replace(ask(text, choices=choices), fold=True)

    def chose(self, key: str, facts: Facts) -> Move:
        return Done((_thanks(facts),), (NoteInCase("contact", key),), hush=True)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if not words.strip():
            return Again((_("Please write a number, or press one of the buttons."),))
        if not has_number(words) and (move := aside(words, self, facts)):
            return move
        if has_number(words) or _A_WAY.search(normalise(words)):
            return Done((_thanks(facts),), (NoteInCase("contact", words[:LONGEST_NOTE]),), hush=True)
        note = NoteInCase("words", words[:LONGEST_NOTE])
        if self.again:  # asked twice is enough; what she wrote is kept, and nobody takes it for a number
            return Done((_thanks(facts),), (note,), hush=True)
        none = _("I see no phone number. Write one, or press “Write to me here”.")
        return Go(AskContact(self.trigger, again=True), (none,), (note,))


def has_number(words: str) -> bool:
    """Whether a phone number may be in it, also in Chinese figures."""
    return len(_FIGURE.findall(normalise(words))) >= _FEWEST_FIGURES


def _thanks(facts: Facts) -> Text:
    if facts.around.duty.on:
        return _("Thank you, I have passed it on. When it is over, write “it is over”. Until then I send nothing else.")
    return _("Thank you, I have written it down. When it is over, write “it is over”.")

"""暗号: four digits that stand before her data on a phone that several people use."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.effects import SaveProfile
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Again, Done, Go, Move, Step
from dialogs.facts import Facts
from dialogs.pin import fits, hashed, read_pin
from dialogs.text import Text, _


def not_a_pin() -> Text:
    return _("A code word is four digits, for example 2580.")


def change(facts: Facts) -> Go:
    """Once she has shown that she knows the old one, or where there is none."""
    return Go(ChoosePinChange() if facts.profile.pin else AskNewPin())


@dataclass(frozen=True)
class ChoosePinChange(Step):
    """There is one: another one, or none?"""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("What shall I do with the code word?"),
            choices=(
                Choice("change", _("A new one"), ("换", "改", "换一个")),
                Choice("remove", _("Remove it"), ("去掉", "不要了", "取消暗号", "删掉")),
                Choice("keep", _("Leave it"), ("不用", "不动", "不改")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "change":
            return Go(AskNewPin())
        if key == "keep":
            return Done((_("All right, it stays as it is."),))
        return Done((_("The code word is gone."),), (SaveProfile(replace(facts.profile, pin="")),))


@dataclass(frozen=True)
class AskNewPin(Step):
    """Which four digits?"""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("If others use this phone too, a code word keeps your data from them."),
            _("Write four digits that you remember easily and that are not your birthday."),
            choices=(Choice("leave", _("Without one"), ("不设", "不用", "不要", "先跳过", "跳过")),),
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        return Done((_("All right, it stays as it is."),))

    def heard(self, words: str, facts: Facts) -> Move | None:
        pin = read_pin(words)
        return Go(RepeatPin(hashed(pin, facts.code))) if pin else Again((not_a_pin(),))


@dataclass(frozen=True)
class RepeatPin(Step):
    """Once more, so that a slip of the thumb locks nobody out; only the digest is remembered in between."""

    digest: str

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("Write the same four digits once more."),
            choices=(Choice("other", _("Other digits"), ("换一个", "重来", "重新设")),),
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        return Go(AskNewPin())

    def heard(self, words: str, facts: Facts) -> Move | None:
        pin = read_pin(words)
        if pin is None:
            return Again((not_a_pin(),))
        if not fits(pin, self.digest, facts.code):
            return Go(AskNewPin(), (_("Those were not the same. Let us begin anew."),))
        return Done(
            (
                _("The code word is set. I ask for it before I show, send or erase your data."),
                _("This chat still shows the digits; delete those messages on the phone if others look at it."),
            ),
            (SaveProfile(replace(facts.profile, pin=self.digest)),),
        )

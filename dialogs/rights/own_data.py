"""我的资料 and 删除我的资料: what is kept is shown, or gone for good after one question."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import EraseMe, RemoveChild, SendMyData
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Done, Go, Move, Step
from dialogs.facts import Facts
from dialogs.rights.summary import kept
from dialogs.text import Text, _

_YES = ("删", "删除", "删掉", "确定", "是", "对", "好")
_NO = ("不删", "不", "不用", "先不删", "算了")


def told(facts: Facts) -> Done:
    """In words here; the whole of it comes as a file besides."""
    return Done(
        (
            _("This is what I have written down about you:"),
            *kept(facts),
            _("“Settings” changes it, “erase my data” deletes it."),
        ),
        (SendMyData(),),
    )


def confirm_erasing(facts: Facts) -> Go:
    return Go(ConfirmErasing())


def confirm_erasing_children(facts: Facts) -> Go | Done:
    if not facts.children:
        return Done((_("Nothing is written down about your children."),))
    return Go(ConfirmErasingChildren())


@dataclass(frozen=True)
class ConfirmErasing(Step):
    """What goes, what stays and why, and once: really?"""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("This deletes all I know of you: shift, home, children, reminders, tips, and questions to trainers."),
            _cases_stay(),
            _("It cannot be brought back. Delete everything?"),
            choices=(Choice("erase", _("Delete"), _YES), Choice("keep", _("Don't delete"), _NO)),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "keep":
            return Done((_("All right, nothing was deleted."),))
        return Done(
            (
                _("Your data is deleted, and nothing more comes from me. I wish you and your child well."),
                _("Should you want to come back, write “start”; then we begin as strangers."),
            ),
            (EraseMe(),),
        )


def _cases_stay() -> Text:
    # Said to everybody alike: nobody who looks over her shoulder learns whether there is one.
    return _("If somebody was ever in danger, the law has us keep that record for a time, for nothing else.")


@dataclass(frozen=True)
class ConfirmErasingChildren(Step):
    """Age, carer, phone and boarding of all children; reminders are hers and stay."""

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("This deletes what I know of your children: age, who looks after them, phone, boarding."),
            _("Reminders stay, and tips come for every age. Delete it?"),
            choices=(Choice("erase", _("Delete"), _YES), Choice("keep", _("Don't delete"), _NO)),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "keep":
            return Done((_("All right, nothing was deleted."),))
        return Done(
            (_("What I knew of your children is deleted."),),
            tuple(RemoveChild(child.number) for child in facts.children),
        )

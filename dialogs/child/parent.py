"""Only a parent tells us of a child: whoever else says who she is may go on, without any child being kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.effects import RemoveChild, SaveProfile
from dialogs.engine.step import Done, Move, Step
from dialogs.facts import Facts, Profile
from dialogs.language.family import says_relative
from dialogs.text import _

ASKED = "children"
NOT_THE_PARENT = "not_parent"


@dataclass(frozen=True)
class ChildStep(Step):
    """A question about children; who is not the parent may say so at any of them."""

    def heard(self, words: str, facts: Facts) -> Move | None:
        return not_the_parent(facts) if says_relative(words) else self.understood(words, facts)

    def understood(self, words: str, facts: Facts) -> Move | None:
        """What free words mean to this question; None when they are no answer to it."""
        return None


def not_the_parent(facts: Facts) -> Move:
    """No child is kept that its parents have not agreed to; what was kept goes."""
    gone = tuple(RemoveChild(child.number) for child in facts.children)
    return Done(
        (
            _("Good that you care for the child as well. What I note of a child is for its mother or father to say."),
            _("So I note nothing about the child. Tips, questions and help numbers are there for you all the same."),
        ),
        (*gone, SaveProfile(with_asked(facts.profile, ASKED, NOT_THE_PARENT))),
    )


def with_asked(profile: Profile, *questions: str) -> Profile:
    return replace(profile, asked=profile.asked | set(questions))

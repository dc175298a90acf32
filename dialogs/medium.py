"""Voice messages, pictures, stickers: we cannot understand them, so we ask what they are about."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import Consent, ForwardToTrainer, OpenCase, Purpose
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Done, Go, Move, Step
from dialogs.facts import Facts
from dialogs.hotlines import spoken
from dialogs.text import _

UNSPECIFIED = "unspecified"


def door(facts: Facts, subject: str) -> Move:
    """`subject` is the medium and the channel's handle to the file, joined by a colon."""
    medium, _colon, file = subject.partition(":")
    return Go(ChooseMeaning(medium, file[:200]))


@dataclass(frozen=True)
class ChooseMeaning(Step):
    """Danger, something for the trainer, or shall she type it?"""

    medium: str
    file: str

    def ask(self, facts: Facts) -> Prompt:
        return ask(
            _("I cannot listen to voice messages or look at pictures yet. What is it about?"),
            *spoken(facts.library.notice("emergency_line", facts.profile.language), facts),
            choices=(
                Choice("danger", _("Somebody is in danger"), ("有危险", "危险")),
                Choice("trainer", _("Give it to the trainer"), ("交给老师听", "交给老师")),
                Choice("type", _("I type it"), ("我打字", "打字")),
            ),
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "danger":
            return Done(
                (
                    *spoken(facts.library.notice("emergency_numbers", facts.profile.language), facts),
                    _("Please write in a few words what has happened, so that I can give you the right help."),
                ),
                (OpenCase(UNSPECIFIED, "P0", ""),),
            )
        if key == "trainer":
            return self._to_trainer(facts)
        return Done((_("All right, go ahead and type; a few words are enough."),))

    def _to_trainer(self, facts: Facts) -> Move:
        if not facts.agreed:
            return Done((_("Trainers can see it once you have agreed: write “start”."),))
        return Done(
            (_("I have given it to the trainer. The answer comes here as soon as there is one."),),
            (Consent(Purpose.PASS_ON, True), ForwardToTrainer(self.medium, self.file)),
        )

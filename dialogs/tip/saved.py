"""我的收藏: the tips she kept, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Done, Go, Move, Step
from dialogs.facts import Facts
from dialogs.hotlines import spoken
from dialogs.text import Text, Verbatim, _
from dialogs.tip.card import tip_card

PAGE = 5
MOST = 40
_TITLE_LENGTH = 24


def door(facts: Facts, _subject: str) -> Move:
    kept = tuple(tip for tip in reversed(facts.saved_tips) if tip in facts.library.tips)[:MOST]
    if not kept:
        return Done((_("You have kept no tip yet. Press “Keep it” under one that you like."),))
    return Go(ChooseSaved(kept))


@dataclass(frozen=True)
class ChooseSaved(Step):
    """Which of them? The first words of each; `ids` are this page and the older ones."""

    ids: tuple[str, ...]

    def ask(self, facts: Facts) -> Prompt:
        # Keys are places among the ids, so that a tip taken out meanwhile does not shift the others.
        choices = [
            Choice(str(place), _title(id, facts))
            for place, id in enumerate(self.ids[:PAGE])
            if id in facts.library.tips
        ]
        if len(self.ids) > PAGE:
            choices.append(Choice("older", _("Older ones"), ("更早", "下一页", "还有吗")))
        choices.append(Choice("close", _("That is enough"), ("不看", "好了", "关掉")))
        return ask(_("Which one would you like to see again?"), choices=choices, listed=True)

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "older":
            return Go(ChooseSaved(self.ids[PAGE:]))
        if key == "close":
            return Done((_("All right. They stay kept."),))
        return Done((tip_card(facts.library.tips[self.ids[int(key)]], facts),))


def _title(tip: str, facts: Facts) -> Text:
    words = facts.say(spoken(facts.library.tips[tip].text, facts)[0])
    return Verbatim(words if len(words) <= _TITLE_LENGTH else f"{words[:_TITLE_LENGTH]}…")

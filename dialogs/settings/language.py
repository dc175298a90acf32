"""In which language Jiayin speaks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.effects import SaveProfile
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Done, Go, Move, Step
from dialogs.facts import Facts
from dialogs.text import Text, Verbatim, _

LANGUAGES: dict[str, Text] = {"zh_Hans": Verbatim("简体中文"), "en": Verbatim("English")}
_WORDS = {
    "zh_Hans": ("中文", "汉语", "汉字", "简体", "普通话", "chinese"),
    "en": ("英文", "英语", "eng"),
}


def door(facts: Facts, _subject: str) -> Move:
    """Before she has agreed nothing is kept, so no language either."""
    if not facts.agreed:
        return Done((_("Once you have agreed you can change the language here: 简体中文 or English."),))
    return Go(AskLanguage())


@dataclass(frozen=True)
class AskLanguage(Step):
    """Simplified Chinese or English?"""

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(language, label, _WORDS[language]) for language, label in LANGUAGES.items()]
        return ask(_("Which language shall I use?"), choices=choices)

    def chose(self, key: str, facts: Facts) -> Move:
        done = _("Good, from now on I write like this. What trainers wrote stays in Chinese.")
        return Done((done,), (SaveProfile(replace(facts.profile, language=key)),))

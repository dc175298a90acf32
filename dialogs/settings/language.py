"""In which language Jiayin speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogs.effects import SaveProfile
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Done, Go, Move, Open, Step
from dialogs.facts import Facts
from dialogs.text import Text, Verbatim, _

LANGUAGES: dict[str, Text] = {"zh_Hans": Verbatim("简体中文"), "en": Verbatim("English")}
_WORDS = {
    "zh_Hans": ("中文", "汉语", "汉字", "简体", "普通话", "chinese"),
    "en": ("英文", "英语", "eng"),
}
_ASKING = "(?:请|帮我|我要|我想|能不能|可以)?(?:改成|改回|改为|换成|换回|换到|切换成|切换到|切换|用|说|讲|写|看)?"
_PLEASE = "(?:please |can you |i want )?(?:speak |write |use |switch to |back to |change to |in )?"
_WISHES = {
    "zh_Hans": re.compile(
        f"{_ASKING}(?:中文|汉语|汉字|普通话|简体中文|简体字?)(?:版|吧)?|{_PLEASE}chinese(?: please)?"
    ),
    "en": re.compile(f"{_ASKING}(?:英文|英语)(?:版|吧)?|{_PLEASE}english(?: please)?"),
}


def door(facts: Facts, subject: str) -> Move:
    """`subject` may be the language that is wished. Before she has agreed nothing is kept, so no language either."""
    if not facts.agreed:
        return Done((_("Once you have agreed you can change the language here: 简体中文 or English."),))
    return _changed_to(subject, facts) if subject in LANGUAGES else Go(AskLanguage())


def wished(words: str, _facts: Facts) -> Move | None:
    """“Speak Chinese”, said outright; None when these words are something else."""
    said = plain(words)
    return next((Open(Entry.LANGUAGE, key) for key, wish in _WISHES.items() if wish.fullmatch(said)), None)


def _changed_to(language: str, facts: Facts) -> Done:
    effects = (SaveProfile(replace(facts.profile, language=language)),)
    if language == "zh_Hans":
        return Done((_("Good, from now on I write like this."),), effects)
    return Done(
        (
            _("Good, from now on I write like this. Tips, answers and help numbers stay in Chinese."),
            _(
                "A reminder in one sentence I only understand in Chinese, such as “每周日晚上8点提醒我打电话”. "
                "In English, write “call home” and choose. “Chinese” brings you back to Chinese."
            ),
        ),
        effects,
    )


@dataclass(frozen=True)
class AskLanguage(Step):
    """Simplified Chinese or English?"""

    def ask(self, facts: Facts) -> Prompt:
        choices = [Choice(language, label, _WORDS[language]) for language, label in LANGUAGES.items()]
        return ask(_("Which language shall I use?"), choices=choices)

    def chose(self, key: str, facts: Facts) -> Move:
        return _changed_to(key, facts)

"""Numbers printed whole: a text with {110} in it becomes one that can be dialled from where the parent stands."""

from __future__ import annotations

import re

from dialogs.factory_facts import in_factory
from dialogs.facts import Facts, Home
from dialogs.library import Hotline, Library
from dialogs.text import Listed, Phone, Text, Value, Verbatim, _

PLACEHOLDER = re.compile(r"\{([0-9A-Za-z_-]+)\}")


def phone(hotline: Hotline, home: Home | None) -> Phone:
    """The number as it must be dialled for the child's place; plain when that place is unknown or does not matter."""
    local = hotline.needs_area_code and hotline.place == "child" and home is not None
    return Phone(hotline.number, home.area_code if local and home else "")


def spoken(template: str, facts: Facts, *, place: str = "child", **values: Value) -> tuple[Text, ...]:
    """A trainer's text with its numbers and the facts of the factory filled in.

    After it comes what to do when a number does not get through.
    """
    home = facts.profile.home if place == "child" else None
    said = in_factory(template, facts.factory_facts, facts.today)
    template, filled = said.words, {**dict(said.values), **values}
    local: list[Phone] = []
    for name in PLACEHOLDER.findall(template):
        if (hotline := facts.library.hotlines.get(name)) is not None:
            filled[name] = number = phone(hotline, home)
            if number.area_code:
                local.append(number)
    filled.setdefault("child_space", Verbatim(facts.library.notice("child_space", facts.profile.language)))
    text = Verbatim(template, tuple(filled.items()))
    return (text, *fallback(local, home))


def fallback(local: list[Phone], home: Home | None) -> tuple[Text, ...]:
    """The sentence that saves a call whose area code was refused by the exchange."""
    if not local or home is None:
        return ()
    plain = dict.fromkeys(number.number for number in local)
    numbers = Listed(tuple(Verbatim("{n}", (("n", Phone(number)),)) for number in plain))
    return (
        _("If that does not get through, dial {numbers} and say that the child is in {place}; ask to be put through.")(
            numbers=numbers, place=home.name
        ),
    )


def needs_home(template: str, library: Library) -> bool:
    """Whether this text has a number that reaches the wrong place unless the home town is known."""
    named = (library.hotlines.get(name) for name in PLACEHOLDER.findall(template))
    return any(line is not None and line.needs_area_code and line.place == "child" for line in named)


def asks_home(template: str, facts: Facts, *, place: str = "child") -> bool:
    """Whether to ask for the home town because of this text: once, where a number in it needs it."""
    unknown = facts.profile.home is None and not facts.was_asked("home") and facts.case is None
    return facts.agreed and unknown and place == "child" and needs_home(template, facts.library)


def notice(facts: Facts, key: str) -> Text:
    """A notice with the operator's name and phone in it."""
    operator = facts.around.operator
    language = facts.profile.language
    words = spoken(
        facts.library.notice(key, language),
        facts,
        operator=operator.name or _("(the operator has not been named yet)"),
        operator_phone=operator.phone or _("(no phone yet)"),
    )
    return words[0]

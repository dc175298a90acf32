"""The home town: asked once, where a number needs it, so that the number rings at home and not at the factory."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogs.calendar.areas import Area
from dialogs.effects import SaveProfile
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Again, Done, Go, Move, Step
from dialogs.facts import Facts, Home
from dialogs.hotlines import spoken
from dialogs.language.questions import Decision
from dialogs.text import Text, Verbatim, _

ASKED = "home"
MOST_PLACES = 6
LONGEST_PLACE = 20
SHORTEST_QUESTION = 6  # what is shorter is a place she tried, whatever question it may resemble
_AT_WORK = re.compile(r"^(?!.*老家).*(?:打工|上班|厂)")


def door(facts: Facts, subject: str) -> Move:
    """`subject` names the hotlines whose numbers are printed whole afterwards: ids joined by commas, or nothing."""
    known = (line.strip() for line in subject.split(","))
    return Go(AskHome(tuple(dict.fromkeys(line for line in known if line in facts.library.hotlines))))


@dataclass(frozen=True)
class AskHome(Step):
    """Which city? A name, a name with its province, or an area code."""

    lines: tuple[str, ...] = ()

    def ask(self, facts: Facts) -> Prompt:
        home = facts.profile.home
        known: tuple[Text, ...] = (
            (_("Written down now: {place}, area code {code}.")(place=home.name, code=home.area_code),) if home else ()
        )
        return ask(
            *known,
            _("Numbers such as 110 ring where the phone is. With the area code of home before it, they ring at home."),
            _("Which city is the child in? For example Tongren in Guizhou, or the area code 0856."),
            choices=(Choice("skip", _("Skip"), ("跳过", "不说", "不想说", "不知道", "不晓得")),),
            bare_numbers=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        effects = (_asked(facts),) if facts.agreed and not facts.was_asked(ASKED) else ()
        return Done((_("All right. If you want to say it later, you find it in the settings."),), effects)

    def heard(self, words: str, facts: Facts) -> Move | None:
        if len(words.strip()) > LONGEST_PLACE:
            return None
        if _AT_WORK.search(words):
            return Again((_("I mean the place where the child is, not where you work. Which city is that?"),))
        # "I work in Dongguan, home is Enshi": what follows the word for home is meant.
        find = facts.library.areas.find
        places = (find(words.rpartition("老家")[2]) or find(words))[:MOST_PLACES]
        if len(places) == 1:
            return _settled(places[0], self.lines, facts)
        if places:
            return Go(ChooseHome(self.lines, tuple(f"{place.code} {place.name}" for place in places)))
        return _unknown(words, facts)


@dataclass(frozen=True)
class ChooseHome(Step):
    """The words fit several places: which one? `places` are code and name, parted by a space."""

    lines: tuple[str, ...]
    places: tuple[str, ...]

    def ask(self, facts: Facts) -> Prompt:
        choices = [
            Choice(str(number), Verbatim(f"{name} {code}"), (name, f"{name}市"))
            for number, (code, name) in enumerate(self._read(), start=1)
        ]
        return ask(
            _("That fits several places. Which one is it?"),
            choices=[*choices, Choice("none", _("None of these"), ("都不是", "不是", "别的"))],
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key == "none":
            return Go(AskHome(self.lines))
        code, name = self._read()[int(key) - 1]
        return _settled(Area(code, name, ""), self.lines, facts)

    def heard(self, words: str, facts: Facts) -> Move | None:
        return AskHome(self.lines).heard(words, facts)

    def _read(self) -> list[tuple[str, str]]:
        return [(code, name) for code, _space, name in (place.partition(" ") for place in self.places)]


def _unknown(words: str, facts: Facts) -> Move | None:
    """Not a place: perhaps a province only, perhaps a question that has an answer; else it is asked once more."""
    if any(area.province in words for area in facts.library.areas.areas):
        return Again((_("That is the province. Which city in it? One word is enough."),))
    is_long = len(words.strip()) >= SHORTEST_QUESTION
    if is_long and facts.library.questions.match(words).decision is not Decision.NONE:
        return None
    return Again((_("I do not know that place. Try the name of the city, such as Tongren, or its area code, 0856."),))


def _asked(facts: Facts) -> SaveProfile:
    return SaveProfile(replace(facts.profile, asked=facts.profile.asked | {ASKED}))


def _settled(place: Area, lines: tuple[str, ...], facts: Facts) -> Move:
    """Written down, and the numbers she came for, whole."""
    profile = replace(facts.profile, home=Home(place.code, place.name), asked=facts.profile.asked | {ASKED})
    told = facts.with_profile(profile)
    return Done(
        (
            _("Home is {place}, area code {code}. If that is wrong, change it in the settings.")(
                place=place.name, code=place.code
            ),
            *_numbers(lines, told),
        ),
        (SaveProfile(profile),) if facts.agreed else (),
    )


def _numbers(lines: tuple[str, ...], facts: Facts) -> tuple[Text, ...]:
    known = [facts.library.hotlines[line] for line in lines if line in facts.library.hotlines]
    if not known:
        return ()
    template = "\n".join(f"{{{line.id}}} {line.name}" for line in known)
    return (_("From far away you dial them like this:"), *spoken(template, facts))

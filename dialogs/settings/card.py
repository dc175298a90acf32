"""The settings on one card: what is set now, in words, and a button for each of it that stays valid."""

from __future__ import annotations

from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move, Open
from dialogs.facts import Facts
from dialogs.profile_words import NOT_TOLD, children_words, rest_words, shift_words, tips_words
from dialogs.settings.language import LANGUAGES
from dialogs.settings.topics import topics_words
from dialogs.text import Text, Verbatim, _

KIND = "settings"
HOURS = "hours"

_DOORS: tuple[tuple[str, Text], ...] = (
    (Entry.TIP_RHYTHM, _("Tips")),
    (HOURS, _("Hour of tips")),
    (Entry.TOPICS, _("Topics")),
    (Entry.SHIFT, _("Shift")),
    (Entry.REST_DAY, _("Day of rest")),
    (Entry.CHILDREN, _("Children")),
    (Entry.HOME, _("Home town")),
    (Entry.PAUSE, _("Pause")),
    (Entry.LANGUAGE, _("Language")),
    (Entry.MY_DATA, _("My data")),
    (Entry.PIN, _("PIN")),
    (Entry.LEFT_FACTORY, _("New factory")),
)


def door(facts: Facts, _subject: str) -> Move:
    return Done((settings_card(facts),))


def chosen(verb: Verb, facts: Facts) -> Move:
    """A button of the settings, whenever it is pressed."""
    if verb.verb == HOURS:
        return Open(Entry.TIP_RHYTHM, subject=HOURS)
    if verb.verb in {key for key, _label in _DOORS}:
        return Open(Entry(verb.verb))
    return Done((settings_card(facts),))


def settings_card(facts: Facts) -> Card:
    verbs = tuple(Choice(key, label) for key, label in _DOORS)
    heading = _("This is how it is set. Choose what you want to change.")
    return Card(KIND, (heading, *_state(facts)), verbs)


def _state(facts: Facts) -> tuple[Text, ...]:
    profile = facts.profile
    lines: list[Text] = [
        _("Tips: {tips}")(tips=tips_words(profile)),
        _("Topics: {topics}")(topics=topics_words(profile.topics)),
        _("Shift: {shift}")(shift=shift_words(profile.shift, facts.today)),
        _("Day of rest: {day}")(day=rest_words(profile)),
        _("Children: {children}")(children=children_words(facts)),
        _("Home town: {place}")(place=_home(facts)),
        _("Language: {language}")(language=LANGUAGES.get(profile.language, LANGUAGES["zh_Hans"])),
    ]
    if profile.pin:
        lines.append(_("A PIN is set."))
    if paused := _paused(facts):
        lines.append(paused)
    return tuple(lines)


def _home(facts: Facts) -> Text:
    home = facts.profile.home
    return Verbatim("{name} {code}", (("name", home.name), ("code", home.area_code))) if home else NOT_TOLD


def _paused(facts: Facts) -> Text | None:
    """That nothing is sent at the moment, and until when."""
    profile = facts.profile
    if profile.paused_until and facts.today <= profile.paused_until:
        return _("Nothing is sent until {day}.")(day=profile.paused_until)
    return _("Nothing is sent at the moment.") if profile.paused or profile.stopped else None

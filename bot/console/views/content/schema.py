"""Which fields each kind of content has, in the order in which a trainer thinks of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette_admin.i18n import lazy_gettext as _

from bot.console.views.content.fields import Area, Choice, Choices, Day, Field, Group, Line, Lines, Weeks, fixed
from bot.console.views.content.labels import BANDS, LEVELS, OCCASIONS, SEASONS, TOPICS, TRIGGERS
from bot.console.views.content.schema_course import COURSE
from bot.services.content.rules_lengths import limit_of
from dialogs.library import Library

_PLACES: Final = {
    "child": _("Where the child lives"),
    "parent": _("Where the parent's phone is"),
    "none": _("It does not matter"),
}
_BRACES: Final = _("A number to call is written in braces, such as {110}; it is printed whole for each family.")


def _area(kind: str, name: str, label: str, hint: str = "", *, needed: bool = False) -> Area:
    limit = limit_of(kind, name)
    return Area(name, label, hint, needed, limit=limit.hard, good=limit.good)


def _seasons(library: Library) -> Mapping[str, str]:
    known = {season.name for season in library.seasons}
    ours = {name: str(label) for name, label in SEASONS.items() if name in known}
    return ours | {name: name for name in sorted(known - ours.keys())}


def _hotlines(library: Library) -> Mapping[str, str]:
    return {line.id: f"{line.number} {line.name}" for line in library.hotlines.values()}


def _bands(hint: str = "") -> Choices:
    return Choices(
        "bands", _("Ages it fits"), hint or _("Tick every age that it fits."), True, options=lambda _library: BANDS
    )


def _topic() -> Choice:
    return Choice("topic", _("Topic"), "", True, options=lambda _library: TOPICS)


_AROUND: Final[tuple[Field, ...]] = (
    Line("source", _("Where it comes from"), _("A law, a study, a person who knows."), True),
    Line("author", _("Who wrote it"), "", True),
    Line("reviewed_by", _("Which professional has read it"), _("Leave it empty if nobody has.")),
    Day("review_due", _("Look at it again by"), _("A year from now at the latest."), True),
)
_FAQ_AROUND: Final[tuple[Field, ...]] = (
    Lines("sources", _("Where it comes from"), _("One source on each line."), True),
    Lines("legal_refs", _("Articles of law"), _("One on each line.")),
    *_AROUND[1:],
)

_TIP: Final[tuple[Field, ...]] = (
    Choice(
        "kind",
        _("What it is"),
        "",
        True,
        options=fixed(
            tip=_("Something to do"), fact=_("Something to know"), starter=_("Something to say on the phone")
        ),
        default="tip",
    ),
    _topic(),
    _bands(),
    _area("tip", "text", _("The words"), _("One thing that can be done today, with words to say."), needed=True),
    _area("tip", "basic_phone", _("With a simple phone"), _("How to do it where there is no video.")),
    _area("tip", "share", _("To pass on"), _("What a workmate may read; nothing personal in it.")),
    _area("tip", "elder", _("To read out to the elders"), _("Kind words, in quotation marks.")),
    Choice(
        "together",
        _("For whom"),
        _("Parents who are with the child now read other tips."),
        options=fixed(away=_("Parents who are away"), near=_("Parents who are with the child"), any=_("Both of them")),
        values={"away": False, "near": True, "any": "any"},
        default="away",
    ),
    Choices("seasons", _("Only at these times of the year"), _("None ticked: all year."), options=_seasons),
    Choices(
        "shifts",
        _("Only on these shifts"),
        _("None ticked: on all of them."),
        options=fixed(day=_("Day shift"), night=_("Night shift")),
    ),
    Choices(
        "occasions",
        _("Best on such a day"),
        _("None ticked: on any day."),
        options=lambda _library: OCCASIONS["tip"],
    ),
    *_AROUND,
)
_STARTER: Final[tuple[Field, ...]] = (
    Choice(
        "target",
        _("Who is called"),
        "",
        True,
        options=fixed(child=_("The child"), caregiver=_("The elders")),
        default="child",
    ),
    _bands(),
    Area("opener", _("The first words"), _("A question that cannot be answered with one sound."), True, 120, 90, "all"),
    Area("follow_up", _("And then"), _("What to do or say next."), True, 120, 90, "all"),
    Area("avoid", _("Leave this out"), _("One thing that shuts the child up."), True, 120, 90, "all"),
    Choices(
        "ways",
        _("By which way"),
        "",
        True,
        options=fixed(video=_("Video"), voice=_("Voice"), text=_("Written")),
    ),
    Choices(
        "occasions",
        _("Only on such an occasion"),
        _("None ticked: on any day."),
        options=lambda _library: OCCASIONS["starter"],
    ),
    *_AROUND,
)
_FAQ: Final[tuple[Field, ...]] = (
    _topic(),
    _bands(),
    Line("question", _("The question"), _("As a parent would ask it."), True),
    Lines("variants", _("Other ways to ask"), _("One on each line; from fifteen on most people are understood."), True),
    Lines("negative_examples", _("Sounds alike, but is not meant"), _("One on each line.")),
    _area("faq", "answer", _("The answer"), _BRACES, needed=True),
    _area("faq", "share", _("To pass on"), _("What a workmate may read; nothing personal in it.")),
    _area("faq", "elder", _("To read out to the elders"), _("Kind words, in quotation marks.")),
    Choice(
        "place",
        _("Whose numbers"),
        _("Local numbers must reach this place."),
        options=fixed(**_PLACES),
        default="child",
    ),
    Group(
        "escalate",
        _("Danger close by"),
        _("Where it may be happening right now, parents get a button that leads to help."),
        fields=(
            Choice("trigger", _("Which danger"), "", options=lambda _library: TRIGGERS),
            Choice("level", _("How grave"), "", options=lambda _library: LEVELS),
            Line("when", _("When"), _("For trainers only.")),
        ),
        unless="trigger",
    ),
    *_FAQ_AROUND,
)
_WEEKLY: Final[tuple[Field, ...]] = (
    Choice(
        "season",
        _("Counted from"),
        _("Without a season: the weeks of the calendar."),
        options=_seasons,
    ),
    Weeks("weeks", _("In which weeks"), _("Numbers from 1 to 53, such as 2 3."), True),
    _area("weekly", "text", _("What the group reads"), _("As it is copied into the group."), needed=True),
    *_AROUND,
)
_SAFEGUARDING: Final[tuple[Field, ...]] = (
    Choice("trigger", _("Which danger"), "", True, options=lambda _library: TRIGGERS),
    Choice("level", _("How grave"), "", True, options=lambda _library: LEVELS),
    _area("safeguarding", "reply", _("The first reply"), _BRACES, needed=True),
    _area("safeguarding", "eta_line", _("When somebody is on duty"), _("{eta} becomes the time."), needed=True),
    _area("safeguarding", "off_duty_line", _("When nobody is on duty"), _BRACES, needed=True),
    Choices("hotlines", _("Numbers that help"), "", True, options=_hotlines),
    Choice(
        "place",
        _("Whose numbers"),
        _("Local numbers must reach this place."),
        options=fixed(**_PLACES),
        default="child",
    ),
    Choice(
        "no_follow_up",
        _("Asked afterwards how it is"),
        _("Not where a message on a shared phone could hurt."),
        options=fixed(yes=_("Yes, follow up"), no=_("No, do not write by yourself")),
        values={"yes": False, "no": True},
        default="yes",
    ),
    *_AROUND,
)
_HOTLINE: Final[tuple[Field, ...]] = (
    Line("number", _("The number"), _("As it is dialled, without area code."), True),
    Line("name", _("What it is called"), "", True),
    Line("scope", _("What it helps with"), _("In a few plain words."), True),
    Choice(
        "needs_area_code",
        _("Area code"),
        _("Whether the number reaches the place where the phone is."),
        True,
        options=fixed(yes=_("Differs from place to place"), no=_("The same everywhere")),
        values={"yes": True, "no": False},
    ),
    Choice("place", _("Whose place it must reach"), "", True, options=fixed(**_PLACES), default="child"),
    Line("hours", _("Hours")),
    Line("answered_by", _("Who answers")),
    Day("verified_on", _("Tested by a call on"), _("Leave it empty until somebody has called.")),
    Line("verified_by", _("Who called")),
    *_AROUND,
)

SCHEMA: Final[Mapping[str, tuple[Field, ...]]] = {
    "tip": _TIP,
    "starter": _STARTER,
    "faq": _FAQ,
    "course": (*COURSE, *_AROUND),
    "weekly": _WEEKLY,
    "safeguarding": _SAFEGUARDING,
    "hotline": _HOTLINE,
}
# What every record of a kind holds although nobody is asked for it.
UNASKED: Final[Mapping[str, Mapping[str, object]]] = {"safeguarding": {"fold": True}, "hotline": {"mark": "M"}}

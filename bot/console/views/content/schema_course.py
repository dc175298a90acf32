"""The fields of a small course: lessons with screens, something to practise, and three small questions each."""

from __future__ import annotations

from typing import Final

from starlette_admin.i18n import lazy_gettext as _

from bot.console.views.content.fields import Area, Choice, Field, Group, Hidden, Line, Lines, Several, fixed
from bot.services.content.rules_lengths import limit_of
from bot.services.content.shape_courses import FEWEST_SCREENS, LESSONS, MOST_SCREENS, OPTIONS, QUESTIONS


def _area(name: str, label: str, part: str = "", hint: str = "") -> Area:
    return Area(name, label, hint, True, limit=limit_of("course", part or name).hard)


_OPTION: Final = Group(
    "option",
    _("Answer to choose"),
    fields=(
        Line("text", _("The answer"), "", True, limit=limit_of("course", "option").hard),
        _area("why", _("A kind word about it")),
    ),
)
_QUESTION: Final = Group(
    "question",
    _("Small question"),
    fields=(
        _area("question", _("The question")),
        Several(
            "options",
            _("Answers to choose from"),
            _("Mark the one that fits best."),
            True,
            each=_OPTION,
            least=OPTIONS,
            most=OPTIONS,
            right="right",
        ),
    ),
)
_LESSON: Final = Group(
    "lesson",
    _("Lesson"),
    fields=(
        Hidden("id", ""),
        Line("title", _("Title"), "", True, limit=limit_of("course", "title").hard),
        Several(
            "screens",
            _("Screens to read"),
            _("Three to five, each of them short."),
            True,
            each=_area("", _("Screen"), "screen"),
            least=FEWEST_SCREENS,
            most=MOST_SCREENS,
        ),
        _area("practice", _("One thing to try this week")),
        _area("check_in", _("How the next lesson asks about it")),
        Group(
            "replies",
            _("What is said when she tells how it went"),
            fields=(
                _area("tried", _("She tried it"), "reply tried"),
                _area("not_yet", _("She has not yet"), "reply not_yet"),
                _area("hard", _("It is a bit hard"), "reply hard"),
            ),
        ),
        Several("quiz", _("Small questions"), "", True, each=_QUESTION, least=QUESTIONS, most=QUESTIONS),
    ),
)
COURSE: Final[tuple[Field, ...]] = (
    Line("title", _("Title"), "", True, limit=limit_of("course", "title").hard),
    _area("about", _("Whom it is for"), "", _("One or two sentences.")),
    Lines("themes", _("Themes"), _("One on each line, five at most."), True),
    Choice(
        "place",
        _("Whose numbers"),
        _("Local numbers must reach this place."),
        options=fixed(child=_("Where the child lives"), parent=_("Where the parent's phone is")),
        default="child",
    ),
    Several("lessons", _("Lessons"), "", True, each=_LESSON, least=LESSONS, most=LESSONS),
)

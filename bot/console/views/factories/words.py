"""What the facts, the items of the list and everything that can be wrong with them are called."""

from __future__ import annotations

from typing import Any, Final

from starlette_admin.i18n import lazy_gettext as _

from bot.services.factories.importing import Unreadable
from bot.services.factories.register import Refused
from bot.services.factories.rehearsal import Unheard
from bot.services.factories.sheet import Wrong
from bot.services.factories.ticking import CallResult, Untaken

# In the order of the sheet: what a group of facts is about, and each fact with its name and what belongs there.
GROUPS: Final[tuple[tuple[Any, tuple[tuple[str, Any, Any], ...]], ...]] = (
    (
        _("Child space"),
        (
            ("cfs_place", _("Where it is"), _("As people find it: which gate, which building, which floor.")),
            ("cfs_ages", _("Ages"), _("For example: 4 to 12 years.")),
            ("cfs_hours", _("Opening hours"), _("Days and hours in plain words.")),
            ("cfs_fee", _("What it costs"), _("Also say it when it costs nothing.")),
            ("cfs_sign_up", _("How to sign up"), _("Where, with what papers, until when.")),
            (
                "cfs_police_check",
                _("Police check of the people who look after the children"),
                _("The law asks for it when they begin and every year. Put the day of the next check below."),
            ),
        ),
    ),
    (
        _("Next training"),
        (
            ("training_date", _("Day of the training"), _("With the day of the week. Put its last day below.")),
            ("training_time", _("Hour of the training"), _("From when to when.")),
            ("training_place", _("Place of the training"), _("As people find it.")),
        ),
    ),
    (
        _("Contact on the spot"),
        (
            ("contact_role", _("Who helps on the spot"), _("A role, no name: the trainer on duty at the factory.")),
            ("contact_phone", _("Phone of the contact"), _("A phone of your organisation, not of the factory.")),
        ),
    ),
    (
        _("Union"),
        (("union_care_class", _("Care class of the union"), _("Where, when, for whom; leave it empty if none.")),),
    ),
)
LABELS: Final = {key: label for _group, facts in GROUPS for key, label, _hint in facts}
YES_WORDS, NO_WORDS = _("Yes, done"), _("Not yet")

WRONG: Final = {
    Wrong.LONG: _("This is too long. At most 400 characters."),
    Wrong.BRACE: _("Please leave out the curly brackets; they have a meaning of their own here."),
    Wrong.NUMBER: _("Please leave out numbers of help lines; answers add them by themselves."),
    Wrong.UNKIND: _("Some of these words order, blame or promise. Please say it in a kinder way."),
    Wrong.PHONE: _("This is no phone number. Digits and hyphens only, for example 0769-1234567."),
    Wrong.YES_OR_NO: _("Please choose whether it was done."),
    Wrong.DAY: _("This is no day. Please write it like 2026-12-31."),
    Wrong.PAST: _("This day is over already. Choose a later one, or leave it empty."),
    Wrong.KEY: _("Nobody knows this fact. Take the names from the sheet."),
    Wrong.TWICE: _("This fact stands in the table twice; the first one counts."),
    Wrong.CHANGED: _(
        "Somebody else has changed this meanwhile; what it says now is shown below. Save again to keep yours."
    ),
}
REFUSED: Final = {
    Refused.CODE: _("A code has 3 to 32 letters A–Z, digits, _ or -, for example GFDG01."),
    Refused.TAKEN: _("There is a factory with this code already."),
    Refused.NAME: _("Please write the name of the factory, at most 80 characters."),
    Refused.GONE: _("This factory is not there any more."),
    Refused.NOT_DONE: _("Something on the list is still open. An administrator can open it before that, and says why."),
    Refused.REASON: _("Please write why it opens before everything is done."),
}
UNTAKEN: Final = {
    Untaken.GONE: _("This factory is not there any more."),
    Untaken.TOWNS: _("Please write cities or area codes that I know, for example 0731."),
    Untaken.TOO_MANY: _("At most three places: those where most people come from."),
    Untaken.RESULT: _("Please choose how the call went."),
    Untaken.MODEL: _("Please write which phone it was, for example the name on its back."),
}
UNREADABLE: Final = {
    Unreadable.EMPTY: _("There is nothing in it that I know. The first column holds the names of the facts."),
    Unreadable.LARGE: _("This file is too large for a sheet of facts; at most 1 MB."),
    Unreadable.KIND: _("I read XLSX and CSV files only. Save it as one of these, or copy the two columns."),
    Unreadable.MACROS: _("This file holds programs (macros). Save it as XLSX without them."),
    Unreadable.BROKEN: _("This file is damaged or protected. Save it once more, or copy the two columns."),
    Unreadable.ROWS: _("This table has more than 200 rows; a sheet of facts has twelve."),
}
UNHEARD: Final = {
    Unheard.GONE: _("This rehearsal is over. Please ask for a new one."),
    Unheard.OWN: _("You began it yourself; somebody else on duty has to hear it."),
    Unheard.HEARD: _("Somebody was faster: it was heard already."),
}
RESULTS: Final = {
    CallResult.REACHED: _("Got through, right place"),
    CallResult.NOBODY: _("Nobody answered"),
    CallResult.WRONG: _("Wrong place or wrong number"),
}

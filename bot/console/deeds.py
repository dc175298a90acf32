"""What the log says in plain words: each act as one sentence, and what kind of thing it was done with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _

KINDS: Final[Mapping[str, Any]] = {
    "account": _("Account"),
    "person": _("Parent"),
    "case": _("Case"),
    "question": _("Question"),
    "content": _("Content"),
    "factory": _("Factory"),
    "announcement": _("Notice"),
    "roster": _("Roster"),
    "sheet": _("Spreadsheet"),
}

DEEDS: Final[Mapping[str, Any]] = {
    "account.first": _("made the first account"),
    "account.make": _("made an account"),
    "account.roles": _("changed the roles of an account"),
    "account.disable": _("disabled an account"),
    "account.enable": _("enabled an account again"),
    "account.invite": _("gave out a one-time link"),
    "account.welcome": _("a password was chosen with a one-time link"),
    "account.password": _("changed her own password"),
    "account.second_factor": _("connected a phone as second factor"),
    "account.factor_reset": _("reset somebody's second factor"),
    "account.closed": _("too many wrong tries: closed for a while"),
    "access.ask": _("asked to see data of a child under 14"),
    "access.grant": _("allowed somebody to see data of a child under 14"),
    "access.refuse": _("refused access to data of a child under 14"),
    "children.see": _("saw data of a child under 14"),
    "person.open": _("opened the page of a parent"),
    "person.see": _("saw the page of a parent"),
    "case.look": _("looked at a case"),
    "case.take": _("took a case on"),
    "case.export": _("took the record of a case out"),
    "case.words": _("wrote to a parent in a case"),
    "case.reason": _("gave a reason for looking at a case"),
    "contact.change": _("changed where alerts reach somebody"),
    "shift.add": _("put somebody on the roster"),
    "shift.remove": _("took somebody off the roster"),
    "shift.acknowledge": _("confirmed a shift of duty"),
    "sheet_exported": _("took content out as a spreadsheet"),
    "sheet_imported": _("brought content in from a spreadsheet"),
}


def sentence(row: Any) -> str:
    """What happened, in one line; an act that has no sentence here is named as it is kept."""
    values = {"act": str(DEEDS.get(row.act, row.act)), "kind": str(KINDS.get(row.subject_kind, row.subject_kind))}
    if not row.subject:
        return gettext("%(act)s: %(kind)s") % values
    return gettext("%(act)s: %(kind)s %(subject)s") % {**values, "subject": row.subject}

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
    "canned": _("Answers at hand"),
    "counts": _("Counts"),
    "preference": _("Setting"),
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
    "person.pause": _("paused everything for a parent"),
    "person.resume": _("ended the pause of a parent"),
    "person.reset_pin": _("took away the code word of a parent"),
    "person.trial": _("marked somebody as trying only"),
    "person.no_trial": _("marked somebody as a real parent"),
    "person.erase": _("erased a parent"),
    "person.send_data": _("sent a parent her own data"),
    "case.hand_over": _("asked a colleague to take a case"),
    "case.step": _("changed a step of a case"),
    "case.note": _("wrote a note on a case"),
    "case.write": _("wrote to a parent in her case"),
    "case.report": _("wrote down a report to an authority"),
    "case.follow_up": _("followed up a case"),
    "case.lacking": _("closed a case with steps missing"),
    "case.close": _("closed a case"),
    "case.reopen": _("opened a case again"),
    "looked": _("looked at a question"),
    "answered": _("answered a question"),
    "assigned": _("gave a question to somebody"),
    "marked as spam": _("marked a question as spam"),
    "took back from spam": _("took a question back from the spam"),
    "opened a case": _("made a case of a question"),
    "listened": _("heard a voice message"),
    "made part of the library": _("made a question part of the answers"),
    "kept": _("kept words"),
    "dropped": _("deleted words"),
    "waiting": _("sent a notice to a second person"),
    "planned": _("sent a notice off"),
    "recalled": _("took a notice back"),
    "add": _("added a factory"),
    "rename": _("renamed a factory"),
    "open": _("opened a factory"),
    "close": _("made a factory a trial again"),
    "tick": _("ticked a point of a factory's list"),
    "untick": _("took back a point of a factory's list"),
    "rehearse": _("began a rehearsed alert"),
    "hear": _("heard a rehearsed alert"),
    "facts": _("changed the facts of a factory"),
    "exported": _("took counts out as a table"),
    "content_wrote": _("wrote content"),
    "content_restored": _("went back to old words of content"),
    "content_submitted": _("handed content in"),
    "content_sent_back": _("sent content back to its writer"),
    "content_signed": _("signed content"),
    "content_published": _("published content"),
    "content_scheduled": _("set a time for publishing content"),
    "content_retiring": _("set a time for taking content out"),
    "content_retired": _("took content out"),
    "content_unscheduled": _("took the time of content away"),
    "content_looked_again": _("looked at content once more"),
    "content_dismissed": _("set advice on content aside"),
    "voice_recorded": _("recorded a text"),
    "voice_released": _("let parents hear a recording"),
    "voice_removed": _("took a recording away"),
    "small_team_on": _("switched the small team on"),
    "small_team_off": _("switched the small team off"),
}


def sentence(row: Any) -> str:
    """What happened, in one line; an act that has no sentence here is named as it is kept."""
    values = {"act": str(DEEDS.get(row.act, row.act)), "kind": str(KINDS.get(row.subject_kind, row.subject_kind))}
    if not row.subject:
        return gettext("%(act)s: %(kind)s") % values
    return gettext("%(act)s: %(kind)s %(subject)s") % {**values, "subject": row.subject}

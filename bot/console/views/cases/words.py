"""What the parts of a case are called on its pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from starlette_admin.i18n import gettext, ngettext
from starlette_admin.i18n import lazy_gettext as _

TRIGGERS: Final[Mapping[str, Any]] = {
    "child_self_harm": _("A child may hurt itself"),
    "parent_suicide": _("A parent may take her life"),
    "physical_abuse": _("A child is beaten"),
    "sexual_abuse": _("A child is abused sexually"),
    "missing_child": _("A child is missing"),
    "trafficking": _("A child was taken away or sold"),
    "partner_violence": _("The parent is beaten"),
    "no_carer": _("Nobody looks after a child"),
    "serious_bullying": _("Grave bullying"),
    "accident": _("An accident"),
    "dropout_child_labour": _("Leaving school, child labour"),
    "child_offending": _("A child in trouble with the law"),
    "staff_abuse": _("Harm by our own people"),
    "infant_danger": _("An infant in danger"),
    "user_is_minor": _("The writer is a minor"),
    "unspecified": _("Danger, not known which"),
}
LEVELS: Final[Mapping[str, Any]] = {
    "P0": _("P0 · life in danger"),
    "P1": _("P1 · harm is likely or done"),
    "P2": _("P2 · worry"),
}
STEPS: Final[Mapping[str, Any]] = {
    "safe": _("Asked whether everybody is safe at this moment"),
    "emergency": _("Called 110 or 120 in the child's place, or made sure that it is not needed"),
    "told_parent": _("Told the parent what we are going to do"),
    "visit": _("Asked the village child director, school or township station to see the child today"),
    "facts": _("Wrote down the facts in her own words, without opinions"),
    "report": _("Looked at the nine situations, and reported where they are met"),
    "review": _("The supervisor looked at it within 24 hours"),
    "support": _("Support for the parent; a changed shift through the factory only if she agrees"),
    "loop": _("Told her, and whom we reported to, how it goes on"),
    "call_parent": _("Rang the parent: nobody scolds the child now"),
    "adults_stay": _("Asked caregiver and teacher to stay with the child all the time"),
    "hospital": _("Seen by a doctor, or on the way"),
    "live_call": _("Spoke with her live and stayed on the line"),
    "own_contact": _("Rang somebody whom she chose herself"),
    "dorm_guard": _("Called the guard of the dormitory, only if her life is at risk"),
    "other_carer": _("The child is with another adult whom one can trust"),
    "female_officer": _("Asked the police for a female officer"),
    "one_interview": _("Asked that the child is questioned one time only"),
    "police": _("The police have been told: age, clothes, where last seen"),
    "school_asked": _("Spoke with the school"),
    "missing_register": _("Told her of the register of missing children"),
    "safe_word": _("Agreed on a word that says: I cannot talk now"),
    "written_warning": _("Told her that she may ask the police for a written warning"),
    "carer_tonight": _("An adult is with the child tonight"),
    "guardianship": _("Asked civil affairs about temporary guardianship"),
    "class_teacher": _("The class teacher knows of it today"),
    "school_duty": _("Made sure that the school stops it and calls both families"),
    "township": _("Spoke with the township"),
    "lawyer": _("Told her of free legal help"),
    "apart": _("Somebody deals with it who does not work with the accused"),
    "suspended": _("The accused does not work with families meanwhile"),
    "infant_held": _("Somebody else holds the infant"),
    "trusted_adult": _("An adult whom she trusts is with her"),
}
NEVER: Final[Mapping[str, Any]] = {
    "never_leave_call": _("Do not hang up first. Do not promise to keep it secret."),
    "never_unfit_carer": _("Never leave the child with somebody who is violent, drinks or gambles."),
    "never_confront": _("Never speak to the suspect. Do not ask the child for details again and again."),
    "never_public": _("Nothing in groups or online: no photographs, no names, no search notices."),
    "never_shared_phone": _("Write no details to a phone that he may read. Agree by voice first."),
    "never_medical": _("No medical advice beyond what the dispatcher of 120 says."),
    "never_the_accused": _("Not a word to the accused or to colleagues before the lead has decided."),
}
OUTCOMES: Final[Mapping[str, Any]] = {
    "safe": _("Everybody is safe"),
    "with_authorities": _("Police or authorities look after it now"),
    "no_danger": _("There was no danger"),
    "not_reached": _("Nobody could be reached, everything was tried"),
    "other": _("Something else"),
}
REASONS: Final[Mapping[str, Any]] = {
    "taking": _("Taking the case"),
    "following": _("Following it up"),
    "handing": _("Handing it over"),
    "supervising": _("Supervision"),
}
SITUATIONS: Final[Mapping[str, Any]] = {
    "injured_private": _("Injuries at the private parts that are not normal?"),
    "girl_under_14": _("A girl under 14: sexual harm, pregnant, or a miscarriage?"),
    "girl_over_14": _("A girl of 14 or more: pregnant or a miscarriage after sexual harm?"),
    "injured_body": _("Many injuries, very thin, or not conscious: through violence, bullying, cruelty, or drugged?"),
    "dead_or_maimed": _("Suicide, self-harm, an accident at work, poison: with lasting harm or death?"),
    "abandoned": _("Left by everybody, or for a long time without anybody who looks after it?"),
    "missing_or_sold": _("Nobody knows where the child is from; missing; taken away or sold?"),
    "begging": _("Made to beg?"),
    "other_harm": _("Other grave harm, or in danger of it now?"),
}
AUTHORITIES: Final[Mapping[str, Any]] = {
    "police": _("Police"),
    "civil_affairs": _("Civil affairs"),
    "education": _("Education bureau or school"),
    "health": _("Hospital or health commission"),
    "labour": _("Labour inspection"),
    "womens_federation": _("Women's federation"),
    "other": _("Another place"),
}
AFTER: Final[Mapping[str, Any]] = {"24h": _("After 24 hours"), "7d": _("After 7 days"), "30d": _("After 30 days")}
HERS: Final[Mapping[str, Any]] = {
    "opened": _("What she wrote first"),
    "again": _("More words of danger"),
    "words": _("She wrote"),
    "safe": _("Safe now?"),
    "place": _("Where?"),
    "contact": _("How to reach her"),
    "joke": _("She said that it was a joke"),
}
_OURS: Final[Mapping[str, Any]] = {
    "taken": _("took the case"),
    "asked": _("asked somebody else to take it:"),
    "step": _("did:"),
    "undone": _("took back:"),
    "note": _("noted:"),
    "written": _("wrote to her:"),
    "reported": _("reported it:"),
    "followed": _("followed it up:"),
    "lacking": _("steps are missing, because:"),
    "closed": _("closed it:"),
    "reopened": _("opened it again:"),
}


_PRESSED: Final[Mapping[tuple[str, str], Any]] = {
    ("safe", "safe"): _("Pressed: safe for now"),
    ("safe", "not_safe"): _("Pressed: not safe"),
    ("safe", "skip"): _("Pressed: I don't know"),
    ("contact", "here"): _("Pressed: write to me here"),
    ("contact", "skip"): _("Pressed: don't get in touch"),
}


def deed_words(about: str) -> str:
    """What somebody did, as the record of a case says it."""
    kind, _colon, number = about.partition(":")
    if kind == "round":
        return gettext("Nobody had taken it; call %(n)s went to:") % {"n": number}
    return str(_OURS.get(kind, kind))


def deed_object(about: str, words: str) -> str:
    """What it was done with: a step or an authority by its name, everything else as it was written."""
    if about in ("step", "undone"):
        return str(STEPS.get(words, words))
    return str(AUTHORITIES.get(words, words)) if about == "reported" else words


def hers_words(about: str) -> str:
    return str(HERS.get(about.partition(":")[0], about))


def hers_object(about: str, words: str) -> str:
    """What came from her: an answer that she pressed is said, everything else stands as she wrote it."""
    return str(_PRESSED.get((about, words), words))


def age_words(since: datetime, now: datetime) -> str:
    """How long ago, roughly: what one needs to know to see what is late."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day", "%(n)s days", minutes // (24 * 60)) % {"n": minutes // (24 * 60)}


def script(authority: str) -> str:
    """What to say on the phone, with blanks to fill in while one speaks."""
    asks = {
        "police": gettext("Please send somebody to the child at once, and tell me the number of this report."),
        "civil_affairs": gettext("Please let the village child director see the child today, and look for a carer."),
        "education": gettext("Please let the school make sure today that the child is safe."),
        "health": gettext("Please keep the findings, and see the child without the person who may have hurt it."),
        "labour": gettext("Please look at the factory today; the child is under 16."),
    }
    return asks.get(authority, gettext("Please tell me who looks after it now, and when I may ask again."))

"""The roles of the console in words: what somebody is called, and what she is there for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette_admin.i18n import lazy_gettext as _

from bot.services.staff.rights import Role


@dataclass(frozen=True)
class About:
    """A role as people say it, with a line of explanation."""

    name: Any
    explained: Any


ROLES: Final[Mapping[Role, About]] = {
    Role.TRAINER: About(
        _("Trainer"), _("Writes tips and answers, answers parents' questions, sends notices. Cannot publish.")
    ),
    Role.REVIEWER: About(_("Reviewer"), _("Reads what was written once more, and publishes it.")),
    Role.DUTY_OFFICER: About(
        _("Duty officer"), _("Is called when a child or a parent is in danger, and looks after cases.")
    ),
    Role.SAFEGUARDING_LEAD: About(
        _("Safeguarding lead"),
        _("Oversees cases, alone sees those about our own staff, and allows access to children's data."),
    ),
    Role.FACTORY_CONTACT: About(
        _("Factory contact"), _("Sees rounded numbers of one factory: no person, no question, no case.")
    ),
    Role.ADMINISTRATOR: About(_("Administrator"), _("Looks after accounts and factories, and reads the log.")),
}

"""The services behind the console, put together over the running parts."""

from __future__ import annotations

from bot.assembly import Jiayin
from bot.console.doors import Doors
from bot.services.counts.counts import Counts
from bot.services.office import Office
from bot.services.staff.accounts import Accounts
from bot.services.staff.audit import Audit
from bot.services.staff.sessions import Sessions


def doors_of(jiayin: Jiayin) -> Doors:
    """What the pages of the console reach in this process."""
    database, clock = jiayin.database, jiayin.setting.clock
    return Doors(
        settings=jiayin.settings,
        clock=clock,
        zone=jiayin.setting.zone,
        words=jiayin.words,
        shelf=jiayin.setting.shelf,
        accounts=Accounts(database, clock),
        sessions=Sessions(database, clock),
        audit=Audit(database, clock),
        office=Office(database, jiayin.setting, jiayin.receiver),
        announcements=jiayin.announcements,
        counts=Counts(database, clock, jiayin.setting.zone),
        workflow=jiayin.workflow,
        voices=jiayin.voices,
    )

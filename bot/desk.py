"""The services behind the console, put together over the running parts."""

from __future__ import annotations

from bot.assembly import Jiayin
from bot.console.doors import Doors
from bot.services.factories.checklist import Checklist
from bot.services.factories.poster import Posters
from bot.services.factories.register import Register
from bot.services.factories.rehearsal import Rehearsals
from bot.services.factories.sheet import Sheet
from bot.services.factories.ticking import Ticking
from bot.services.office import Office
from bot.services.staff.accounts import Accounts
from bot.services.staff.audit import Audit
from bot.services.staff.sessions import Sessions


def doors_of(jiayin: Jiayin) -> Doors:
    """What the pages of the console reach in this process."""
    database, clock = jiayin.database, jiayin.setting.clock
    setting, audit = jiayin.setting, Audit(database, clock)
    checklist = Checklist(database, setting)
    return Doors(
        settings=jiayin.settings,
        clock=clock,
        zone=jiayin.setting.zone,
        words=jiayin.words,
        shelf=jiayin.setting.shelf,
        accounts=Accounts(database, clock),
        sessions=Sessions(database, clock),
        audit=audit,
        office=Office(database, jiayin.setting, jiayin.receiver),
        factories=Register(database, clock, audit, checklist),
        checklist=checklist,
        sheet=Sheet(database, setting, audit),
        ticking=Ticking(database, setting, audit),
        rehearsals=Rehearsals(database, setting, audit),
        posters=Posters(jiayin.settings, setting),
    )

"""The services behind the console, put together over the running parts."""

from __future__ import annotations

from bot.assembly import Jiayin
from bot.console.doors import Doors
from bot.services.cases.desk import CaseDesk
from bot.services.cases.files import CaseFiles
from bot.services.cases.links import Links
from bot.services.cases.roster import Rota
from bot.services.office import Office
from bot.services.staff.accounts import Accounts
from bot.services.staff.audit import Audit
from bot.services.staff.sessions import Sessions


def doors_of(jiayin: Jiayin) -> Doors:
    """What the pages of the console reach in this process."""
    database, clock = jiayin.database, jiayin.setting.clock
    setting, audit = jiayin.setting, Audit(database, clock)
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
        cases=CaseFiles(database, setting, audit),
        case_desk=CaseDesk(database, setting, audit),
        links=Links(database, clock, audit),
        rota=Rota(database, setting, audit),
    )

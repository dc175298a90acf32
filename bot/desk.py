"""The services behind the console, put together over the running parts."""

from __future__ import annotations

from bot.assembly import Jiayin
from bot.console.doors import Doors
from bot.services.office import Office
from bot.services.persons.changing import Changes
from bot.services.persons.looking import Persons
from bot.services.simulator.playing import Simulator
from bot.services.staff.access import AccessRequests
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
        access=AccessRequests(database, clock, Audit(database, clock)),
        office=Office(database, jiayin.setting, jiayin.receiver),
        persons=Persons(database, jiayin.setting, Audit(database, clock)),
        changes=Changes(database, jiayin.setting, Audit(database, clock)),
        simulator=Simulator(database, jiayin.setting, jiayin.settings.signing_key()),
    )

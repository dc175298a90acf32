"""The services behind the console, put together over the running parts."""

from __future__ import annotations

from bot.assembly import Jiayin
from bot.console.doors import Doors
from bot.services.cases.desk import CaseDesk
from bot.services.cases.files import CaseFiles
from bot.services.cases.links import Links
from bot.services.cases.roster import Rota
from bot.services.counts.counts import Counts
from bot.services.factories.checklist import Checklist
from bot.services.factories.poster import Posters
from bot.services.factories.register import Register
from bot.services.factories.rehearsal import Rehearsals
from bot.services.factories.sheet import Sheet
from bot.services.factories.ticking import Ticking
from bot.services.inbox.inbox import inbox_of
from bot.services.office import Office
from bot.services.persons.changing import Changes
from bot.services.persons.looking import Persons
from bot.services.preview import Preview
from bot.services.sheets.exports import Exports
from bot.services.sheets.imports import Imports
from bot.services.sheets.sheets import Sheets
from bot.services.simulator.playing import Simulator
from bot.services.staff.access import AccessRequests
from bot.services.staff.accounts import Accounts
from bot.services.staff.audit import Audit
from bot.services.staff.invitations import Invitations
from bot.services.staff.passwords import Passwords
from bot.services.staff.second_factor import SecondFactor
from bot.services.staff.sessions import Sessions
from bot.services.staff.sign_in import Keys, SignIn
from bot.services.staff.vault import Vault


def doors_of(jiayin: Jiayin) -> Doors:
    """What the pages of the console reach in this process."""
    database, clock = jiayin.database, jiayin.setting.clock
    audit = Audit(database, clock)
    passwords, vault = Passwords(), Vault(jiayin.settings.signing_key())
    invitations = Invitations(database, clock, passwords, audit)
    second_factor = SecondFactor(database, clock, vault, audit)
    setting, checklist = jiayin.setting, Checklist(database, jiayin.setting)
    return Doors(
        settings=jiayin.settings,
        clock=clock,
        zone=setting.zone,
        words=jiayin.words,
        shelf=setting.shelf,
        accounts=Accounts(database, clock, invitations, audit),
        invitations=invitations,
        sign_in=SignIn(database, clock, Keys(passwords, second_factor, vault), audit),
        second_factor=second_factor,
        sessions=Sessions(database, clock),
        audit=audit,
        access=AccessRequests(database, clock, audit),
        office=Office(database, setting, jiayin.receiver),
        announcements=jiayin.announcements,
        counts=Counts(database, clock, setting.zone),
        preview=Preview(setting),
        workflow=jiayin.workflow,
        sheets=_sheets(jiayin, audit),
        persons=Persons(database, setting, audit),
        changes=Changes(database, setting, audit),
        simulator=Simulator(database, setting, jiayin.settings.signing_key()),
        factories=Register(database, clock, audit, checklist),
        checklist=checklist,
        sheet=Sheet(database, setting, audit),
        ticking=Ticking(database, setting, audit),
        rehearsals=Rehearsals(database, setting, audit),
        posters=Posters(jiayin.settings, setting),
        inbox=inbox_of(database, setting, audit, jiayin.workflow, jiayin.wake),
        cases=CaseFiles(database, setting, audit),
        case_desk=CaseDesk(database, setting, audit),
        links=Links(database, clock, audit),
        rota=Rota(database, setting, audit),
        voices=jiayin.voices,
    )


def _sheets(jiayin: Jiayin, audit: Audit) -> Sheets:
    database, clock = jiayin.database, jiayin.setting.clock
    folder = jiayin.settings.data_dir / "uploads"
    return Sheets(Exports(database, clock, audit), Imports(database, clock, jiayin.workflow, audit, folder))

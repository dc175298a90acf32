"""What the pages of the console reach: one service for each matter, and nothing of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.i18n import Words
from bot.services.announcements.announcements import Announcements
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
from bot.services.inbox.inbox import Inbox
from bot.services.office import Office
from bot.services.persons.changing import Changes
from bot.services.persons.looking import Persons
from bot.services.preview import Preview
from bot.services.scene import Clock, Shelf
from bot.services.sheets.sheets import Sheets
from bot.services.simulator.playing import Simulator
from bot.services.staff.access import AccessRequests
from bot.services.staff.accounts import Accounts
from bot.services.staff.audit import Audit
from bot.services.staff.invitations import Invitations
from bot.services.staff.second_factor import SecondFactor
from bot.services.staff.sessions import Sessions
from bot.services.staff.sign_in import SignIn
from bot.services.voices.voices import Voices
from bot.services.workflow.workflow import Workflow
from bot.settings import Settings


@dataclass(frozen=True)
class Doors:
    """Handed to every page when the console is put together."""

    settings: Settings
    clock: Clock
    zone: ZoneInfo
    words: Words
    shelf: Shelf
    accounts: Accounts
    invitations: Invitations
    sign_in: SignIn
    second_factor: SecondFactor
    sessions: Sessions
    audit: Audit
    access: AccessRequests
    office: Office
    announcements: Announcements
    counts: Counts
    preview: Preview
    inbox: Inbox
    workflow: Workflow
    sheets: Sheets
    persons: Persons
    changes: Changes
    simulator: Simulator
    factories: Register
    checklist: Checklist
    sheet: Sheet
    ticking: Ticking
    rehearsals: Rehearsals
    posters: Posters
    cases: CaseFiles
    case_desk: CaseDesk
    links: Links
    rota: Rota
    voices: Voices

"""What the pages of the console reach: one service for each matter, and nothing of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.i18n import Words
from bot.services.announcements.announcements import Announcements
from bot.services.counts.counts import Counts
from bot.services.office import Office
from bot.services.scene import Clock, Shelf
from bot.services.staff.accounts import Accounts
from bot.services.staff.audit import Audit
from bot.services.staff.sessions import Sessions
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
    sessions: Sessions
    audit: Audit
    office: Office
    announcements: Announcements
    counts: Counts
    workflow: Workflow
    voices: Voices

"""Everything that is done with questions, put together over one database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.inbox.answering import Answering
from bot.services.inbox.canned import CannedAnswers
from bot.services.inbox.growing import Growing
from bot.services.inbox.matching import Matching
from bot.services.inbox.protecting import Protecting
from bot.services.inbox.sounds import Sounds
from bot.services.inbox.waiting import Waiting
from bot.services.scene import Setting
from bot.services.staff.audit import Audit
from bot.services.workflow.workflow import Workflow
from bot.store.database import Database


@dataclass(frozen=True)
class Inbox:
    """The questions that parents passed on, for the pages of the console."""

    waiting: Waiting
    answering: Answering
    matching: Matching
    growing: Growing
    canned: CannedAnswers
    sounds: Sounds
    protecting: Protecting


def inbox_of(database: Database, setting: Setting, audit: Audit, workflow: Workflow, wake: Callable[[], None]) -> Inbox:
    """`wake` is called when something was put into the outbox."""
    return Inbox(
        waiting=Waiting(database, setting, audit),
        answering=Answering(database, setting, audit, wake),
        matching=Matching(database, setting),
        growing=Growing(database, setting, audit, workflow),
        canned=CannedAnswers(database, setting.clock, audit),
        sounds=Sounds(database, setting, audit),
        protecting=Protecting(database, setting, audit, wake),
    )

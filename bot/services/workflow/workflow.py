"""The whole workflow of content, as the pages of the console and the ticking processes see it."""

from __future__ import annotations

from bot.services.scene import Clock
from bot.services.staff.audit import Audit
from bot.services.workflow.keeping import Keeping
from bot.services.workflow.parts import Parts
from bot.services.workflow.remarks import Judge
from bot.store.database import Database


class Workflow(Keeping):
    """Reading, writing, publishing and keeping; each part stands in its own module."""

    def __init__(self, database: Database, clock: Clock, judge: Judge, audit: Audit) -> None:
        super().__init__(Parts(database, clock, judge, audit))

"""A process tells that it runs, and with which roles; at a graceful end it takes that back."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.roles import ProcessRole
from bot.services.scene import Clock
from bot.store import processes
from bot.store.addresses import new_code
from bot.store.database import Database

log = structlog.get_logger()

BEAT = 10.0  # seconds


class Presence:
    """The row of this process."""

    def __init__(self, database: Database, clock: Clock, roles: Iterable[ProcessRole]) -> None:
        self._database = database
        self._clock = clock
        self.name = f"{os.getpid()}-{new_code(6)}"
        self._row = {
            "name": self.name,
            "host": socket.gethostname()[:80],
            "version": _version(),
            "roles": [role.value for role in ProcessRole if role in set(roles)],
            "started_at": clock(),
        }

    async def beat(self) -> None:
        """Say that we are there."""
        try:
            async with self._database.writing() as connection:
                await processes.keep(connection, {**self._row, "seen_at": self._clock()})
        except SQLAlchemyError as error:
            log.warning("presence_not_noted", error=type(error).__name__)

    async def leave(self) -> None:
        try:
            async with self._database.writing() as connection:
                await processes.remove(connection, self.name)
        except SQLAlchemyError as error:  # it is dropped in a while
            log.warning("presence_not_taken_back", error=type(error).__name__)


def _version() -> str:
    try:
        return version("jiayin")[:20]
    except PackageNotFoundError:
        return "unknown"

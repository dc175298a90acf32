"""What a process does of all that Jiayin does; one may do everything, and many may share it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class ProcessRole(StrEnum):
    """Each can be run by any number of processes that share one PostgreSQL."""

    RECEIVE = "receive"  # what people write on Telegram, by webhook or by asking for it
    PLAN = "plan"  # what is due, announcements, alerts that nobody took, content in its time, housekeeping
    SEND = "send"  # the outbox
    WEB = "web"  # the chat page and its streams
    CONSOLE = "console"  # the trainers' console


ALL_ROLES: Final = frozenset(ProcessRole)


def roles_from(words: str) -> frozenset[ProcessRole]:
    """`receive,plan`: the roles of these names; all of them for nothing. Raises ValueError that names them."""
    wanted = [word.strip().lower() for word in words.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in set(ProcessRole)]
    if unknown:
        raise ValueError(f"has no role {unknown[0]!r}; the roles are {spelled(ALL_ROLES)}")
    return frozenset(map(ProcessRole, wanted)) or ALL_ROLES


def spelled(roles: Iterable[ProcessRole]) -> str:
    """The names in one order, joined by commas."""
    found = set(roles)
    return ",".join(role for role in ProcessRole if role in found)

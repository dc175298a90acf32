"""Stands in for what keeps updates: remembers them, and fails when told to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.services.ports import Inbound
from dialogs.engine.events import Event


@dataclass
class Recording:
    """`kept` holds what was committed, each update once; `trouble` is how many batches fail first."""

    kept: dict[str, Inbound] = field(default_factory=dict)
    batches: list[list[str]] = field(default_factory=list)
    trouble: int = 0
    reachable: list[tuple[str, bool]] = field(default_factory=list)

    async def receive(self, batch: Sequence[Inbound]) -> None:
        self.batches.append([inbound.key for inbound in batch])
        if self.trouble:
            self.trouble -= 1
            raise OSError("The disk is full.")
        for inbound in batch:
            self.kept.setdefault(inbound.key, inbound)

    async def note(self, external_id: str, reachable: bool) -> None:
        self.reachable.append((external_id, reachable))

    @property
    def events(self) -> list[Event]:
        return [inbound.event for inbound in self.kept.values()]

"""How the free places of a claim are dealt: by urgency, and among factories of one urgency fairly."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.store.outbox_due import Candidate, Due, Share

Room = Callable[[str, int], int]


def _any_number(_lane: str, _urgency: int) -> int:
    return sys.maxsize


@dataclass(frozen=True)
class Lease:
    """Who leases addresses, of which lanes, until when, and how many at most.

    room: how many of a lane there may be, up to and with an urgency; what is more urgent may fill more of it.
    """

    name: str
    lanes: tuple[str, ...]
    until: datetime
    limit: int
    room: Room = _any_number


def shares(due: Sequence[Due], lease: Lease, start: int) -> list[Share]:
    """How much is wanted of all that is due: factories of one urgency alike, beginning anywhere among them."""
    found: list[Share] = []
    for (lane, urgency), group in groupby(due, key=lambda one: (one.lane, one.urgency)):
        ones = list(group)
        free = min(lease.limit, lease.room(lane, urgency)) if lane else 0
        if free > 0:
            first = start % len(ones)
            ones = [*ones[first:], *ones[:first]][:free]
            # Twice as many as its part, so that what others do not need is used.
            found += [Share(one, min(free, -(-2 * free // len(ones)))) for one in ones]
    return found


def chosen(found: Sequence[Candidate], lease: Lease) -> list[int]:
    """The addresses that are leased, in the order in which they are served."""
    taken: dict[str, int] = {}
    ids: list[int] = []
    for one in found:
        lane = one.due.lane
        if len(ids) < lease.limit and taken.get(lane, 0) < lease.room(lane, one.due.urgency):
            taken[lane] = taken.get(lane, 0) + 1
            ids.append(one.address_id)
    return ids

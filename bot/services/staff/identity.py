"""Who is signed in to the console, as every page sees her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.staff.rights import Right, Role, rights_of

PROOF_LASTS = timedelta(hours=12)


@dataclass(frozen=True)
class Signed:
    """An account in a session. proven_at: when she last gave her password, and her second factor where she needs one.

    factory: whose counts a factory contact sees; empty for everybody else.
    lacks_factor: one of her roles needs a second factor, and she has set up none; until then she sees nothing else.
    """

    account_id: int
    name: str
    roles: frozenset[Role]
    factory_employed: bool
    factory: str
    proven_at: datetime
    session: str  # digest of the session
    lacks_factor: bool = False

    @property
    def rights(self) -> frozenset[Right]:
        return rights_of(self.roles, factory_employed=self.factory_employed)

    def may(self, right: Right) -> bool:
        return right in self.rights

    def has_proof(self, now: datetime, lasts: timedelta = PROOF_LASTS) -> bool:
        """Whether she was proven lately; a trusted device alone does not open a case."""
        return now - self.proven_at < lasts

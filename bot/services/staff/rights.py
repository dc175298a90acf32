"""What the roles of the console may do, and what nobody employed by a factory ever may."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    TRAINER = "trainer"
    REVIEWER = "reviewer"
    DUTY_OFFICER = "duty_officer"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    FACTORY_CONTACT = "factory_contact"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    WRITE = "write"  # drafts of content
    PUBLISH = "publish"
    SIGN = "sign"  # safeguarding texts, two of these together
    ANNOUNCE = "announce"
    QUESTIONS = "questions"
    PEOPLE = "people"
    GRANT = "grant"  # access to data of children under 14, asked for by somebody else
    CASES = "cases"
    STAFF_ABUSE = "staff_abuse"  # cases about our own people
    ROSTER = "roster"
    FACTORIES = "factories"
    COUNTS = "counts"
    FACTORY_COUNTS = "factory_counts"
    ACCOUNTS = "accounts"
    AUDIT = "audit"


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.TRAINER: frozenset(
        {Right.WRITE, Right.ANNOUNCE, Right.QUESTIONS, Right.PEOPLE, Right.FACTORIES, Right.COUNTS}
    ),
    Role.REVIEWER: frozenset({Right.WRITE, Right.PUBLISH, Right.SIGN, Right.ANNOUNCE, Right.COUNTS}),
    Role.DUTY_OFFICER: frozenset({Right.CASES, Right.PEOPLE, Right.ROSTER}),
    Role.SAFEGUARDING_LEAD: frozenset(
        {Right.CASES, Right.STAFF_ABUSE, Right.QUESTIONS, Right.PEOPLE, Right.ROSTER, Right.SIGN, Right.GRANT}
    ),
    Role.FACTORY_CONTACT: frozenset({Right.FACTORY_COUNTS}),
    Role.ADMINISTRATOR: frozenset(
        {Right.ACCOUNTS, Right.AUDIT, Right.FACTORIES, Right.COUNTS, Right.ROSTER, Right.GRANT}
    ),
}
# The wall between workers and their employer: whatever her roles, she sees no words, no person, no case. Exact counts
# tell of individuals as well, in a small shift; of her own factory she sees what its contact sees. She neither writes
# to workers, nor decides who is called for them, nor when a factory opens.
_BEHIND_THE_WALL = frozenset(Right) - {Right.WRITE, Right.PUBLISH, Right.SIGN, Right.FACTORY_COUNTS}
_SECOND_FACTOR = frozenset({Role.DUTY_OFFICER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR})


def rights_of(roles: Iterable[Role], *, factory_employed: bool) -> frozenset[Right]:
    """Everything that somebody with these roles may do."""
    rights = frozenset(right for role in roles for right in _RIGHTS[role])
    return rights - _BEHIND_THE_WALL if factory_employed else rights


def rights_in(row: Any) -> frozenset[Right]:
    """Of the account in a row; roles that are no longer known are left out."""
    known = (Role(role) for role in row.roles if role in set(Role))
    return rights_of(known, factory_employed=row.factory_employed)


def needs_second_factor(roles: Iterable[Role]) -> bool:
    return any(role in _SECOND_FACTOR for role in roles)

"""What is asked back where a wish to be rung was heard, but not all that was said about when."""

import re
from collections.abc import Sequence

from dialogs.language.when_clause import Clause
from dialogs.language.when_outcomes import AskBack, NotUnderstood, Outcome, Refused
from dialogs.language.when_slots import is_strange
from dialogs.language.when_tokens import DAY_WORDS, Clock, Cycle, Missing, Reason
from dialogs.language.when_wish import asks_me, cancels, refuses, waits, wonders

_RING = re.compile("再|就|喊|叫|提醒|打")


def asked_back(clauses: Sequence[Clause]) -> Outcome:
    """A question for what is missing, or nothing where nobody wished to be rung."""
    refused = [clause for clause in clauses if cancels(clause.words)]
    wishes = [clause for clause in clauses if _is_wish(clause) and clause not in refused]
    if any(wonders(clause.words) for clause in clauses) or not (wishes or _hangs_on_something(clauses)):
        return NotUnderstood()
    if refused:
        # 明早别喊,明晚八点喊: what is not wanted, and then what is.
        last = clauses[-1] in wishes and clauses[-1].is_complete
        return AskBack(Missing.ONE_AT_A_TIME) if last else NotUnderstood()
    timed = [clause for clause in clauses if clause.is_timed]
    if timed and all(clause.is_past for clause in timed):
        return Refused(Reason.PAST)
    missing = _missing(timed)
    return AskBack(missing) if missing else NotUnderstood()


def _is_wish(clause: Clause) -> bool:
    asks = clause.asks and (asks_me(clause.words) or clause.is_timed)
    return asks and not refuses(clause.words, asked=True)


def _hangs_on_something(clauses: Sequence[Clause]) -> bool:
    """等她安顿好,喊她报平安: when something has happened, and nobody here will know."""
    text = ",".join(clause.words for clause in clauses)
    return waits(text) and bool(_RING.search(text)) and not any(refuses(clause.words) for clause in clauses)


def _missing(timed: Sequence[Clause]) -> Missing | None:
    """None where all is said in one breath, with something in it that we do not know."""
    if not any(clause.names(*DAY_WORDS, Cycle) for clause in timed):
        return Missing.DAY
    if not any(clause.names(Clock) for clause in timed):
        return Missing.CLOCK
    return None if len(timed) == 1 and is_strange(timed[0].words) else Missing.ONE_AT_A_TIME

"""Does what conversations want done: effects of a whole batch, in bulk, each person's own in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from bot.services.own_data import erase_me, make_return_code, send_my_data
from bot.services.planning import replan
from bot.services.work import Deed, Work
from bot.store import cases, erasures, outbox, people, questions, records, schedules
from bot.store.cases import Opening
from bot.store.erasures import CHILDREN, Wish
from bot.store.schedules import Kind, Schedule
from dialogs import effects as do
from dialogs.facts import Agreement
from dialogs.language.danger import accuses_our_people

NOTICE_VERSION = "2026-11"


Doer = Callable[[Work, Sequence[Deed]], Awaitable[None]]

_MOVES_SCHEDULES = frozenset(
    {do.SaveProfile, do.SaveReminder, do.RemoveReminder, do.SkipToday, do.Consent, do.RemoveChild, do.SaveChild}
)


async def do_all(work: Work, deeds_by_person: Sequence[Sequence[Deed]]) -> None:
    """Round by round: everybody's first effect, then everybody's second …, each kind in one go."""
    for round_number in range(max((len(deeds) for deeds in deeds_by_person), default=0)):
        groups: dict[type, list[Deed]] = defaultdict(list)
        for deeds in deeds_by_person:
            if round_number < len(deeds):
                groups[type(deeds[round_number].effect)].append(deeds[round_number])
        for kind, group in groups.items():
            await DOERS[kind](work, group)
    await replan(
        work.connection, {deeds[-1].address.person_id: deeds[-1].facts for deeds in deeds_by_person if _moves(deeds)}
    )


def _moves(deeds: Sequence[Deed]) -> bool:
    """Whether anything happened that moves schedules, to somebody who is still there."""
    kinds = {type(deed.effect) for deed in deeds}
    return bool(kinds & _MOVES_SCHEDULES) and do.EraseMe not in kinds


async def _consent(work: Work, deeds: Sequence[Deed]) -> None:
    rows: list[dict[str, Any]] = []
    for deed in deeds:
        effect = _as(do.Consent, deed)
        rows.append(
            {
                "person_id": deed.address.person_id,
                "purpose": effect.purpose,
                "given": effect.given,
                "at": work.scene.now,
                "notice_version": NOTICE_VERSION,
            }
        )
    await records.give_consents(work.connection, rows)
    for given, agreement in ((True, Agreement.AGREED), (False, Agreement.REFUSED)):
        ids = [r["person_id"] for r in rows if r["purpose"] == do.Purpose.SERVICE and r["given"] is given]
        if ids:
            await people.set_agreement(work.connection, ids, agreement)
    for (purpose, given), wish in _WISHES.items():
        ids = [r["person_id"] for r in rows if r["purpose"] == purpose and r["given"] is given]
        await erasures.note(work.connection, wish, ids, work.scene.now)


# What a backup from before must not undo.
_WISHES = {
    (do.Purpose.SERVICE, False): Wish.REFUSED,
    (do.Purpose.SERVICE, True): Wish.AGREED,
    (do.Purpose.PASS_ON, False): Wish.PRIVATE,
    (do.Purpose.PASS_ON, True): Wish.SHARED,
}


async def _save_profile(work: Work, deeds: Sequence[Deed]) -> None:
    await people.save_profiles(
        work.connection, [(deed.address.person_id, _as(do.SaveProfile, deed).profile) for deed in deeds]
    )
    for stopped, wish in ((True, Wish.LEFT), (False, Wish.BACK)):
        ids = [deed.address.person_id for deed in deeds if _as(do.SaveProfile, deed).profile.stopped is stopped]
        await erasures.note(work.connection, wish, ids, work.scene.now)


async def _save_child(work: Work, deeds: Sequence[Deed]) -> None:
    await people.save_children(
        work.connection, [(deed.address.person_id, _as(do.SaveChild, deed).child) for deed in deeds]
    )


async def _remove_child(work: Work, deeds: Sequence[Deed]) -> None:
    keys = [(deed.address.person_id, _as(do.RemoveChild, deed).number) for deed in deeds]
    await people.remove_children(work.connection, keys)
    for number in sorted({number for _person, number in keys}):
        ids = [person_id for person_id, other in keys if other == number]
        await erasures.note(work.connection, CHILDREN[number], ids, work.scene.now)


async def _left_to_replan(_work: Work, _deeds: Sequence[Deed]) -> None:
    """Reminders are in the facts, and all schedules are brought in line with those at the end."""


async def _remove_reminder(work: Work, deeds: Sequence[Deed]) -> None:
    numbers = [(deed.address.person_id, str(_as(do.RemoveReminder, deed).number)) for deed in deeds]
    await schedules.drop(work.connection, [(p, kind, n) for p, n in numbers for kind in (Kind.CALL, Kind.LATER)])


async def _skip_today(work: Work, deeds: Sequence[Deed]) -> None:
    rows = []
    for deed in deeds:
        tomorrow = datetime.combine(deed.facts.today + timedelta(days=1), time(0), deed.facts.zone)
        rows.append((deed.address.person_id, str(_as(do.SkipToday, deed).number), tomorrow - timedelta(microseconds=1)))
    await schedules.skip(work.connection, rows)
    await outbox.leave_out(work.connection, rows, (Kind.CALL, Kind.LATER))


async def _call_later(work: Work, deeds: Sequence[Deed]) -> None:
    rows = []
    for deed in deeds:
        effect = _as(do.CallLater, deed)
        rows.append(Schedule(deed.address.person_id, Kind.LATER, str(effect.number), effect.due_at))
    await schedules.save(work.connection, rows)


async def _record_call(work: Work, deeds: Sequence[Deed]) -> None:
    await records.record_calls(
        work.connection, [_call_row(deed, "outcome", _as(do.RecordCall, deed).outcome, work) for deed in deeds]
    )


async def _rate_call(work: Work, deeds: Sequence[Deed]) -> None:
    await records.record_calls(
        work.connection, [_call_row(deed, "rating", _as(do.RateCall, deed).rating, work) for deed in deeds]
    )


def _call_row(deed: Deed, column: str, value: str, work: Work) -> dict[str, Any]:
    effect: Any = deed.effect
    return {
        "person_id": deed.address.person_id,
        "number": effect.number,
        "occurrence": effect.occurrence,
        column: value,
        "at": work.scene.now,
    }


async def _show_tip(work: Work, deeds: Sequence[Deed]) -> None:
    shown = [(deed.address.person_id, _as(do.ShowTip, deed).tip) for deed in deeds]
    await records.show_tips(work.connection, shown, work.scene.now)


async def _record_tip(work: Work, deeds: Sequence[Deed]) -> None:
    rows = [(d.address.person_id, _as(do.RecordTip, d).tip, _as(do.RecordTip, d).outcome) for d in deeds]
    await records.record_tips(work.connection, rows)


async def _forward(work: Work, deeds: Sequence[Deed]) -> None:
    rows = []
    for deed in deeds:
        effect = _as(do.ForwardToTrainer, deed)
        rows.append(
            {
                "person_id": deed.address.person_id,
                "words": effect.words,
                "file": effect.file,
                "accuses": accuses_our_people(effect.words),
                "asked_at": work.scene.now,
            }
        )
    await questions.ask(work.connection, rows)


async def _open_case(work: Work, deeds: Sequence[Deed]) -> None:
    openings = []
    for deed in deeds:
        effect = _as(do.OpenCase, deed)
        openings.append(Opening(deed.address.person_id, effect.trigger, effect.level, effect.words, effect.promised))
    opened = await cases.open_cases(work.connection, openings, work.scene.now)
    work.opened.extend(replace(one, trace=deed.trace) for one, deed in zip(opened, deeds, strict=True))


async def _note_in_case(work: Work, deeds: Sequence[Deed]) -> None:
    for deed in deeds:
        effect = _as(do.NoteInCase, deed)
        await cases.note(work.connection, deed.address.person_id, (effect.about, effect.words), work.scene.now)


async def _all_clear(work: Work, deeds: Sequence[Deed]) -> None:
    await cases.set_clear(work.connection, [deed.address.person_id for deed in deeds], work.scene.now)


async def _start_timer(work: Work, deeds: Sequence[Deed]) -> None:
    rows = []
    for deed in deeds:
        timer = _as(do.StartTimer, deed)
        rows.append(Schedule(deed.address.person_id, Kind.TIMER, timer.kind, timer.due_at, detail=timer.subject))
    await schedules.save(work.connection, rows)


async def _stop_timer(work: Work, deeds: Sequence[Deed]) -> None:
    await schedules.drop(
        work.connection, [(deed.address.person_id, Kind.TIMER, _as(do.StopTimer, deed).kind) for deed in deeds]
    )


EffectT = TypeVar("EffectT")


def _as(kind: type[EffectT], deed: Deed) -> EffectT:
    """The deed's effect; deeds are grouped by kind before they get here."""
    if not isinstance(deed.effect, kind):
        raise TypeError(f"{type(deed.effect).__name__} was given to the doer of {kind.__name__}")
    return deed.effect


DOERS: dict[type, Doer] = {
    do.Consent: _consent,
    do.SaveProfile: _save_profile,
    do.SaveChild: _save_child,
    do.RemoveChild: _remove_child,
    do.SaveReminder: _left_to_replan,
    do.RemoveReminder: _remove_reminder,
    do.SkipToday: _skip_today,
    do.CallLater: _call_later,
    do.RecordCall: _record_call,
    do.RateCall: _rate_call,
    do.ShowTip: _show_tip,
    do.RecordTip: _record_tip,
    do.ForwardToTrainer: _forward,
    do.OpenCase: _open_case,
    do.NoteInCase: _note_in_case,
    do.AllClear: _all_clear,
    do.StartTimer: _start_timer,
    do.StopTimer: _stop_timer,
    do.SendMyData: send_my_data,
    do.MakeReturnCode: make_return_code,
    do.EraseMe: erase_me,
}

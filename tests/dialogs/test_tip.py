"""Tips: what is chosen for whom, what its buttons do, and what comes by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.effects import RecordTip, ShowTip, TipOutcome, after
from dialogs.engine.catalogue import Push, Pushed, Skipped
from dialogs.engine.events import Verb
from dialogs.engine.step import Card, Move
from dialogs.facts import Agreement, CallTarget, Child, Facts, Home, Profile, Reach, Reminder, SafeguardingCase
from dialogs.library import Tip
from dialogs.reminder_words import week_line
from dialogs.text import Text
from dialogs.tip.card import chosen, door, push, tip_card
from dialogs.tip.choosing import choose_tip
from dialogs.tip.reasons import why
from tests.chat import LIBRARY, MONDAY_MORNING, Chat, agreed_chat, new_facts

EVERY = frozenset(Band)
SCHOOL = frozenset({Band.FROM_6})
MONDAY, FRIDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 29)
JULY = date(2026, 7, 15)
EVENINGS = Reminder(1, CallTarget(), Timing(Repeating("FREQ=DAILY", MONDAY), (time(20, 0),)))
ANY = Tip("any", "tip", "feelings", EVERY, "今天打个电话。")
BOTH = replace(ANY, together=None)


def parent(*tips: Tip, seen: Iterable[str] = (), children: Iterable[Child] = (), **profile: object) -> Facts:
    """An agreed parent of a schoolchild, in a world of these tips only."""
    return replace(
        new_facts(),
        library=replace(LIBRARY, tips={tip.id: tip for tip in tips}),
        agreement=Agreement.AGREED,
        children=tuple(children) or (Child(1, Band.FROM_6),),
        seen_tips=tuple(seen),
        profile=replace(Profile(), **profile),  # type: ignore[arg-type]
    )


def picked(facts: Facts, day: date = MONDAY, **wish: str) -> str | None:
    tip = choose_tip(facts, day=day, **wish)
    return tip.id if tip else None


def told(facts: Facts, texts: Iterable[Text]) -> str:
    return "\n".join(facts.say(text) for text in texts)


def words_of(move: Move, facts: Facts) -> list[str]:
    """What a move says, message texts and cards alike."""
    return [facts.say(text) for said in move.say for text in (said.texts if isinstance(said, Card) else (said,))]


# -- choosing --------------------------------------------------------------------------------------------------------


def test_a_tip_for_babies_is_not_for_the_mother_of_a_schoolchild() -> None:
    baby = replace(ANY, id="baby", bands=frozenset({Band.FROM_0}))
    assert picked(parent(baby)) is None
    assert picked(replace(parent(baby), children=())) == "baby"


def test_no_tip_comes_twice_until_all_that_fit_were_seen_and_then_the_oldest_comes_first() -> None:
    tips = [replace(ANY, id=f"tip-{number}", kind="fact" if number % 2 else "tip") for number in range(6)]
    facts = parent(*tips)
    shown = []
    for _turn in range(12):
        tip = choose_tip(facts, kind="tip", day=MONDAY)
        assert tip is not None
        shown.append(tip.id)
        facts = after(facts, (ShowTip(tip.id),))
    assert sorted(shown[:6]) == sorted(tip.id for tip in tips)
    assert shown[6:] == shown[:6]


def test_on_real_content_a_whole_year_of_tips_repeats_none_too_early() -> None:
    facts = agreed_chat().facts
    seen: list[str] = list(facts.seen_tips)
    for _turn in range(60):
        tip = choose_tip(facts, kind="tip", day=MONDAY)
        assert tip is not None
        assert tip.id not in seen
        seen.append(tip.id)
        facts = after(facts, (ShowTip(tip.id),))


def test_the_same_day_gives_the_same_tip_and_another_person_another_order() -> None:
    facts = agreed_chat().facts
    assert picked(facts) == picked(facts)
    assert len({picked(replace(facts, code=f"CODE{number}", seen_tips=())) for number in range(20)}) > 1


def test_the_kind_of_the_day_comes_first() -> None:
    fact = replace(ANY, id="fact", kind="fact")
    assert picked(parent(ANY, fact), kind="fact") == "fact"
    assert picked(parent(ANY, fact), kind="tip") == "any"
    assert picked(parent(ANY), kind="fact") == "any"


def test_topics_she_wished_for_come_first() -> None:
    wished = replace(ANY, id="wished", topic="safety")
    assert picked(parent(ANY, wished, topics=frozenset({"safety"}))) == "wished"
    assert picked(parent(ANY, wished, topics=frozenset({"feelings"}))) == "any"


def test_a_topic_that_just_came_steps_back() -> None:
    same, other = replace(ANY, id="same"), replace(ANY, id="other", topic="health")
    assert picked(parent(ANY, same, other, seen=["any", "gone-from-the-library"])) == "other"


def test_a_summer_tip_comes_first_in_summer_and_never_in_november() -> None:
    summer = replace(ANY, id="summer", seasons=frozenset({"summer"}))
    assert picked(parent(ANY, summer), JULY) == "summer"
    assert picked(parent(summer), MONDAY) is None


@pytest.mark.parametrize(
    ("shift", "fits"),
    [(Shift.NIGHT_LONG, True), (Shift.DAY_LONG, False), (Shift.DAY_FIXED, False), (Shift.IRREGULAR, False)],
)
def test_a_tip_for_nights_is_for_those_who_work_them(shift: Shift, fits: bool) -> None:
    night = replace(ANY, id="night", shifts=frozenset({"night"}))
    assert (picked(parent(night, shift=ShiftPattern(shift))) == "night") is fits
    assert picked(parent(night)) is None


def test_a_tip_for_the_day_of_rest_comes_on_it_and_before_others() -> None:
    rest = replace(ANY, id="rest", kind="starter", occasions=frozenset({"rest_day"}))
    tuesdays = parent(ANY, rest, rest_day=RestDay.TUESDAY)
    assert picked(tuesdays, date(2026, 11, 24), kind="starter") == "rest"
    assert picked(tuesdays, SUNDAY, kind="starter") == "any"
    assert picked(parent(rest), SUNDAY) == "rest"


@pytest.mark.parametrize("rest", [RestDay.NONE, RestDay.IRREGULAR])
def test_who_has_no_day_of_rest_is_never_told_that_she_rests(rest: RestDay) -> None:
    tip = replace(ANY, id="rest", occasions=frozenset({"rest_day"}))
    assert [picked(parent(tip, rest_day=rest), date(2026, 11, day)) for day in range(23, 30)] == [None] * 7


def test_fridays_paydays_and_holidays_have_their_tips() -> None:
    friday, payday, holiday = (
        replace(ANY, id=name, occasions=frozenset({name})) for name in ("friday", "payday", "holiday")
    )
    assert picked(parent(friday), FRIDAY) == "friday"
    assert picked(parent(friday), MONDAY) is None
    assert picked(parent(payday), date(2026, 11, 10)) == "payday"
    assert picked(parent(payday), MONDAY) is None
    assert picked(parent(holiday), date(2026, 10, 1)) == "holiday"
    assert picked(parent(holiday), MONDAY) is None


def test_a_tip_for_boarders_needs_a_child_of_its_age_that_boards() -> None:
    tip = replace(ANY, id="boards", bands=SCHOOL, occasions=frozenset({"boarding", "friday"}))
    boarder = Child(1, Band.FROM_6, boarding=Boarding.WEEKLY)
    assert picked(parent(tip, children=[boarder]), FRIDAY) == "boards"
    assert picked(parent(tip, children=[boarder]), MONDAY) is None
    assert picked(parent(tip), FRIDAY) is None
    older = [Child(1, Band.FROM_6), Child(2, Band.FROM_12, boarding=Boarding.WEEKLY)]
    assert picked(parent(tip, children=older), FRIDAY) is None


def test_while_together_only_tips_for_being_together_come() -> None:
    near, both = replace(ANY, id="near", together=True), replace(ANY, id="both", together=None)
    assert picked(parent(ANY, near, both, together=True)) == "near"
    assert picked(parent(ANY, both, together=True)) == "both"
    assert picked(parent(near, together=True, together_until=date(2026, 11, 22))) is None
    assert picked(parent(near, together=True, together_until=MONDAY)) == "near"
    assert picked(parent(near)) is None


def test_in_the_last_days_together_parting_is_prepared() -> None:
    parting = replace(ANY, id="parting", together=True, occasions=frozenset({"before_leaving"}))
    assert picked(parent(parting, together=True, together_until=date(2026, 11, 26))) == "parting"
    assert picked(parent(parting, together=True, together_until=date(2026, 12, 26))) is None
    assert picked(parent(parting, together=True)) is None
    assert picked(parent(ANY, parting, together=True), occasion="before_leaving") == "parting"


# -- on request ------------------------------------------------------------------------------------------------------


def test_the_first_tip_is_about_calling_and_brings_words_to_begin_with() -> None:
    chat = Chat().says("/start").presses("同意").says("7岁")
    chat.sees("往后每周发你3条", "可以这样开口")
    (shown,) = chat.did(ShowTip)
    assert isinstance(shown, ShowTip)
    assert LIBRARY.tips[shown.tip].topic == "call_home"


def test_with_no_tip_at_all_the_words_to_begin_with_still_come() -> None:
    chat = Chat(facts=replace(new_facts(), library=replace(LIBRARY, tips={})))
    chat.says("/start").presses("同意").says("7岁").sees("可以这样开口")
    chat.says("今日贴士").sees("眼下没有别的合适的了")


def test_todays_tip_comes_at_once_and_is_remembered() -> None:
    chat = agreed_chat().says("今日贴士")
    assert chat.buttons == ["我试了", "换一条", "收藏", "转给工友", "为什么给我这条"]
    assert chat.did(ShowTip) == [ShowTip(chat.facts.seen_tips[-1])]


def test_who_has_not_agreed_gets_tips_on_request_and_nothing_is_kept() -> None:
    chat = Chat().says("/start").presses("不同意").says("今日贴士")
    first = chat.text
    chat.presses("换一条")
    second = chat.text
    chat.presses("换一条")
    assert len({first, second, chat.text}) == 3
    chat.presses("我试了").sees("真好").presses("收藏").sees("点同意")
    assert not [effect for effect in chat.effects if isinstance(effect, ShowTip | RecordTip)]


def test_who_has_not_agreed_finds_the_same_tip_all_day_and_comes_round_to_it_again() -> None:
    stranger = replace(parent(ANY, replace(ANY, id="other")), agreement=Agreement.REFUSED)
    today = picked(stranger)
    other = picked(stranger, after=today or "")
    assert {today, other} == {"any", "other"}
    assert picked(stranger, after=other or "") == today
    assert picked(stranger, after="taken-out") == today


def test_a_number_in_a_tip_that_needs_the_home_town_asks_for_it_once() -> None:
    police = replace(ANY, text="有急事打{110}。")
    chat = agreed_chat()
    chat.facts = replace(chat.facts, library=replace(LIBRARY, tips={"any": police}))
    chat.says("今日贴士").sees("有急事打110。", "孩子在哪个市").says("铜仁").sees("0856110")
    chat.says("今日贴士").sees("有急事打0856110。", "打不通就直接打110").does_not_see("孩子在哪个市")


# -- buttons ---------------------------------------------------------------------------------------------------------


def test_i_tried_it_is_noted_once_and_answered_kindly_each_time() -> None:
    chat = agreed_chat().says("今日贴士").presses("我试了").sees("真好")
    chat.presses("我试了").sees("记下了")
    assert chat.did(RecordTip) == [RecordTip(chat.facts.seen_tips[-1], TipOutcome.TRIED)]


def test_another_one_is_another_one_and_a_second_press_brings_no_third() -> None:
    chat = agreed_chat().says("今日贴士")
    first = chat.facts.seen_tips[-1]
    button = next(button for message in chat.seen for button in message.buttons if button.label == "换一条")
    chat.press_data(button.data)
    second = chat.facts.seen_tips[-1]
    assert second != first
    assert chat.did(RecordTip) == [RecordTip(first, TipOutcome.ANOTHER)]
    chat.press_data(button.data).sees("点最新那条下面的")
    assert chat.facts.seen_tips[-1] == second


def test_when_nothing_else_fits_another_one_says_so() -> None:
    facts = parent(ANY, seen=["any"])
    move = chosen(Verb("tip", "any", "", "another"), facts)
    assert "眼下没有别的合适的了" in "".join(words_of(move, facts))


def test_kept_tips_are_found_again() -> None:
    chat = agreed_chat().says("我的收藏").sees("还没收藏过")
    chat.says("今日贴士").presses("收藏").sees("收好了").presses("收藏").sees("收过了")
    kept = chat.facts.saved_tips[0]
    chat.says("我的收藏").sees(LIBRARY.tips[kept].text[:10]).says("1").sees(LIBRARY.tips[kept].text[-8:])
    assert len(chat.did(RecordTip)) == 1


def test_many_kept_tips_come_in_pages_newest_first() -> None:
    chat = agreed_chat()
    ids = [tip.id for tip in LIBRARY.tips.values() if "{" not in tip.text][:7]
    chat.facts = replace(chat.facts, saved_tips=(*ids, "gone-from-the-library"))
    chat.says("我的收藏").sees(LIBRARY.tips[ids[6]].text[:10])
    assert chat.buttons == ["1", "2", "3", "4", "5", "更早的", "不看了"]
    chat.says("更早").says("2").sees(LIBRARY.tips[ids[0]].text[-8:])


def test_the_list_of_kept_tips_can_be_closed_and_stands_a_tip_taken_out() -> None:
    chat = agreed_chat()
    ids = tuple(tip.id for tip in LIBRARY.tips.values())[:2]
    chat.facts = replace(chat.facts, saved_tips=ids)
    chat.says("我的收藏")
    less = {id: tip for id, tip in LIBRARY.tips.items() if id != ids[1]}
    chat.facts = replace(chat.facts, library=replace(LIBRARY, tips=less))
    chat.says("第一个").sees(LIBRARY.tips[ids[0]].text[-8:])
    chat.says("我的收藏").says("不看了").sees("都给你留着")


def test_passing_a_tip_on_gives_plain_words_without_anything_of_hers() -> None:
    police = replace(ANY, text="有急事打{110}。")
    facts = parent(police, home=Home("0856", "铜仁"))
    move = chosen(Verb("tip", "any", "", "share"), facts)
    assert words_of(move, facts) == ["复制这段，就能转给工友：", "有急事打110。"]
    short = replace(police, share="急事打{110}")
    facts = parent(short, home=Home("0856", "铜仁"))
    move = chosen(Verb("tip", "any", "", "share"), facts)
    assert words_of(move, facts)[1:] == ["急事打110"]


def test_a_button_under_a_tip_that_was_taken_out_says_so() -> None:
    facts = parent(ANY)
    move = chosen(Verb("tip", "gone", "", "tried"), facts)
    assert "撤下" in "".join(words_of(move, facts))


def test_an_old_phone_at_home_gets_its_own_line() -> None:
    tip = replace(ANY, bands=SCHOOL, basic_phone="打电话说就行。")
    by_ringing = Child(1, Band.FROM_6, reach=frozenset({Reach.BASIC_PHONE}))
    too_old = Child(2, Band.FROM_12, reach=frozenset({Reach.BASIC_PHONE}))
    facts = parent(tip, children=[by_ringing])
    assert "打电话说就行。" in told(facts, tip_card(tip, facts).texts)
    assert "打电话说就行。" not in told(facts, tip_card(replace(tip, basic_phone=""), facts).texts)
    assert "打电话说就行。" not in told(
        facts, tip_card(tip, parent(tip, children=[Child(1, Band.FROM_6), too_old])).texts
    )


# -- reasons ---------------------------------------------------------------------------------------------------------


def test_why_this_one_is_answered_in_the_chat() -> None:
    agreed_chat().says("今日贴士").presses("为什么给我这条").sees("你没看过的", "不看你写的话")


def test_the_age_is_named_where_it_mattered() -> None:
    assert "给6到9岁的孩子" in told(new_facts(), why(replace(ANY, bands=SCHOOL), parent(ANY), MONDAY))
    assert "多大的孩子都用得上" in told(new_facts(), why(ANY, parent(ANY), MONDAY))
    nobody = replace(parent(ANY), children=())
    assert "还不知道你孩子多大" in told(new_facts(), why(ANY, nobody, MONDAY))


def test_an_age_that_no_longer_fits_is_not_claimed() -> None:
    reasons = told(new_facts(), why(replace(ANY, bands=frozenset({Band.FROM_0})), parent(ANY), MONDAY))
    assert "岁" not in reasons


def test_wish_season_shift_and_being_together_are_told_when_they_were_so() -> None:
    tip = replace(
        ANY, seasons=frozenset({"summer"}), shifts=frozenset({"night"}), together=True, occasions=frozenset({"payday"})
    )
    facts = parent(tip, topics=frozenset({"feelings"}), shift=ShiftPattern(Shift.NIGHT_LONG), together=True)
    reasons = told(facts, why(tip, facts, JULY))
    assert [word in reasons for word in ("想看的", "这个时候", "上夜班", "在一起", "发工资")] == [True] * 5
    reasons = told(facts, why(tip, parent(tip), MONDAY))
    assert [word in reasons for word in ("想看的", "这个时候", "上夜班", "在一起", "发工资")] == [False] * 5


def test_boarding_and_parting_are_told() -> None:
    tip = replace(ANY, occasions=frozenset({"boarding", "before_leaving"}))
    boarder = parent(tip, children=[Child(1, Band.FROM_6, boarding=Boarding.WEEKLY)])
    assert "有孩子住校" in told(boarder, why(tip, boarder, MONDAY))
    assert "快要分开" in told(boarder, why(tip, boarder, MONDAY))
    assert "有孩子住校" not in told(boarder, why(tip, parent(tip), MONDAY))


def test_a_guessed_day_of_rest_is_called_a_guess() -> None:
    tip = replace(ANY, occasions=frozenset({"rest_day"}))
    assert "还不知道你哪天休息，先当是周日" in told(new_facts(), why(tip, parent(tip), SUNDAY))
    known = parent(tip, rest_day=RestDay.SUNDAY)
    assert "那天周日，你休息" in told(known, why(tip, known, SUNDAY))


def test_who_has_not_agreed_is_not_told_of_a_memory_we_do_not_have() -> None:
    stranger = replace(parent(ANY), agreement=Agreement.REFUSED)
    assert "没看过" not in told(stranger, why(ANY, stranger, MONDAY))


def test_reasons_are_those_of_the_day_on_which_it_came() -> None:
    tip = replace(ANY, occasions=frozenset({"friday"}))
    facts = parent(tip)
    on_friday = words_of(chosen(Verb("tip", "any", "2026-11-27T20:00", "why"), facts), facts)
    on_monday = words_of(chosen(Verb("tip", "any", "", "why"), facts), facts)
    assert ["星期五" in "".join(words) for words in (on_friday, on_monday)] == [True, False]


# -- unasked ---------------------------------------------------------------------------------------------------------


def test_on_the_weekly_rhythm_each_day_brings_its_kind() -> None:
    tips = [replace(ANY, id=kind, kind=kind) for kind in ("fact", "tip", "starter")]
    facts = parent(*tips)
    kinds = [push(Push("tip", "", f"{day}T20:30"), facts) for day in ("2026-11-23", "2026-11-25", "2026-11-29")]
    assert [one.card.subject for one in kinds if isinstance(one, Pushed)] == ["fact", "tip", "starter"]


def test_a_pushed_tip_is_remembered_and_its_buttons_work() -> None:
    chat = agreed_chat().is_pushed(Push("tip", "", "2026-11-25T20:30"))
    assert chat.did(ShowTip) == [ShowTip(chat.facts.seen_tips[-1])]
    chat.presses("我试了").sees("真好")


def test_on_the_day_of_the_long_call_the_tip_carries_the_line_about_the_week() -> None:
    facts = replace(parent(ANY), reminders=(EVENINGS,), calls_this_week=2)
    line = week_line(facts)
    assert "2" in facts.say(line)
    pushed = push(Push("tip", "", "2026-11-29T20:30"), facts)
    assert isinstance(pushed, Pushed)
    assert line in pushed.card.texts
    other_day = push(Push("tip", "", "2026-11-25T20:30"), facts)
    assert isinstance(other_day, Pushed)
    assert line not in other_day.card.texts


def test_a_week_without_calls_gets_no_number_and_no_reminders_no_line() -> None:
    line = week_line(replace(parent(ANY), reminders=(EVENINGS,)))
    assert not any(letter.isdigit() for letter in new_facts().say(line))
    for facts in (parent(ANY), replace(parent(BOTH, together=True), reminders=(EVENINGS,))):
        pushed = push(Push("tip", "", "2026-11-29T20:30"), facts)
        assert isinstance(pushed, Pushed)
        assert line not in pushed.card.texts


@pytest.mark.parametrize(
    "facts",
    [
        replace(parent(ANY), agreement=Agreement.REFUSED),
        parent(ANY, stopped=True),
        parent(ANY, paused=True),
        parent(ANY, tips_a_week=0),
        parent(ANY, paused_until=date(2026, 11, 25)),
        replace(parent(ANY), case=SafeguardingCase("C1", "accident", "P0")),
        parent(),
    ],
)
def test_no_tip_comes_unasked_to_who_wants_none_or_is_in_danger(facts: Facts) -> None:
    assert isinstance(push(Push("tip", "", "2026-11-25T20:30"), facts), Skipped)


def test_the_day_after_a_pause_tips_come_again() -> None:
    facts = parent(ANY, paused_until=date(2026, 11, 24))
    assert isinstance(push(Push("tip", "", "2026-11-25T20:30"), facts), Pushed)


# -- parting ---------------------------------------------------------------------------------------------------------


def test_before_they_part_the_tip_is_about_parting_and_without_one_any_tip_will_do() -> None:
    parting = replace(ANY, id="parting", together=True, occasions=frozenset({"before_leaving"}))
    assert ShowTip("parting") in getattr(door(parent(ANY, parting), "parting"), "effects", ())
    assert ShowTip("any") in getattr(door(parent(ANY), "parting"), "effects", ())


def test_just_after_parting_the_tip_is_about_being_apart_again_in_any_season() -> None:
    apart = replace(ANY, id="apart", topic="reunion", seasons=frozenset({"after_festival"}))
    calling = replace(ANY, id="calling", topic="call_home")
    first = door(parent(ANY, apart, calling), "apart")
    assert ShowTip("apart") in getattr(first, "effects", ())
    again = door(parent(ANY, apart, calling, seen=["apart"]), "apart")
    assert ShowTip("calling") in getattr(again, "effects", ())


def test_a_card_remembers_the_minute_in_which_it_was_shown() -> None:
    facts = replace(parent(ANY), now=MONDAY_MORNING)
    assert tip_card(ANY, facts).occurrence == "2026-11-23T10:00"
    assert facts.now == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

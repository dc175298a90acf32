"""A parent asks to be reminded of calls home: in one sentence, or step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Lunar, Once, Repeating, Timing
from dialogs.calendar.rest import RestDay
from dialogs.calendar.windows import Boarding
from dialogs.call_home import prompts, reading, wishes
from dialogs.call_home.draft import Draft
from dialogs.call_home.new import AskDays, AskNightTime, AskTime, AskWhom, CarryOn, ConfirmReminder
from dialogs.call_home.times import Clash, proposals, suits_home
from dialogs.call_home.unclear import AskAgain, AskWhich
from dialogs.effects import SaveReminder
from dialogs.engine.entry import Entry
from dialogs.engine.step import Done, Go, Open
from dialogs.facts import Agreement, CallTarget, Child, Reach, Reminder
from dialogs.language.when import Missing
from tests.chat import Chat, new_facts
from tests.dialogs.call_home_parents import (
    ELDERS,
    EVERY_DAY,
    MONDAY,
    NIGHTS,
    PUPIL,
    ROTATING,
    SECOND,
    WEDNESDAYS,
    parent,
    reminder,
    with_reminders,
)


def saved(chat: Chat) -> Reminder:
    last = chat.did(SaveReminder)[-1]
    assert isinstance(last, SaveReminder)
    return last.reminder


def test_one_sentence_is_enough() -> None:
    chat = parent().says("每周三晚上八点半提醒我给老二打电话")
    chat.sees("提醒你给老二打电话：每周三晚上8点半。", "下次是后天（11月25日 周三）晚上8点半。", "对吗？")
    chat.says("对").sees("记下了。后天（11月25日 周三）晚上8点半提醒你。").does_not_see("关了这页")
    assert saved(chat) == Reminder(1, CallTarget(child=2), Timing(WEDNESDAYS, (time(20, 30),)))


def test_step_by_step_with_buttons() -> None:
    chat = parent().says("新提醒").sees("想打给谁？").presses("老大").sees("提醒你给老大打电话。哪几天？")
    chat.presses("一三五").sees("这几个点两边都有空").presses("晚上8点").sees("每周一、周三、周五晚上8点").presses("对")
    assert saved(chat).timing == Timing(Repeating("FREQ=WEEKLY;BYDAY=MO,WE,FR", MONDAY), (time(20),))


def test_step_by_step_in_her_own_words() -> None:
    chat = parent().says("新提醒").says("打给老二吧").sees("提醒你给老二打电话。哪几天？")
    chat.presses("我自己写").sees("照你平时说的写就行").says("每月15号").says("晚上八点").says("可以")
    assert saved(chat).timing == Timing(Repeating("FREQ=MONTHLY;BYMONTHDAY=15", MONDAY), (time(20),))


def test_the_elders_can_be_chosen_though_there_is_only_one_child() -> None:
    chat = parent(PUPIL).says("新提醒").sees("提醒你给孩子打电话。哪几天？").presses("改打给老人")
    chat.sees("提醒你给家里老人打电话。哪几天？").presses("每天").presses("晚上8点").presses("对")
    assert saved(chat).target == ELDERS


def test_a_child_nobody_told_us_of_keeps_its_name() -> None:
    parent(PUPIL).says("每周三晚上八点半提醒我给老三打电话").sees("提醒你给老三打电话")


def test_a_mother_of_two_who_says_only_the_child_is_asked_which() -> None:
    parent().says("每周三晚上八点提醒我给孩子打电话").sees("想打给谁？").presses("老大").sees("每周三晚上8点", "对吗？")


def test_a_question_at_the_child_step_is_answered_and_asked_again() -> None:
    chat = parent().says("新提醒").says("孩子不接我电话怎么办")
    assert "老大" in chat.buttons


def test_a_birthday_by_the_farmers_calendar() -> None:
    chat = parent().says("每年农历三月初八中午十二点提醒我给老大打电话")
    chat.sees("每年农历三月初八中午12点", "2027年4月14日", "那会儿老大不一定方便接").says("对")
    assert saved(chat).timing == Timing(Lunar(3, 8), (time(12),))


def test_a_bare_hour_is_read_where_both_are_free_and_said_so() -> None:
    chat = parent().says("每周三八点提醒我给老二打电话")
    chat.sees("每周三晚上8点", "你没说上午还是晚上，我按晚上8点记的").says("对")
    assert saved(chat).timing.times == (time(20),)


def test_a_bare_hour_for_chosen_days() -> None:
    chat = parent().says("新提醒").says("老二").says("周三").says("8").sees("每周三晚上8点")
    chat.says("换个时间").says("六点").sees("每周三晚上6点").sees("趁休息打一小会儿")


def test_a_bare_hour_nobody_can_decide_is_asked() -> None:
    chat = parent().says("每周三九点提醒我给老二打电话").sees("是上午，还是晚上？", "每周三上午9点", "每周三晚上9点")
    chat.presses("都不是").sees("哪几天？").presses("每天").presses("晚上8点").sees("每天晚上8点")


def test_a_bare_hour_for_chosen_days_that_nobody_can_decide_is_asked() -> None:
    chat = parent().says("新提醒").says("老二").says("周三").says("九点").sees("1. 每周三上午9点", "2. 每周三晚上9点")
    chat.says("1").sees("每周三上午9点。", "那会儿老二不一定方便接")


def test_only_the_hour_was_said_and_the_days_are_asked() -> None:
    chat = parent(PUPIL).says("晚上八点提醒我给孩子打电话").sees("哪几天？").presses("每天")
    chat.sees("每天晚上8点").presses("换个日子").says("每周六").sees("每周六晚上8点")


def test_only_a_bare_hour_was_said_and_the_days_decide() -> None:
    parent(PUPIL).says("九点提醒我给孩子打电话").says("每天").sees("几点好？").says("晚上八点").sees("每天晚上8点")
    parent(PUPIL).says("八点提醒我给孩子打电话").presses("每天").sees("每天晚上8点", "你没说上午还是晚上")


def test_only_the_day_was_said_and_the_hour_is_asked() -> None:
    chat = parent(PUPIL).says("每周三晚上提醒我给孩子打电话").sees("几点好？").says("八点").sees("每周三晚上8点。")
    chat.does_not_see("你没说上午还是晚上")


def test_only_the_wish_was_said() -> None:
    parent(PUPIL).says("提醒我给孩子打电话").sees("提醒你给孩子打电话。哪几天？")


def test_other_days_at_the_hour_step_take_the_place_of_the_first() -> None:
    chat = parent(PUPIL).says("新提醒").presses("每天").says("每周五").sees("几点好？").says("每周六晚上八点")
    chat.sees("每周六晚上8点")


def test_an_hour_that_does_not_exist_is_refused_in_plain_words() -> None:
    chat = parent(PUPIL).says("晚上二十七点提醒我打电话").sees("没有这个钟点", "哪几天？").presses("每天")
    chat.says("二十七点").sees("没有这个钟点").says("晚点").sees("具体几点？").presses("晚上8点").sees("对吗？")


def test_a_day_that_does_not_exist_or_is_over_is_refused() -> None:
    parent(PUPIL).says("2月30号晚上八点提醒我打电话").sees("没有这一天")
    parent(PUPIL).says("昨天晚上八点提醒我打电话").sees("这个时间已经过了")


def test_once_only() -> None:
    chat = parent(PUPIL).says("明天晚上八点提醒我给孩子打电话")
    chat.sees("明天（11月24日 周二）晚上8点，就这一次").does_not_see("下次是").says("对")
    assert saved(chat).timing == Timing(Once(datetime.fromisoformat("2026-11-24T20:00")))


def test_a_day_without_an_hour_gets_hours_that_are_still_to_come() -> None:
    chat = parent(PUPIL).says("今天提醒我给孩子打电话")
    chat.presses("晚上8点").says("对")
    assert saved(chat).timing == Timing(Once(datetime.fromisoformat("2026-11-23T20:00")))


def test_a_few_dates_are_named() -> None:
    chat = parent(PUPIL).says("周三和周五晚上八点提醒我给孩子打电话").sees("就这一次，还是每次都提醒？")
    chat.says("1").sees("11月25日 周三、11月27日 周五晚上8点")


def test_none_of_the_readings_can_be_answered_with_new_words() -> None:
    chat = parent(PUPIL).says("周三和周五晚上八点提醒我给孩子打电话").says("每周三晚上八点")
    chat.sees("每周三晚上8点", "对吗？")


def test_two_wishes_at_once_are_taken_one_by_one() -> None:
    chat = parent(PUPIL).says("每周三晚上八点周六中午十二点提醒我给孩子打电话").sees("咱们一个一个来")
    chat.says("每周三晚上八点").sees("每周三晚上8点")
    other = parent(PUPIL).says("每周三晚上八点周六中午十二点提醒我给孩子打电话").presses("不要提醒了")
    other.sees("好，那就不设了")


def test_both_shifts_in_two_sentences() -> None:
    chat = parent(PUPIL, shift=ROTATING).says("夜班的时候每周三下午六点半提醒我打电话").sees("另一个班的那周")
    chat.says("白班晚上八点").sees("每周三晚上8点，上夜班那周晚上6点半").says("对")
    assert saved(chat).timing.night_times == (time(18, 30),)


def test_a_rotating_shift_gets_one_time_for_each() -> None:
    chat = parent(shift=ROTATING).says("每周三晚上八点半提醒我给老二打电话")
    chat.sees("提醒你给老二打电话：每周三晚上8点半。", "上夜班那周，几点")
    assert chat.buttons == ["晚上6点", "晚上6点半", "晚上7点", "时间一样"]
    chat.says("六点半").sees("每周三晚上8点半，上夜班那周晚上6点半").says("对")
    assert saved(chat).timing == Timing(WEDNESDAYS, (time(20, 30),), (time(18, 30),))


def test_the_night_time_by_button_the_same_or_impossible() -> None:
    ask = "每周三晚上八点半提醒我给老二打电话"
    parent(shift=ROTATING).says(ask).presses("晚上6点").sees("上夜班那周晚上6点。")
    parent(shift=ROTATING).says(ask).says("一样").sees("每周三晚上8点半。")
    chat = parent(shift=ROTATING).says(ask).says("二十七点").sees("没有这个钟点").says("晚点").sees("具体几点？")
    chat.says("晚上九点半").sees("晚上8点50分以前打合适", "上夜班那周，几点")
    chat.says("孩子不接我电话怎么办").sees("上夜班那周，几点")


def test_the_night_time_may_come_with_its_shift() -> None:
    chat = parent(shift=ROTATING).says("每天晚上八点提醒我给老二打电话").says("下午六点").sees("上夜班那周晚上6点")
    assert AskNightTime(Draft(CallTarget(child=2), EVERY_DAY, (time(20),))).heard("半小时后", chat.facts) is not None


def test_a_child_is_never_called_out_of_bed() -> None:
    chat = parent(PUPIL).says("每天晚上九点半提醒我给孩子打电话")
    chat.sees("那会儿孩子要睡觉了，晚上8点50分以前打合适", "几点好？")
    chat.says("晚上九点").sees("晚上8点50分以前打合适").says("凌晨三点").sees("要睡觉了").says("晚上八点半").sees(
        "对吗？"
    )


def test_the_elders_may_be_called_late() -> None:
    parent(PUPIL).says("每天晚上十点提醒我给奶奶打电话").sees("对吗？", "那会儿家里老人不一定方便接")


def test_a_mother_on_night_shift_may_insist_on_a_time_in_her_sleep() -> None:
    ask = "每周六中午十二点提醒我给孩子打电话"
    chat = parent(PUPIL, shift=NIGHTS).says(ask).sees("那会儿你多半在睡觉").presses("就这个点")
    chat.sees("每周六中午12点", "对吗？").does_not_see("趁休息").says("对")
    assert saved(chat).timing.times == (time(12),)
    parent(PUPIL, shift=NIGHTS).says(ask).presses("换个时间").sees("几点好？")
    parent(PUPIL, shift=NIGHTS).says(ask).says("下午六点").sees("每周六晚上6点")


def test_who_asks_for_a_call_today_is_awake() -> None:
    parent(PUPIL, shift=NIGHTS).says("半小时后提醒我给孩子打电话").sees("就这一次", "对吗？")


def test_a_boarder_is_called_on_the_days_at_home() -> None:
    boarder = Child(1, Band.FROM_9, boarding=Boarding.WEEKLY)
    chat = parent(boarder).says("每天晚上八点提醒我打电话").sees("孩子那几天住在学校")
    assert chat.buttons[:4] == ["每周五", "每周六", "每周日", "周末"]
    chat.presses("周末").sees("那会儿孩子还没从学校回来，或者已经回学校了", "几点好？")
    chat.presses("中午12点").sees("对吗？").says("对")
    assert saved(chat).timing.times == (time(12),)
    parent(boarder).says("每周五下午四点提醒我给孩子打电话").sees("还没从学校回来")
    parent(boarder).says("每年6月1号晚上七点提醒我给孩子打电话").sees("对吗？")


def test_a_boarder_with_a_school_telephone_is_called_there() -> None:
    boarder = Child(1, Band.FROM_9, boarding=Boarding.WEEKLY, reach=frozenset({Reach.SCHOOL_PHONE}))
    parent(boarder).says("每周三晚上七点提醒我给孩子打电话").sees("对吗？", "那会儿孩子不一定方便接")


def test_on_her_day_of_rest() -> None:
    chat = parent(PUPIL, rest_day=RestDay.SUNDAY).says("新提醒").presses("我休息那天").sees("几点好？")
    chat.presses(chat.buttons[0]).sees("每周日").says("对")
    assert saved(chat).timing.rule == Repeating("FREQ=WEEKLY;BYDAY=SU", MONDAY)


def test_no_day_of_rest_is_offered_that_nobody_can_know() -> None:
    assert "我休息那天" not in parent(PUPIL, rest_day=RestDay.IRREGULAR).says("新提醒").buttons


def test_the_day_of_rest_is_asked_when_it_is_first_needed() -> None:
    chat = parent(PUPIL, asked=frozenset({"shift"}))
    step = AskDays(Draft(CallTarget()))
    move = step.chose("rest", chat.facts)
    assert isinstance(move, Open)
    assert move.entry is Entry.REST_DAY
    assert isinstance(move.then, CarryOn)
    known = chat.facts.with_profile(replace(chat.facts.profile, rest_day=RestDay.MONDAY))
    assert any(choice.key.endswith(":00") for choice in move.then.ask(known).choices)
    unknown = chat.facts.with_profile(replace(chat.facts.profile, rest_day=RestDay.NONE))
    assert "daily" in {choice.key for choice in move.then.ask(unknown).choices}


def test_the_shift_is_asked_once_with_the_first_reminder() -> None:
    chat = parent(PUPIL, shift=None, asked=frozenset[str]())
    move = wishes.recognise("每周三晚上八点提醒我给孩子打电话", chat.facts)
    assert isinstance(move, Open)
    assert move.entry is Entry.SHIFT
    assert isinstance(move.then, CarryOn)
    assert "不想吵你睡觉" in chat.facts.say(move.say[0])  # type: ignore[arg-type]
    rotates = chat.facts.with_profile(replace(chat.facts.profile, shift=ROTATING))
    assert "same" in {choice.key for choice in move.then.ask(rotates).choices}
    after = move.then.chose("same", rotates)
    assert isinstance(after, Go)
    assert isinstance(after.step, ConfirmReminder)
    assert isinstance(move.then.heard("六点", rotates), Go)
    skipped = chat.facts.with_profile(replace(chat.facts.profile, asked=frozenset({"shift"})))
    assert "yes" in {choice.key for choice in move.then.ask(skipped).choices}


def test_for_a_single_call_nobody_asks_for_the_shift() -> None:
    parent(PUPIL, shift=None, asked=frozenset[str]()).says("明天晚上八点提醒我给孩子打电话").sees("对吗？")


def test_corrections_at_the_end() -> None:
    chat = parent().says("每周三晚上八点半提醒我给老二打电话").says("给老大打")
    chat.sees("提醒你给老大打电话：每周三晚上8点半")
    chat.says("八点吧").sees("每周三晚上8点").says("改成每周六晚上七点").sees("每周六晚上7点").says("不对").sees(
        "几点好？"
    )
    chat.says("晚上八点").says("孩子不接我电话怎么办").sees("对吗？").says("不要提醒了").sees("好，那就不设了")
    assert chat.did(SaveReminder) == []


def test_the_same_reminder_is_not_kept_twice() -> None:
    ask = "每周三晚上八点半提醒我给老二打电话"
    parent().says(ask).says("对").says(ask).says("对").sees("这条提醒已经有了")


def test_what_was_to_come_may_be_over_when_she_says_yes() -> None:
    chat = parent(PUPIL).says("今天晚上八点提醒我给孩子打电话").later(days=1).says("对").sees("这个时间已经过了")
    assert chat.did(SaveReminder) == []


def test_twenty_reminders_are_plenty() -> None:
    many = [reminder(number, rule=Repeating(f"FREQ=MONTHLY;BYMONTHDAY={number}", MONDAY)) for number in range(1, 21)]
    with_reminders(parent(), *many).says("新提醒").sees("已经有20条提醒，记不下了")
    chat = with_reminders(parent(), *many[:19]).says("每周三晚上八点半提醒我给老二打电话")
    with_reminders(chat, *many).says("对").sees("已经有20条提醒")


def test_no_agreement_no_reminder() -> None:
    chat = Chat(replace(new_facts(), agreement=Agreement.REFUSED))
    chat.says("每周三晚上八点半提醒我给老二打电话")
    assert "同意" in chat.buttons


def test_a_short_order_without_the_word_remind() -> None:
    parent().says("每周三晚上八点给老二打电话").sees("对吗？")
    parent().says("我想每周三晚上八点给老二打电话").sees("对吗？")


@pytest.mark.parametrize(
    "words",
    [
        "孩子不接我电话怎么办",
        "我昨天八点给孩子打电话他说作业多",
        "打电话给孩子说啥",
        "别叫我每天打电话",
        "提醒孩子写作业",
        "晚上给老二打电话",
        "红烧肉怎么做",
    ],
)
def test_a_story_or_a_question_is_no_wish(words: str) -> None:
    assert wishes.recognise(words, parent().facts) is None


def test_without_children_we_know_of_the_child_may_be_of_any_age() -> None:
    chat = parent(shift=None)
    chat.facts = replace(chat.facts, children=())
    chat.says("每天晚上十点提醒我给孩子打电话").sees("提醒你给孩子打电话：每天晚上10点")
    chat.says("晚上十一点").sees("晚上10点半以前打合适")


def test_the_door_takes_words_along() -> None:
    move = wishes.door(parent().facts, "每周三晚上八点给老二")
    assert isinstance(move, Go)
    assert isinstance(move.step, ConfirmReminder)


def test_nothing_is_proposed_for_what_is_not_known_yet() -> None:
    facts = parent().facts
    assert proposals(Draft(), facts) == ()
    assert not suits_home(CallTarget(), Timing(Once(datetime.fromisoformat("2020-01-01T20:00"))), facts)


def test_words_about_other_things_are_no_answer() -> None:
    facts = parent().facts
    days = AskDays(Draft(CallTarget(child=2), heard="晚上八点提醒我"))
    assert days.heard("红烧肉", facts) is None
    assert AskTime(Draft(CallTarget(child=2), EVERY_DAY)).heard("红烧肉", facts) is None
    assert AskWhom(Draft()).heard("红烧肉", facts) is None
    assert AskAgain(Draft(), Missing.CLOCK).heard("红烧肉", facts) is None
    assert AskWhich(Draft(), Missing.CLOCK, ()).heard("红烧肉", facts) is None


def test_an_end_of_the_days_is_no_habit() -> None:
    assert not Draft(rule=Repeating("FREQ=DAILY;COUNT=2", MONDAY)).repeats
    assert not Draft().repeats
    assert Draft(rule=EVERY_DAY).timing is None


def test_days_that_cannot_be_told_apart_are_asked_for_in_words() -> None:
    parent(PUPIL).says("下周晚上八点提醒我给孩子打电话").sees("具体是哪天？")
    parent(PUPIL).says("每周提醒我给孩子打电话").sees("具体是哪天？").says("每周六晚上八点").sees("每周六晚上8点")


def test_a_clock_without_days_and_more_than_one_reading_is_left_open() -> None:
    facts = parent(PUPIL).facts
    draft = Draft(CallTarget(), heard="十点")
    assert reading.on_days(EVERY_DAY, draft, facts).times == ()
    assert reading.on_days(EVERY_DAY, Draft(CallTarget()), facts).times == ()


def test_nobody_needs_a_reason_where_nothing_speaks_against_it() -> None:
    facts = parent(PUPIL).facts
    texts = prompts.time_question(Draft(ELDERS, EVERY_DAY), facts, Clash.BEDTIME).texts
    assert len(texts) == 2  # what is known so far, and the question
    assert prompts.time_question(Draft(), facts, None).choices == ()


def test_a_second_child_after_all() -> None:
    move = AskDays(Draft(CallTarget())).heard("给老二 每周三", parent().facts)
    assert isinstance(move, Go)
    assert isinstance(move.step, AskTime)
    assert move.step.draft.target == CallTarget(child=SECOND.number)


def test_the_door_without_words_asks() -> None:
    assert not isinstance(wishes.door(parent(PUPIL).facts, ""), Done)


def test_the_whole_chat_with_the_shift_asked_in_between() -> None:
    chat = parent(PUPIL, shift=None, asked=frozenset[str]()).says("每周三晚上八点半提醒我给孩子打电话")
    chat.sees("不想吵你睡觉", "白班").presses("一直白班").sees("每周三晚上8点半", "对吗？").says("对")
    assert saved(chat).timing == Timing(WEDNESDAYS, (time(20, 30),))
    chat.says("每周六晚上八点提醒我给孩子打电话").sees("对吗？")


def test_the_whole_chat_with_the_day_of_rest_asked_in_between() -> None:
    chat = parent(PUPIL, asked=frozenset({"shift"})).says("新提醒").presses("我休息那天").presses("周日")
    chat.sees("几点好？").presses(chat.buttons[0]).sees("每周日")
    other = parent(PUPIL, asked=frozenset({"shift"})).says("新提醒").presses("我休息那天").presses("不固定")
    other.sees("哪几天？").presses("每天").sees("几点好？")

"""Her rights: silence, her data seen and erased, a code word for a shared phone, the way back from a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.effects import EraseMe, MakeReturnCode, RemoveChild, SaveProfile, SendMyData
from dialogs.engine.step import Done
from dialogs.facts import CallTarget, Carer, Child, Facts, Home, Profile, Reach, Reminder, SafeguardingCase
from dialogs.pin import hashed
from dialogs.rights.doors import erase, my_data
from dialogs.rights.silence import RESUME, pause
from dialogs.rights.summary import kept
from tests.chat import Chat, agreed_chat, new_facts

EVENINGS = Timing(Repeating("FREQ=DAILY", date(2026, 11, 23)), (time(20, 0),))


def summary(facts: Facts) -> str:
    return "\n".join(facts.say(text) for text in kept(facts))


def with_pin(pin: str = "2580") -> Chat:
    """A mother on a shared phone who has set a code word."""
    return agreed_chat(pin=hashed(pin, new_facts().code))


# -- leaving ---------------------------------------------------------------------------------------------------------


def test_leaving_is_done_at_once_and_asks_nothing() -> None:
    chat = agreed_chat().says("退出").sees("不再主动发", "开始", "删除我的资料")
    assert chat.facts.profile.stopped
    assert chat.buttons == []


def test_leaving_works_in_the_middle_of_a_question() -> None:
    chat = agreed_chat().says("老家").says("退出").sees("不再主动发").does_not_see("哪个市")
    assert chat.conversation.step is None


def test_start_brings_everything_back() -> None:
    chat = agreed_chat(home=Home("0856", "铜仁")).says("退出").says("开始")
    assert not chat.facts.profile.stopped
    assert chat.facts.profile.home == Home("0856", "铜仁")


def test_who_never_agreed_can_leave_too_and_nothing_is_written() -> None:
    chat = Chat().says("/start").presses("不同意").says("退出").sees("你不找我，我就不发")
    assert chat.did(SaveProfile) == []


# -- a pause ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("一周", date(2026, 11, 30)),
        ("1", date(2026, 11, 30)),
        ("一个月", date(2026, 12, 23)),
        ("十天", date(2026, 12, 3)),
        ("停到12月5号", date(2026, 12, 5)),
    ],
)
def test_a_pause_lasts_as_long_as_she_says(words: str, until: date) -> None:
    chat = agreed_chat().says("暂停").sees("停多久").says(words).sees("停到", f"{until.day}日")
    assert chat.facts.profile.paused_until == until
    assert chat.facts.is_paused
    assert not chat.later(days=60).facts.is_paused


def test_a_pause_without_an_end_goes_on_when_she_says_so() -> None:
    chat = agreed_chat().says("暂停").presses("先停着").sees("先停着")
    assert chat.facts.profile.paused
    chat.says("暂停").sees("要接着发吗").says("恢复").sees("接着发")
    assert not chat.facts.is_paused


@pytest.mark.parametrize("words", ["恢复", "接着发", "继续发吧", "恢复提醒", "不停了", "请接着发消息"])
def test_a_pause_ends_at_one_word(words: str) -> None:
    chat = agreed_chat(paused_until=date(2026, 12, 1)).says("设置").sees("12月1日")
    chat.says(words).sees("好，小贴士和提醒接着发")
    assert not chat.facts.is_paused
    chat.says("设置").does_not_see("12月1日", "不发消息")


def test_who_left_can_say_go_on_as_well() -> None:
    chat = agreed_chat().says("退出").says("接着发").sees("接着发")
    assert not chat.facts.profile.stopped


def test_going_on_without_a_pause_changes_nothing() -> None:
    chat = agreed_chat().says("恢复").sees("没停着")
    assert chat.did(SaveProfile) == []


def test_a_reminder_is_meant_where_nothing_is_paused() -> None:
    agreed_chat().says("恢复提醒").does_not_see("没停着")


def test_who_never_agreed_has_nothing_to_go_on_with() -> None:
    Chat().says("/start").presses("不同意").says("接着发").does_not_see("提醒接着发", "没停着")


def test_other_dialogs_end_a_pause_through_the_same_door() -> None:
    facts = agreed_chat(paused=True).facts
    move = pause(facts, RESUME)
    assert isinstance(move, Done)
    assert move.effects == (SaveProfile(replace(facts.profile, paused=False)),)


def test_a_pause_with_an_end_can_be_made_longer() -> None:
    chat = agreed_chat(paused_until=date(2026, 11, 30)).says("暂停").sees("停到11月30日").presses("一个月")
    assert chat.facts.profile.paused_until == date(2026, 12, 23)


def test_a_pause_can_be_left_alone() -> None:
    chat = agreed_chat().says("暂停").says("不暂停").sees("不动它")
    assert chat.did(SaveProfile) == []


def test_an_end_that_is_not_understood_is_asked_again() -> None:
    chat = agreed_chat().says("暂停").says("随便").sees("没看懂停到哪天", "停多久")
    chat.says("娃不接我电话咋办呀你说说").sees("停多久").does_not_see("没看懂停到哪天")


# -- her data --------------------------------------------------------------------------------------------------------


def test_my_data_is_told_in_words_and_sent_as_a_file() -> None:
    chat = agreed_chat(home=Home("0856", "铜仁")).says("我的资料").sees("老家：铜仁，区号0856", "孩子：6到9岁")
    assert chat.did(SendMyData) == [SendMyData()]


def test_everything_that_is_kept_is_said() -> None:
    rich = replace(
        agreed_chat().facts,
        profile=replace(
            Profile(),
            shift=ShiftPattern(Shift.DAY_LONG, 15, date(2026, 11, 9)),
            rest_day=RestDay.SUNDAY,
            factory="GFDG01",
            home=Home("0856", "铜仁"),
            tip_at=time(20, 30),
            topics=frozenset({"safety", "health"}),
            pin="x",
            paused=True,
            stopped=True,
            together=True,
        ),
        children=(
            Child(1, Band.FROM_12, Carer.GRANDPARENT, frozenset({Reach.BASIC_PHONE}), Boarding.WEEKLY),
            Child(2, Band.FROM_3),
        ),
        reminders=(Reminder(1, CallTarget(), EVENINGS),),
        seen_tips=("a", "b"),
        saved_tips=("a",),
        may_pass_on=True,
    )
    said = summary(rich)
    for part in (
        "你现在上白班，15天一换。", "休息日：周日。", "GFDG01", "老家：铜仁，区号0856。", "老大：12到15岁。",
        "老大谁带：爷爷奶奶外公外婆。", "老大怎么联系：老人机。", "老大住校：每周回家。", "老二：3到6岁。",
        "打电话的提醒：1个。", "小贴士：每周3条。", "小贴士的时间：晚上8点半。", "选过2个想看的话题",
        "你退出了", "小贴士和提醒先停着。", "你跟孩子现在在一起。", "看过的小贴士：2条。", "收藏的小贴士：1条。",
        "可以交给老师", "设了暗号",
    ):  # fmt: skip
        assert part in said


def test_what_she_never_said_is_left_out() -> None:
    bare = replace(new_facts(), profile=replace(Profile(), tips_a_week=0))
    assert summary(bare) == "小贴士：不主动发。"


def test_other_lives_are_told_as_they_are() -> None:
    profile = replace(
        Profile(),
        shift=ShiftPattern(Shift.IRREGULAR),
        rest_day=RestDay.NONE,
        paused_until=date(2026, 11, 30),
        together=True,
        together_until=date(2026, 12, 1),
    )
    said = summary(replace(new_facts(), profile=profile, may_pass_on=False))
    for part in ("班次：不固定。", "休息日：最近没休。", "停到11月30日", "在一起，到12月1日", "不交给老师"):
        assert part in said
    over = replace(profile, paused_until=date(2026, 11, 1), together_until=date(2026, 11, 1))
    said = summary(replace(new_facts(), profile=over))
    assert "停到" not in said
    assert "在一起" not in said


# -- erasing ---------------------------------------------------------------------------------------------------------


def test_erasing_says_what_goes_and_what_stays_and_then_everything_is_gone() -> None:
    chat = agreed_chat().says("删除我的资料").sees("班次、老家、孩子的资料", "按法律要留一段时间", "全都删吗")
    chat.presses("删除").sees("资料删掉了", "开始")
    assert chat.did(EraseMe) == [EraseMe()]
    assert chat.conversation.step is None


def test_erasing_can_be_thought_better_of() -> None:
    chat = agreed_chat().says("删除我的资料").says("不删").sees("什么都没删")
    assert chat.did(EraseMe) == []


def test_nobody_learns_from_the_question_whether_there_is_a_record_of_danger() -> None:
    quiet = agreed_chat().says("删除我的资料")
    open_case = agreed_chat()
    open_case.facts = replace(open_case.facts, case=SafeguardingCase("C1", "partner_violence", "P0"))
    assert open_case.says("删除我的资料").text == quiet.text


def test_who_refused_can_erase_as_well() -> None:
    chat = Chat().says("/start").presses("不同意").says("删除我的资料").presses("删除")
    assert chat.did(EraseMe) == [EraseMe()]


def test_only_the_childrens_data_can_be_erased() -> None:
    chat = agreed_chat().says("删除孩子的资料").sees("几岁、谁带", "提醒还在").presses("删除").sees("孩子的资料删掉了")
    assert chat.did(RemoveChild) == [RemoveChild(1)]
    assert chat.facts.children == ()
    chat.says("删除孩子的资料").sees("没有记孩子的资料")


def test_the_childrens_data_can_stay() -> None:
    chat = agreed_chat().says("删除孩子的资料").presses("不删").sees("什么都没删")
    assert len(chat.facts.children) == 1


def test_the_door_of_erasing_also_leads_to_the_childrens_data() -> None:
    facts = agreed_chat().facts
    assert type(getattr(erase(facts, "children"), "step", None)).__name__ == "ConfirmErasingChildren"
    assert type(getattr(erase(facts, ""), "step", None)).__name__ == "ConfirmErasing"


# -- the code word ---------------------------------------------------------------------------------------------------


def test_a_code_word_is_asked_twice_and_kept_as_a_digest_only() -> None:
    chat = agreed_chat().says("设暗号").sees("4个").says("2580").sees("再写一遍").says("２５８０").sees("设好了")
    assert chat.facts.profile.pin == hashed("2580", chat.facts.code)
    assert "2580" not in chat.facts.profile.pin


def test_a_slip_the_second_time_begins_anew() -> None:
    chat = agreed_chat().says("设暗号").says("2580").says("2581").sees("两遍不一样", "4个")
    assert chat.facts.profile.pin == ""
    chat.says("2581").says("258").sees("暗号是4个数字", "再写一遍").says("2581").sees("设好了")


def test_other_digits_can_be_taken_before_the_second_time() -> None:
    chat = agreed_chat().says("设暗号").says("2580").presses("换个数字").says("1379").says("1379").sees("设好了")
    assert chat.facts.profile.pin == hashed("1379", chat.facts.code)


def test_what_is_not_four_digits_is_no_code_word() -> None:
    agreed_chat().says("设暗号").says("123456").sees("暗号是4个数字").says("我的生日呀").sees("暗号是4个数字")


def test_nobody_has_to_have_a_code_word() -> None:
    chat = agreed_chat().says("设暗号").says("不设").sees("不动它")
    assert chat.did(SaveProfile) == []


@pytest.mark.parametrize("command", ["我的资料", "删除我的资料", "删除孩子的资料", "暗号", "换手机"])
def test_the_code_word_stands_before_everything_that_is_hers(command: str) -> None:
    chat = with_pin().says(command).sees("先写一下你的暗号").does_not_see("6到9岁", "删吗")
    assert not chat.did(SendMyData)
    chat.says("2580").does_not_see("先写一下你的暗号")


def test_after_three_wrong_ones_it_is_closed_for_an_hour_even_for_the_right_one() -> None:
    chat = with_pin().says("我的资料").says("1111").sees("再试一次").says("2222").sees("再试一次")
    chat.says("3333").sees("今天试太多次了，过一个小时再来", "找老师")
    assert chat.conversation.step is None
    chat.says("我的资料").sees("过一个小时再来").says("删除我的资料").sees("过一个小时再来")
    assert chat.later(minutes=59).says("换手机").sees("过一个小时再来").conversation.step is None
    chat.later(minutes=2).says("我的资料").sees("先写一下你的暗号").says("2580").sees("孩子：6到9岁")
    assert len(chat.did(SendMyData)) == 1


def test_beginning_anew_gives_nobody_another_try() -> None:
    chat = with_pin().says("我的资料").says("1111").says("取消").says("我的资料").says("2222").says("菜单")
    chat.says("删除我的资料").says("3333").sees("过一个小时再来")
    chat.later(hours=2).says("我的资料").says("4444").sees("再试一次").says("5555").says("6666").sees("过一个小时再来")


def test_a_question_for_the_code_word_that_was_open_closes_as_well() -> None:
    chat = with_pin().says("我的资料")
    chat.facts = replace(chat.facts, profile=replace(chat.facts.profile, wrong_pins=3, wrong_pin_at=chat.facts.now))
    chat.says("2580").sees("过一个小时再来")
    assert chat.did(SendMyData) == []


def test_she_is_told_on_her_next_visit_that_others_tried() -> None:
    chat = with_pin().says("我的资料").says("1111").says("2222").says("3333").later(hours=1)
    chat.says("我的资料").says("2580").sees("有人写错了3次暗号", "发“暗号”", "孩子：6到9岁")
    chat.says("我的资料").says("2580").does_not_see("写错了")
    chat.says("暗号").says("2580").presses("换一个").says("1379").says("1379").sees("设好了")


def test_her_own_slip_is_forgotten_without_a_word_once_she_is_right() -> None:
    chat = with_pin().says("暗号").says("2581").says("2580").does_not_see("写错了").offers("换一个")
    assert chat.facts.profile.wrong_pins == 0


def test_a_slip_in_typing_is_no_wrong_try() -> None:
    chat = with_pin().says("我的资料").says("25").says("2").says("258").sees("暗号是4个数字").says("2580")
    assert chat.did(SendMyData) == [SendMyData()]


def test_a_forgotten_code_word_leads_to_a_person() -> None:
    with_pin().says("我的资料").says("忘了").sees("找老师")


def test_a_code_word_can_be_changed() -> None:
    chat = with_pin().says("暗号").says("2580").presses("换一个").says("1379").says("1379")
    assert chat.facts.profile.pin == hashed("1379", chat.facts.code)


def test_a_code_word_can_be_removed_or_left() -> None:
    chat = with_pin().says("暗号").says("2580").says("不动").sees("不动它")
    assert chat.facts.profile.pin
    chat.says("暗号").says("2580").presses("去掉暗号").sees("暗号去掉了")
    assert chat.facts.profile.pin == ""


def test_without_a_code_word_her_data_opens_at_once() -> None:
    assert getattr(my_data(agreed_chat().facts, ""), "effects", ()) == (SendMyData(),)


def test_a_new_phone_gets_a_code_to_come_back_with() -> None:
    chat = agreed_chat().says("换手机用").sees("用这个码")
    agreed_chat().says("返回码").sees("用这个码")
    assert chat.did(MakeReturnCode) == [MakeReturnCode()]


@pytest.mark.parametrize("words", ["暂停一周", "先停一个礼拜", "先别发半个月", "暂停到12月1号"])
def test_a_pause_can_be_said_in_one_sentence(words: str) -> None:
    chat = agreed_chat().says(words)
    assert chat.facts.is_paused


@pytest.mark.parametrize("words", ["停电了怎么办", "别发火了", "暂停怎么样"])
def test_other_stops_are_no_pause(words: str) -> None:
    assert not agreed_chat().says(words).facts.is_paused


def test_who_has_not_agreed_has_nothing_to_pause() -> None:
    assert not Chat().says("/start").presses("不同意").says("暂停一周").facts.is_paused


@pytest.mark.parametrize("words", ["我要删掉我的资料", "把我的资料删了吧", "删我", "注销账号"])
def test_the_wish_to_be_forgotten_is_understood_in_other_words(words: str) -> None:
    agreed_chat().says(words).sees("删")
    assert agreed_chat().says(words).conversation.step is not None

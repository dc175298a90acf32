"""Danger: the prepared reply at once, numbers whole, three questions, and the truth about who is on duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.catalogue import CATALOGUE
from dialogs.danger.talk import ASK_BACK_TIMER, LONGEST_NOTE
from dialogs.effects import AllClear, NoteInCase, OpenCase, SaveProfile, StartTimer, StopTimer
from dialogs.engine.catalogue import Push, Skipped
from dialogs.engine.step import Card
from dialogs.facts import Agreement, Home
from dialogs.language.danger import Level, Trigger
from dialogs.language.questions import QuestionIndex
from dialogs.library import Duty
from dialogs.text import Verbatim
from tests.chat import LIBRARY, OPEN, Chat, agreed_chat

TONGREN = Home("0856", "铜仁")
NOBODY = "没有老师值班"
SAFE = "孩子现在安全吗"
HERS = "你现在安全吗"
PLACE = "哪个市"
CONTACT = "哪个电话找你"


def on_duty(chat: Chat) -> Chat:
    duty = Duty(on=True, by={level: Verbatim("15分钟内") for level in Level})
    chat.facts = replace(chat.facts, around=replace(OPEN, duty=duty))
    return chat


def cases(chat: Chat) -> list[tuple[str, str]]:
    return [(effect.trigger, effect.level) for effect in chat.did(OpenCase) if isinstance(effect, OpenCase)]


def notes(chat: Chat) -> list[tuple[str, str]]:
    return [(effect.about, effect.words) for effect in chat.did(NoteInCase) if isinstance(effect, NoteInCase)]


# -- the reply -------------------------------------------------------------------------------------------------------


def test_the_prepared_reply_comes_at_once_with_numbers_whole_and_what_to_do_when_they_fail() -> None:
    chat = agreed_chat(home=TONGREN).says("孩子掉水里了")
    chat.sees("0856120", "0856119", "打不通就直接打120、119", "铜仁", SAFE)
    assert chat.seen[0].fold
    assert "0856120" in chat.seen[0].numbers
    assert cases(chat) == [("accident", "P0")]


def test_without_a_home_the_numbers_are_plain_at_once_and_the_place_is_asked_afterwards() -> None:
    chat = agreed_chat().says("孩子喝了农药").sees("打120", SAFE).does_not_see(PLACE)
    chat.says("安全").sees(PLACE)
    chat.says("贵州铜仁").sees("0856120", "打不通就直接打", CONTACT)
    assert chat.facts.profile.home == TONGREN


def test_nobody_on_duty_is_said_and_the_numbers_are_repeated() -> None:
    chat = agreed_chat().says("我不想活了").sees(NOBODY, "010-82951332", HERS)
    assert "分钟" not in chat.text
    assert chat.text.count("12356") >= 2


def test_who_is_on_duty_says_by_when_she_is_in_touch() -> None:
    on_duty(agreed_chat()).says("孩子不见了").sees("老师15分钟内联系你").does_not_see(NOBODY)


def test_every_danger_has_its_reply_its_case_and_at_most_120_characters() -> None:
    for trigger, reply in LIBRARY.danger_replies.items():
        move = CATALOGUE.doors["danger"](agreed_chat().facts, trigger)  # type: ignore[index]
        assert isinstance(move.say[0], Card)
        assert len(reply.reply) <= 120, trigger
        assert "{eta}" not in reply.reply
        assert ("{eta}" in reply.eta_line) is not (trigger is Trigger.PARTNER_VIOLENCE)  # she names the hour herself


def test_a_stranger_is_helped_before_anything_is_asked_of_her() -> None:
    chat = Chat().says("老公拿刀追我").sees("110").does_not_see("我是家音")
    assert chat.conversation.step is not None
    chat.says("不安全").says("东莞").says("先别联系").does_not_see("我是家音")
    assert not chat.did(SaveProfile)
    chat.says("你好").sees("我是家音")


def test_who_refused_is_helped_and_her_home_is_not_kept() -> None:
    chat = Chat().says("你好").says("不同意").says("孩子掉水里了").says("安全").says("铜仁").sees("0856120")
    assert not chat.did(SaveProfile)
    assert chat.facts.agreement is Agreement.REFUSED


# -- the three questions ---------------------------------------------------------------------------------------------


def test_three_questions_and_no_more() -> None:
    chat = agreed_chat().says("孩子不见了").says("不清楚").sees(PLACE).says("铜仁").sees(CONTACT)
    chat.says("13812345678").sees("没事了")
    assert chat.conversation.step is None
    assert notes(chat) == [("safe", "skip"), ("place", "铜仁"), ("contact", "13812345678")]


def test_not_safe_repeats_the_reply() -> None:
    agreed_chat().says("孩子掉水里了").presses("不安全").sees("打120", PLACE)


def test_a_known_home_is_not_asked_again() -> None:
    agreed_chat(home=TONGREN).says("孩子掉水里了").says("现在安全").sees(CONTACT).does_not_see(PLACE)


def test_for_herself_her_own_place_is_asked_and_home_gets_no_code() -> None:
    chat = agreed_chat(home=TONGREN).says("我不想活了").sees("打110").does_not_see("0856")
    chat.says("在宿舍，一个人").sees("你现在在哪个市")
    chat.says("东莞").sees("联系")
    assert chat.facts.profile.home == TONGREN
    assert notes(chat) == [("safe", "在宿舍，一个人"), ("place", "东莞")]


def test_a_place_that_is_not_found_is_noted_and_nothing_is_held_up() -> None:
    chat = agreed_chat().says("孩子掉水里了").says("安全").says("大坪村小学后头").sees(CONTACT)
    assert ("place", "大坪村小学后头") in notes(chat)
    assert chat.facts.profile.home is None


def test_an_area_code_shared_by_several_cities_is_enough_to_dial() -> None:
    shared = next(area.code for area in LIBRARY.areas.areas if len(LIBRARY.areas.with_code(area.code)) > 1)
    chat = agreed_chat().says("孩子掉水里了").says("安全").says(shared).sees(f"{shared}120")
    assert chat.facts.profile.home == Home(shared, shared)


def test_the_place_and_the_phone_can_be_skipped() -> None:
    chat = agreed_chat().says("孩子掉水里了").says("安全").presses("先跳过").sees(CONTACT).presses("在这里写")
    assert notes(chat)[-1] == ("contact", "here")


def test_an_empty_phone_number_is_asked_for_again() -> None:
    agreed_chat(home=TONGREN).says("孩子掉水里了").says("安全").says("  ").sees("写个电话", CONTACT)


def test_long_words_are_noted_as_far_as_a_person_reads() -> None:
    chat = agreed_chat(home=TONGREN).says("孩子掉水里了").says("他们说" * 1000)
    assert len(notes(chat)[0][1]) == LONGEST_NOTE


@pytest.mark.parametrize("words", ["我不想活了", "女儿被人摸了", "老公打我", "我想把孩子掐死"])
def test_nobody_gets_in_touch_unless_she_chose_a_safe_way(words: str) -> None:
    """S2, S4, S7 and S14."""
    chat = agreed_chat(home=TONGREN).says(words).says("安全")
    if PLACE in chat.text:
        chat.says("东莞")
    chat.sees("方便", "不打扰").presses("先别联系")
    assert notes(chat)[-1] == ("contact", "skip")
    assert not chat.did(StartTimer)


def test_exactly_these_four_are_not_followed_up() -> None:
    silent = {trigger for trigger, reply in LIBRARY.danger_replies.items() if reply.no_follow_up}
    assert silent == {
        Trigger.PARENT_SUICIDE,
        Trigger.SEXUAL_ABUSE,
        Trigger.PARTNER_VIOLENCE,
        Trigger.INFANT_DANGER,
    }


def test_thanks_say_only_what_is_true() -> None:
    off = agreed_chat(home=TONGREN).says("孩子掉水里了").says("安全").says("在这里写").sees("记下了")
    assert "转" not in off.text
    on_duty(agreed_chat(home=TONGREN)).says("孩子掉水里了").says("安全").says("在这里写").sees("没事了", "别的")


# -- what is no answer to them ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_joke_is_taken_at_her_word_at_any_question_and_a_person_still_reads_it(steps: int) -> None:
    chat = agreed_chat().says("孩子掉水里了")
    for answer in ("安全", "铜仁")[:steps]:
        chat.says(answer)
    chat.says("刚才开玩笑的").sees("是玩笑就放心了").does_not_see(SAFE, PLACE, CONTACT)
    assert notes(chat)[-1] == ("joke", "刚才开玩笑的")
    assert chat.did(AllClear)


@pytest.mark.parametrize("words", ["我没开玩笑", "他说是开玩笑，可我怕", "不是开玩笑的"])
def test_it_is_no_joke(words: str) -> None:
    chat = agreed_chat().says("孩子掉水里了").says(words).does_not_see("放心")
    assert not chat.did(AllClear)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_who_will_be_told_is_answered_and_then_the_same_question_comes(steps: int) -> None:
    chat = agreed_chat().says("孩子掉水里了")
    for answer in ("安全", "铜仁")[:steps]:
        chat.says(answer)
    chat.says("你们会不会告诉厂里").sees("厂里看不到", (SAFE, PLACE, CONTACT)[steps])
    assert len(notes(chat)) == steps


def test_a_question_is_not_taken_for_a_phone_number() -> None:
    chat = agreed_chat(home=TONGREN).says("孩子掉水里了").says("安全")
    chat.says("他以前被狗咬过，咋预防").sees("狂犬", CONTACT)
    assert notes(chat) == [("safe", "safe")]


def test_found_ends_the_questions() -> None:
    chat = agreed_chat().says("孩子不见了").says("现在找到了").sees("我一直在").does_not_see(PLACE)
    assert chat.did(AllClear)
    assert agreed_chat().says("孩子不见了").says("女儿自己回来了").did(AllClear)


@pytest.mark.parametrize("words", ["他回来了", "他找到了我"])
def test_that_he_is_back_is_no_comfort_to_who_hides_from_him(words: str) -> None:
    chat = agreed_chat().says("老公打我").says(words)
    assert not chat.did(AllClear)
    assert notes(chat) == [("safe", words)]


def test_without_a_number_it_is_asked_once_more_and_never_a_third_time() -> None:
    chat = agreed_chat(home=TONGREN).says("孩子掉水里了").says("安全")
    chat.says("99").sees("没看到电话号码", CONTACT).says("反正没有").sees("谢谢你")
    assert notes(chat)[1:] == [("words", "99"), ("words", "反正没有")]
    assert chat.conversation.step is None


@pytest.mark.parametrize("words", ["13812345678", "幺三八一二三四五六七八", "加我微信", "晚上八点以后", "我在这儿等"])
def test_a_number_a_way_or_an_hour_tells_how_to_reach_her(words: str) -> None:
    chat = agreed_chat(home=TONGREN).says("孩子掉水里了").says("安全").says(words).sees("谢谢你")
    assert notes(chat)[-1] == ("contact", words)


def test_a_place_in_answer_to_the_first_question_is_read_and_not_asked_again() -> None:
    chat = agreed_chat().says("孩子掉水里了").says("铜仁").sees("0856120", SAFE).says("安全").sees(CONTACT)
    assert notes(chat) == [("place", "铜仁"), ("safe", "safe")]
    assert chat.facts.profile.home == TONGREN


def test_a_province_is_noted_and_its_city_asked_once_with_the_reason() -> None:
    chat = agreed_chat().says("孩子掉水里了").says("贵州").sees("记下了：贵州", SAFE).says("安全").sees(PLACE)
    chat.says("贵州").sees("这是省名", PLACE).says("贵州").sees("记下了：贵州", CONTACT)


def test_for_herself_the_province_is_enough() -> None:
    agreed_chat().says("我不想活了").says("安全").says("贵州").sees("记下了：贵州", "联系").does_not_see("省名")


def test_harm_by_our_own_staff_asks_about_the_child() -> None:
    chat = agreed_chat(home=TONGREN).says("托管老师打他").sees(SAFE).does_not_see(HERS)
    chat.says("安全").sees("这事出在哪个市").says("东莞").sees(CONTACT)
    assert chat.facts.profile.home == TONGREN


# -- a bare cry ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["救命", "救命啊！！", "🆘", "SOS", "快来人救救我", "谁来帮帮我，救命"])
def test_a_bare_cry_gets_all_three_numbers_and_one_question(words: str) -> None:
    chat = agreed_chat().says(words).sees("打人", "110", "120", "119", "出了什么事", "老师这会儿不在")
    chat.does_not_see("催吐", "孩子在")
    assert cases(chat) == [("accident", "P0")]


def test_a_cry_names_the_numbers_of_home_as_well_and_who_is_on_duty() -> None:
    on_duty(agreed_chat(home=TONGREN)).says("救命").sees("打110", "孩子在铜仁", "0856110", "老师15分钟内联系你")


def test_one_tap_says_what_has_happened() -> None:
    chat = agreed_chat().says("救命").presses("有人打我").sees("告诫书", HERS)
    assert cases(chat)[-1] == ("partner_violence", "P0")
    agreed_chat().says("救命").presses("别的事").sees(SAFE)


def test_words_after_a_cry_are_kept_and_danger_in_them_is_heard() -> None:
    chat = agreed_chat().says("救命").says("我说不清楚").sees(SAFE)
    assert notes(chat) == [("words", "我说不清楚")]
    assert cases(agreed_chat().says("救命").says("老公拿刀追我"))[-1] == ("partner_violence", "P0")
    agreed_chat().says("救命").says("没有，开玩笑的").sees("放心")


def test_a_cry_that_says_what_has_happened_is_answered_to_just_that() -> None:
    agreed_chat().says("救命，孩子掉水里了").sees("催吐").does_not_see("出了什么事")


# -- afterwards ------------------------------------------------------------------------------------------------------


def test_pushes_stop_until_she_says_that_it_is_over() -> None:
    tip = Push("tip", "", "2026-11-25T20:00")
    chat = agreed_chat(home=TONGREN).says("孩子掉水里了").says("安全").says("在这里写")
    assert isinstance(CATALOGUE.pushes["tip"](tip, chat.facts), Skipped)
    chat.says("没事了")
    assert chat.did(AllClear)
    assert not isinstance(CATALOGUE.pushes["tip"](tip, chat.facts), Skipped)


def test_menu_and_questions_stay_usable_meanwhile() -> None:
    chat = agreed_chat(home=TONGREN).says("孩子掉水里了").says("菜单").sees("要我帮你做啥")
    chat.says("孩子天天玩手机，老人管不住怎么办？").sees("付款密码")


def test_it_is_over_when_nothing_was_is_taken_kindly() -> None:
    agreed_chat().says("没事了").sees("我在")
    agreed_chat().says("找老师").says("继续").sees("写下来，老师会看")


@pytest.mark.parametrize("words", ["好多了 没事了", "孩子找到了", "已经脱离危险了，谢谢"])
def test_it_is_over_in_her_own_words(words: str) -> None:
    chat = agreed_chat(home=TONGREN).says("孩子不见了").says("安全").says("在这里写").says(words)
    assert chat.did(AllClear)


@pytest.mark.parametrize("words", ["还没找到", "怎么才算没事了", "孩子找到了吗", "嗯"])
def test_it_is_not_over_yet(words: str) -> None:
    chat = agreed_chat(home=TONGREN).says("孩子不见了").says("安全").says("在这里写").says(words)
    assert not chat.did(AllClear)
    assert not agreed_chat().says("孩子找到了同桌").did(AllClear)


def test_a_second_danger_in_the_middle_is_answered_anew() -> None:
    chat = agreed_chat(home=TONGREN).says("孩子掉水里了").says("我不想活了").sees("12356", HERS)
    assert cases(chat) == [("accident", "P0"), ("parent_suicide", "P0")]


# -- asking back -----------------------------------------------------------------------------------------------------


def test_a_figure_of_speech_is_asked_about_first() -> None:
    chat = agreed_chat().says("我真想打死他算了").sees("有没有危险").offers("有危险")
    assert not cases(chat)
    chat.says("2").sees("那就好")
    assert not cases(chat)


def test_in_her_own_words_it_was_said_in_anger() -> None:
    chat = agreed_chat().says("我真想打死他算了").says("就是气话").sees("那就好")
    assert not cases(chat)
    agreed_chat().says("我真想打死他算了").says("孩子几点睡合适？").sees("9点20", "有没有危险")


def test_yes_it_is_danger_gets_the_reply_and_a_case_with_her_words() -> None:
    chat = agreed_chat().says("我真想打死他算了").says("1").sees("110", SAFE)
    opened = chat.did(OpenCase)[0]
    assert isinstance(opened, OpenCase)
    assert opened.words == "我真想打死他算了"


@pytest.mark.parametrize("words", ["天天穿长袖", "他最近老把东西送人"])
def test_who_cannot_tell_is_helped_to_find_out(words: str) -> None:
    chat = agreed_chat().says(words).presses("说不准").sees("12356", "找老师", "110")
    assert not cases(chat)
    assert not cases(agreed_chat().says(words).says("我也说不好").sees("12356"))


def test_who_cannot_tell_after_grave_words_is_looked_after_by_a_person() -> None:
    chat = grave().says("不晓得").sees("12356")
    assert cases(chat) == [("child_self_harm", "P0")]
    assert chat.did(StopTimer)


def grave() -> Chat:
    """A mother who was asked back about grave words."""
    return agreed_chat().says("儿子给我发消息说妈妈再见").sees("有没有危险")


def test_ten_minutes_of_silence_after_grave_words_and_a_person_looks() -> None:
    chat = grave()
    timer = chat.did(StartTimer)[0]
    assert isinstance(timer, StartTimer)
    assert timer.due_at == chat.facts.now + timedelta(minutes=10)
    assert len(timer.subject) <= 120
    chat.later(minutes=10).timer(timer.kind, timer.subject)
    assert not chat.seen
    opened = chat.did(OpenCase)[0]
    assert isinstance(opened, OpenCase)
    assert opened == OpenCase("child_self_harm", "P0", "儿子给我发消息说妈妈再见", promised=False)
    chat.says("没有").sees("那就好")


def test_an_answer_within_ten_minutes_stops_the_clock() -> None:
    for answer in ("没有", "没事了", "1"):
        chat = grave().says(answer)
        assert chat.did(StopTimer) == [StopTimer(ASK_BACK_TIMER)]


def test_light_words_are_not_followed_by_a_clock() -> None:
    assert not agreed_chat().says("我真想打死他算了").did(StartTimer)


def test_a_timer_of_an_older_version_without_words_is_understood() -> None:
    chat = agreed_chat().timer(ASK_BACK_TIMER, "accident:P0")
    assert chat.did(OpenCase) == [OpenCase("accident", "P0", "", promised=False)]


# -- children who write ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["我15岁", "我读初二", "我今年12岁，不想活了", "我是他姐姐，我读初二"])
def test_a_child_gets_numbers_and_is_asked_nothing(words: str) -> None:
    for chat in (Chat(), agreed_chat(), agreed_chat().says("找老师")):
        chat.says(words).sees("12355", "12356", "110").does_not_see("？", "我是家音")
        assert chat.buttons == []
        assert cases(chat)[0][0] == Trigger.USER_IS_MINOR


# -- near dangers: present, prevention, past or mild ------------------------------------------------------------------

PRESENT = {
    "burns": "孩子被开水烫伤了，起泡了",
    "choking": "孩子被东西噎住了，脸发紫",
    "missing-child": "孩子走丢了，找不到了",
    "abuse-found": "女儿说邻居摸她下面",
    "caregiver-hits": "奶奶把他打得青一块紫一块",
    "bullying": "同学把他打得流血了",
    "depression-signs": "孩子说不想活了",
    "dropout": "爷爷不让她读书了，要她进厂",
}
PREVENTION = {
    "burns": "怎么防止孩子烫伤",
    "choking": "怎么防止孩子噎住",
    "missing-child": "怎么防止孩子走丢",
    "abuse-found": "怎么看出孩子被人侵害了",
    "caregiver-hits": "怎么劝老人别打骂孩子",
    "bullying": "怎么预防孩子在学校被欺负",
    "depression-signs": "怎么看出孩子是不是抑郁",
    "dropout": "怎么防止孩子退学出来打工",
}
PAST_OR_MILD = {
    "burns": "孩子手烫红了一点点，没起泡",
    "choking": "孩子昨天被东西噎住，现在没事了",
    "missing-child": "孩子走丢了，刚才找到了",
    "abuse-found": "去年被猥亵过，现在好多了",
    "caregiver-hits": "以前奶奶打过他，现在不打了",
    "bullying": "上学期被同学欺负，现在换班好了",
    "depression-signs": "孩子有点抑郁，不爱说话",
    "dropout": "孩子闹着要退学出来打工",
}


@pytest.mark.parametrize("faq", PRESENT)
def test_happening_now_gets_the_danger_reply(faq: str) -> None:
    chat = agreed_chat(home=TONGREN).says(PRESENT[faq])
    assert cases(chat), chat.text
    assert len(chat.seen) == (1 if not chat.buttons else 2)


@pytest.mark.parametrize("faq", PREVENTION)
def test_how_to_prevent_it_gets_the_answer_with_the_danger_line(faq: str) -> None:
    answered_first(PREVENTION[faq], faq)


@pytest.mark.parametrize("faq", PAST_OR_MILD)
def test_past_or_mild_gets_the_answer_with_the_danger_line(faq: str) -> None:
    answered_first(PAST_OR_MILD[faq], faq)


def answered_first(words: str, faq: str) -> None:
    """The answer comes, directly or as the first of a few, with its danger line; a tap on it opens the case."""
    chat = agreed_chat(home=TONGREN).says(words)
    assert not cases(chat), chat.text
    if "你想问的是哪个" in chat.text:
        number = next(line[0] for line in chat.text.splitlines() if line.endswith(LIBRARY.faqs[faq].question))
        chat.says(number)
    chat.sees(LIBRARY.faqs[faq].answer[:10], "正在发生").presses("正在发生")
    assert cases(chat), chat.text


def test_a_past_danger_without_an_answer_gets_the_emergency_line() -> None:
    chat = agreed_chat(home=TONGREN)
    chat.facts = replace(chat.facts, library=replace(LIBRARY, questions=QuestionIndex.build([])))
    chat.says("以前奶奶打过他，现在不打了").sees("有人有危险，别等我", "0856110", "交给老师的话")


def test_going_on_while_paused_lifts_the_pause() -> None:
    chat = agreed_chat().says("暂停一周")
    assert chat.facts.is_paused
    chat.says("继续")
    assert not chat.facts.is_paused


def test_another_danger_to_life_is_heard_while_the_first_is_being_told() -> None:
    chat = agreed_chat().says("婆婆拿火钳打孙女,手都肿了")
    chat.says("妹崽把绳子挂到梁上了 公公推门看到才抱下来").sees("别让他一个人待着")
    assert cases(chat)[-1][0] == "child_self_harm"

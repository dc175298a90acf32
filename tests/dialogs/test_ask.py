"""Questions in her own words: answered, offered to choose from, or passed on to a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.ask import LONGEST_QUESTION, answered, chosen
from dialogs.effects import Consent, ForwardToTrainer, OpenCase, Purpose
from dialogs.engine.events import Verb
from dialogs.engine.step import Card, Done, Move
from dialogs.facts import Home, Surroundings
from dialogs.language.questions import Decision
from dialogs.text import Text
from tests.chat import LIBRARY, Chat, agreed_chat

SURE = "孩子天天玩手机，老人管不住怎么办？"
UNKNOWN = "宿舍的洗衣机坏了找哪个修"
OFFER = "这个我答不好"


def unsure() -> str:
    """A wording for which there are several likely questions."""
    tries = ("孩子不听话", "孩子学习", "老人身体", "孩子睡觉手机", "孩子老师", "孩子难受", "上学")
    found = (words for words in tries if LIBRARY.questions.match(words).decision is Decision.CHOOSE)
    return next(found)


def forwarded(chat: Chat) -> list[str]:
    return [effect.words for effect in chat.did(ForwardToTrainer) if isinstance(effect, ForwardToTrainer)]


def test_a_question_at_any_time_is_answered_in_the_trainers_words() -> None:
    agreed_chat().says(SURE).sees(LIBRARY.faqs["phone-addiction"].answer[:20]).offers("找老师")


def test_ask_first_and_then_write() -> None:
    chat = agreed_chat().says("问问题").sees("想问啥").says(SURE).sees("付款密码")
    assert chat.conversation.step is None


def test_never_mind() -> None:
    agreed_chat().says("问问题").presses("先不问了").does_not_see("想问啥")


def test_an_empty_question_is_asked_for_again() -> None:
    chat = agreed_chat().says("问问题").says("\u200b ").says("。").sees("想问啥")
    assert len(chat.conversation.frames[-1]) == 1


def test_less_sure_offers_up_to_three_and_none_of_them() -> None:
    chat = agreed_chat().says(unsure()).sees("1. ", "你想问的是哪个").offers("1", "都不是")
    assert len(chat.buttons) <= 4
    chat.says("1").offers("找老师")


def test_none_of_them_offers_a_trainer_and_says_who_reads_it() -> None:
    words = unsure()
    chat = agreed_chat().says(words).says("都不是").sees(OFFER, "安心社工的老师会看", "厂里看不到")
    chat.presses("交给老师").sees("交给老师了")
    assert forwarded(chat) == [words]
    assert chat.did(Consent) == [Consent(Purpose.PASS_ON, True)]


def test_a_question_that_was_taken_out_meanwhile_is_no_longer_offered() -> None:
    chat = agreed_chat().says(unsure())
    faqs = dict(list(LIBRARY.faqs.items())[:0])
    chat.facts = replace(chat.facts, library=replace(LIBRARY, faqs=faqs))
    chat.edits().offers("都不是")
    assert len(chat.buttons) == 1


def test_an_unknown_question_is_passed_on_only_with_her_yes() -> None:
    chat = agreed_chat().says("问问题").says(UNKNOWN).sees(OFFER).says("不用").sees("不交")
    assert not forwarded(chat)
    assert chat.conversation.step is None


def test_another_question_instead_of_yes_or_no_is_answered() -> None:
    chat = agreed_chat().says("问问题").says(UNKNOWN).says(SURE).sees("付款密码")
    assert chat.conversation.step is None


def test_who_has_not_agreed_gets_answers_but_passes_nothing_on() -> None:
    chat = Chat().says("开始").presses("不同意").says("问问题").says(UNKNOWN).sees("同意")
    assert not forwarded(chat)
    chat.says(UNKNOWN).says(UNKNOWN).sees("没看懂")


def test_a_person_is_asked_for_by_name() -> None:
    chat = agreed_chat().says("找老师").sees("老师会看").says("好").sees("多写")
    chat.says("  娃半夜老哭，奶奶哄不住  ").sees("交给老师了")
    assert forwarded(chat) == ["娃半夜老哭，奶奶哄不住"]


def test_a_letter_to_the_trainer_can_be_dropped() -> None:
    chat = agreed_chat().says("找老师").presses("不交").sees("不交")
    assert not forwarded(chat)


def test_a_very_long_letter_is_kept_as_far_as_a_trainer_reads() -> None:
    chat = agreed_chat().says("找老师").says("想跟老师说" * 10_000)
    assert [len(words) for words in forwarded(chat)] == [LONGEST_QUESTION]


def test_without_a_name_the_operator_is_still_mentioned() -> None:
    chat = agreed_chat()
    chat.facts = replace(chat.facts, around=Surroundings())
    chat.says("找老师").sees("老师会看").does_not_see("{operator}")


def test_another_question_instead_of_a_choice_is_answered_and_the_choice_is_over() -> None:
    chat = agreed_chat().says(unsure()).says(SURE).sees("付款密码").does_not_see("你想问的是哪个")
    assert chat.conversation.step is None


def test_only_what_is_nearly_as_likely_is_offered() -> None:
    agreed_chat().says("孩子不听话").offers("1").does_not_see("溺水")


def test_thanks_and_greetings_are_answered_as_such() -> None:
    agreed_chat().says("谢谢老师").sees("不客气")
    agreed_chat().says("在吗").sees("我在呢")
    agreed_chat().says("5555").sees("没看懂")


# -- numbers in answers ----------------------------------------------------------------------------------------------


def test_the_home_town_is_asked_once_after_the_first_local_number() -> None:
    faq = LIBRARY.faqs["bullying"]
    chat = agreed_chat().says(faq.question).sees(faq.answer[:12], "哪个市")
    chat.says("铜仁").sees("铜仁", "0856")
    chat.says(faq.question).sees("0856", "打不通就直接打").does_not_see("哪个市")


def test_an_answer_without_numbers_asks_for_nothing() -> None:
    facts = agreed_chat().facts
    plain = next(faq for faq in LIBRARY.faqs.values() if "{" not in faq.answer)
    assert isinstance(answered(plain, facts), Done)


# -- buttons under an answer -----------------------------------------------------------------------------------------


def test_the_buttons_under_an_answer_work_a_week_later() -> None:
    chat = agreed_chat(home=Home("0856", "铜仁")).says(LIBRARY.faqs["bullying"].question).later(days=7)
    chat.says("菜单").presses("正在发生").sees("孩子现在安全吗")
    assert chat.did(OpenCase)


def test_an_answer_can_be_passed_on_to_a_workmate() -> None:
    shared = next(faq for faq in LIBRARY.faqs.values() if faq.share and not faq.trigger)
    chat = agreed_chat(asked=frozenset({"home"})).says(shared.question).presses("转给工友")
    chat.sees(shared.share[:10])


def test_a_trainer_is_one_tap_away_even_under_an_answer_that_is_gone() -> None:
    facts = agreed_chat().facts
    assert chosen(Verb("faq", "gone", "", "human"), facts) == chosen(Verb("faq", "burns", "", "human"), facts)
    assert "改过了" in facts.say(_first(chosen(Verb("faq", "gone", "", "now"), facts)))


@pytest.mark.parametrize("verb", ["share", "now", "made-up"])
def test_a_forged_button_under_an_answer_does_no_harm(verb: str) -> None:
    facts = agreed_chat().facts
    plain = next(faq for faq in LIBRARY.faqs.values() if not faq.trigger)
    bare = replace(facts, library=replace(LIBRARY, faqs={plain.id: replace(plain, share="")}))
    assert _first(chosen(Verb("faq", plain.id, "", verb), bare))


def test_the_button_under_a_trainers_own_answer_asks_her_again() -> None:
    agreed_chat().happens(Verb("answer", "7", "", "human")).sees("写下来，老师会看")


def _first(move: Move) -> Text:
    assert isinstance(move, Done)
    assert not isinstance(move.say[0], Card)
    return move.say[0]


def test_a_wish_for_a_reminder_is_no_question_though_a_choice_lies_open() -> None:
    agreed_chat().says(unsure()).offers("都不是").says("每天晚上七点半喊我打给他").sees("白班还是夜班")


def test_the_next_unclear_question_takes_the_place_of_an_open_choice() -> None:
    chat = agreed_chat().says(unsure()).offers("都不是").says(UNKNOWN).sees(OFFER)
    chat.says(unsure()).offers("1", "都不是").says(SURE).sees("付款密码")

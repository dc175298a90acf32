"""Numbers are printed whole for the place they must reach, with what to do when one does not get through."""

from __future__ import annotations

from dataclasses import replace

from dialogs.facts import Facts, Home, Profile, Surroundings
from dialogs.hotlines import fallback, needs_home, notice, phone, spoken
from dialogs.library import Hotline, Operator
from dialogs.text import Phone
from tests.chat import LIBRARY, new_facts

TONGREN = Home("0856", "铜仁")
POLICE, LISTENING = LIBRARY.hotlines["110"], LIBRARY.hotlines["12356"]


def at(home: Home | None) -> Facts:
    return new_facts().with_profile(Profile(home=home))


def words(template: str, facts: Facts, *, place: str = "child") -> str:
    return "\n".join(facts.say(text) for text in spoken(template, facts, place=place))


def test_a_local_line_gets_the_area_code_of_home_and_says_what_else_to_try() -> None:
    said = words("马上打{110}，受伤打{120}。", at(TONGREN))
    assert said.startswith("马上打0856110，受伤打0856120。")
    assert "打不通就直接打110、120，说孩子在铜仁，请他们转" in said


def test_the_same_number_twice_is_named_once_in_the_fallback() -> None:
    assert words("打{110}，再打{110}。", at(TONGREN)).count("打110、") == 0


def test_without_a_home_the_numbers_are_plain_and_nothing_is_added() -> None:
    assert words("马上打{110}。", at(None)) == "马上打110。"


def test_a_line_for_the_parent_herself_never_gets_the_code_of_home() -> None:
    assert words("打{110}。", at(TONGREN), place="parent") == "打110。"


def test_a_national_line_stays_as_it_is() -> None:
    if not LISTENING.needs_area_code:
        assert phone(LISTENING, TONGREN) == Phone("12356")
    national = Hotline("x", "95598", "电力", "停电", needs_area_code=False, place="child", hours="")
    assert phone(national, TONGREN).dialled == "95598"
    assert phone(POLICE, TONGREN).dialled == "0856110"
    assert phone(POLICE, None).dialled == "110"


def test_braces_that_are_no_number_stay() -> None:
    assert words("写成{孩子}或{nobody}。", at(TONGREN)) == "写成{孩子}或{nobody}。"


def test_there_is_no_fallback_without_a_place() -> None:
    assert fallback([Phone("110", "0856")], None) == ()
    assert fallback([], TONGREN) == ()


def test_whether_a_text_needs_to_know_the_home_town() -> None:
    assert needs_home("马上打{110}。", LIBRARY)
    assert not needs_home("发“找老师”。", LIBRARY)
    assert not needs_home("{nobody}", LIBRARY)


def test_a_notice_names_the_operator_or_says_that_there_is_none_yet() -> None:
    named = replace(new_facts(), around=Surroundings(operator=Operator("安心社工", "0769-1234567")))
    unnamed = replace(new_facts(), around=Surroundings())
    assert "安心社工办的" in named.say(notice(named, "welcome_notice"))
    assert "0769-1234567" in named.say(notice(named, "privacy_full"))
    assert "{operator" not in unnamed.say(notice(unnamed, "privacy_full"))


def test_every_prepared_text_is_whole_with_and_without_a_home() -> None:
    for facts in (at(None), at(TONGREN)):
        for reply in LIBRARY.danger_replies.values():
            for template in (reply.reply, reply.off_duty_line):
                said = words(template, facts, place=reply.place)
                assert "{" not in said, said
        for faq in LIBRARY.faqs.values():
            assert "{" not in words(faq.answer, facts, place=faq.place), faq.id

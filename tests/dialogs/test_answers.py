"""How a trainer's answer looks: verbatim, numbers whole, the danger line where danger is near."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import answer_card, danger_line, share_texts, wants_home
from dialogs.facts import Agreement, Facts, Home, Profile
from dialogs.language.danger import Trigger
from dialogs.library import Faq
from dialogs.text import Verbatim
from tests.chat import LIBRARY, new_facts

PLAIN = Faq("plain", "feelings", "孩子不爱说话怎么办？", "先说一件自己的小事。")
NEAR = replace(PLAIN, id="near", answer="先看伤。报警打{110}。", trigger=Trigger.PHYSICAL_ABUSE)


def agreed(**profile: object) -> Facts:
    facts = replace(new_facts(), agreement=Agreement.AGREED)
    return facts.with_profile(replace(Profile(), **profile))  # type: ignore[arg-type]


def labels(faq: Faq, facts: Facts) -> list[str]:
    return [facts.say(verb.label) for verb in answer_card(faq, facts).verbs]


def test_an_answer_is_the_trainers_words_and_a_way_to_a_person() -> None:
    facts = agreed()
    assert [facts.say(text) for text in answer_card(PLAIN, facts).texts] == ["先说一件自己的小事。"]
    assert labels(PLAIN, facts) == ["找老师"]


def test_what_has_a_text_to_share_can_be_passed_on() -> None:
    shared = replace(PLAIN, share="给工友看的话。")
    assert labels(shared, agreed()) == ["找老师", "转给工友"]
    assert share_texts(shared)[1:] == (Verbatim("给工友看的话。"),)


def test_words_for_the_elders_go_along_with_those_for_workmates() -> None:
    said = share_texts(replace(PLAIN, share="给工友看的话。", elder="“妈，辛苦了。”"))
    assert [said[1], said[3]] == [Verbatim("给工友看的话。"), Verbatim("“妈，辛苦了。”")]


def test_near_a_danger_the_first_button_is_that_it_is_happening_now() -> None:
    facts = agreed(home=Home("0856", "铜仁"))
    said = "\n".join(facts.say(text) for text in answer_card(NEAR, facts).texts)
    assert "0856110" in said
    assert "正在发生" in said
    assert labels(NEAR, facts)[0] == "正在发生"


def test_a_danger_without_a_prepared_reply_gets_no_danger_line() -> None:
    facts = replace(agreed(), library=replace(LIBRARY, danger_replies={}))
    assert danger_line(NEAR, facts) == ()


def test_the_home_town_is_asked_only_once_and_only_where_a_number_needs_it() -> None:
    assert wants_home(NEAR, agreed())
    assert not wants_home(PLAIN, agreed())
    assert not wants_home(NEAR, agreed(home=Home("0856", "铜仁")))
    assert not wants_home(NEAR, agreed(asked=frozenset({"home"})))
    assert not wants_home(replace(NEAR, place="parent"), agreed())
    assert not wants_home(NEAR, new_facts())


def test_every_answer_that_lies_close_to_a_danger_offers_the_danger_reply() -> None:
    near = [faq for faq in LIBRARY.faqs.values() if faq.trigger]
    assert len(near) >= 8
    assert all(danger_line(faq, new_facts()) for faq in near)

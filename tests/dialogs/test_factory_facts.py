"""What is true of a factory stands in the texts of trainers; what is not known is left out, and who knows is named."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Words
from dialogs.factory_facts import KEYS, FactoryFact, FactoryFacts, in_factory, named_facts, sentences

TODAY = date(2026, 11, 23)
WORDS = Words()
ASK = "要问清楚，发“找老师”。"
HOURS = FactoryFact("周一到周六8点到18点")


def said(template: str, known: FactoryFacts, today: date = TODAY) -> str:
    return WORDS.say(in_factory(template, known, today), "zh_Hans")


@pytest.mark.parametrize(
    ("template", "known", "words"),
    [
        ("开门：{cfs_hours}。", {"cfs_hours": HOURS}, "开门：周一到周六8点到18点。"),
        ("先问问。开门：{cfs_hours}。别急。", {}, f"先问问。别急。{ASK}"),
        ("{cfs_hours}", {}, ASK),
        ("{cfs_hours}。{cfs_place}。", {"cfs_hours": HOURS}, f"周一到周六8点到18点。{ASK}"),
        ("收费{cfs_fee}，{cfs_hours}开。", {"cfs_hours": HOURS}, ASK),
        ("他说：“在{cfs_place}。不远。”别走错。", {}, ASK),
        ("他说：“在{cfs_place}。”\n别走错！", {}, f"别走错！{ASK}"),
        ("先报名。\n在{cfs_place}。\n早点来。", {}, f"先报名。\n早点来。{ASK}"),
        ("先报名。在{cfs_place}。\n早点来。", {}, f"先报名。\n早点来。{ASK}"),
        ("真的？！在{cfs_place}。好！", {}, f"真的？！好！{ASK}"),
        ("没关的“引号在{cfs_place}。\n下一行。", {}, f"下一行。{ASK}"),
        ("打{110}。", {}, "打{110}。"),
        ("{cfs_fee}。", {"cfs_fee": FactoryFact("不要钱。")}, "不要钱。"),
        ("{cfs_fee}。", {"cfs_fee": FactoryFact("{cfs_hours}")}, "cfs_hours。"),
        ("{cfs_fee}。", {"cfs_fee": FactoryFact("。")}, ASK),
    ],
)
def test_a_sentence_stands_or_falls_with_its_facts(template: str, known: dict[str, FactoryFact], words: str) -> None:
    assert said(template, known) == words


def test_a_fact_is_true_until_its_last_day_and_not_a_day_longer() -> None:
    known = {"training_date": FactoryFact("12月6日 周日", date(2026, 12, 6))}
    assert said("培训：{training_date}。", known, date(2026, 12, 6)) == "培训：12月6日 周日。"
    assert said("培训：{training_date}。", known, date(2026, 12, 7)) == ASK


def test_the_police_check_is_spoken_of_only_when_it_was_done() -> None:
    template = "地方不大。{cfs_police_check}。"
    assert said(template, {"cfs_police_check": FactoryFact("yes")}) == "地方不大。带孩子的人都查过犯罪记录。"
    assert said(template, {"cfs_police_check": FactoryFact("no")}) == f"地方不大。{ASK}"


PIECES = st.sampled_from(
    [*(f"{{{key}}}" for key in KEYS), *"。！？\n“”‘’（）《》「」，、 ", "你好", "孩子", "…", "{110}", "a.b"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)
VALUES = st.builds(FactoryFact, st.text(max_size=20), st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)))
KNOWN = st.dictionaries(st.sampled_from(KEYS), VALUES)
FACT = re.compile(r"\{(?:" + "|".join(KEYS) + r")\}")


@given(TEXTS, KNOWN)
def test_no_brace_of_a_fact_is_ever_left_and_no_bubble_is_empty(template: str, known: FactoryFacts) -> None:
    words = WORDS.say(in_factory(template, known, TODAY), "zh_Hans")
    assert not FACT.search(words)
    assert "{ask_a_trainer}" not in words
    if named_facts(template):
        assert words.strip()
        held = all(
            key in known and known[key].holds(TODAY) and key != "cfs_police_check" for key in named_facts(template)
        )
        assert not held or ASK not in words


@given(TEXTS)
def test_sentences_are_the_whole_text_and_each_has_words_up_to_its_stop(template: str) -> None:
    parts = list(sentences(template))
    assert "".join(parts) == template
    assert all(parts)


@given(TEXTS)
def test_how_to_ask_is_said_once(template: str) -> None:
    words = WORDS.say(in_factory(template, {}, TODAY), "zh_Hans")
    assert words.count(ASK) == (1 if named_facts(template) else 0)

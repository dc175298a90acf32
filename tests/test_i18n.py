"""From language-free text to the words of a language."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot.i18n import LANGUAGES, Catalogue, Words, clock_words, fill, read_catalogue
from dialogs.text import Listed, Moment, Phone, Value, Verbatim, _, _n

WORDS = Words()
MONDAY = date(2026, 11, 23)

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Good evening, {name}."
msgstr "晚上好，{name}。"

msgid "Not yet said."
msgstr ""

msgid "{count} call"
msgid_plural "{count} calls"
msgstr[0] "一个电话"
msgstr[1] "{count}个电话"
"""


def in_chinese(folder: Path) -> Words:
    place = folder / "zh_Hans" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "jiayin.po").write_text(PO, encoding="utf-8")
    return Words(folder)


def test_a_sentence_is_said_in_her_language_with_its_values(tmp_path: Path) -> None:
    greeting = _("Good evening, {name}.")(name="小李妈妈")
    words = in_chinese(tmp_path)
    assert words.say(greeting, "zh_Hans") == "晚上好，小李妈妈。"
    assert words.say(greeting, "en") == "Good evening, 小李妈妈."


def test_an_unknown_language_is_answered_in_chinese(tmp_path: Path) -> None:
    assert in_chinese(tmp_path).say(_("Good evening, {name}.")(name="你"), "fr") == "晚上好，你。"


def test_what_nobody_translated_is_said_as_it_was_written(tmp_path: Path) -> None:
    words = in_chinese(tmp_path)
    assert words.say(_("Not yet said."), "zh_Hans") == "Not yet said."
    assert read_catalogue("zh_Hans", tmp_path / "nowhere") == Catalogue("zh_Hans", {})


def test_one_call_and_many_calls(tmp_path: Path) -> None:
    words = in_chinese(tmp_path)
    assert [words.say(_n("{count} call", "{count} calls", count), "zh_Hans") for count in (1, 5)] == [
        "一个电话",
        "5个电话",
    ]
    assert [words.say(_n("{count} call", "{count} calls", count), "en") for count in (1, 5)] == ["1 call", "5 calls"]


def test_chinese_has_one_form_for_any_number() -> None:
    catalogue = Catalogue("zh_Hans", {"{count} call": ("{count}个电话",), "One form.": "一样"})
    assert catalogue.find(_n("{count} call", "{count} calls", 7)) == "{count}个电话"
    assert catalogue.find(_n("One form.", "Many forms.", 7)) == "一样"


def test_braces_that_people_type_stay_as_they_are() -> None:
    assert fill("{name}写{这个}和{unknown}", {"name": "她"}, str) == "她写{这个}和{unknown}"
    assert WORDS.say(Verbatim("{a}{b}", (("a", "一"),)), "zh_Hans") == "一{b}"


def test_an_enumeration_in_both_languages() -> None:
    days = Listed((_("Monday"), _("Wednesday")))
    assert WORDS.say(days, "zh_Hans") == "周一、周三"
    assert WORDS.say(days, "en") == "Monday, Wednesday"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(0, 0), "凌晨0点"),
        (time(4, 30), "凌晨4点半"),
        (time(7, 5), "早上7点05分"),
        (time(9, 0), "上午9点"),
        (time(12, 10), "中午12点10分"),
        (time(15, 0), "下午3点"),
        (time(20, 30), "晚上8点半"),
        (time(23, 59), "晚上11点59分"),
    ],
)
def test_clock_times_as_people_say_them(at: time, said: str) -> None:
    assert clock_words(at, "zh_Hans") == said


def test_clock_times_in_english() -> None:
    assert clock_words(time(20, 30), "en").replace("\u202f", " ") == "8:30 PM"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (MONDAY, "今天（11月23日 周一）晚上8点"),
        (date(2026, 11, 24), "明天（11月24日 周二）晚上8点"),
        (date(2026, 11, 25), "后天（11月25日 周三）晚上8点"),
        (date(2026, 11, 26), "11月26日 周四 晚上8点"),
        (date(2027, 2, 6), "2027年2月6日 周六 晚上8点"),
    ],
)
def test_moments_are_told_from_today(day: date, said: str) -> None:
    moment = Moment(datetime.combine(day, time(20)), MONDAY)
    assert WORDS.say(Verbatim("{at}", (("at", moment),)), "zh_Hans") == said


def test_every_kind_of_value_is_said() -> None:
    at = datetime.combine(date(2026, 11, 25), time(20))
    values: dict[str, Value] = {
        "day": at.date(),
        "moment": at,
        "clock": at.time(),
        "phone": Phone("110", "0856"),
        "count": 3,
        "other": Listed((Verbatim("老大"),)),
    }
    text = Verbatim("{day}|{moment}|{clock}|{phone}|{count}|{other}", tuple(values.items()))
    assert WORDS.say(text, "zh_Hans") == "11月25日 周三|11月25日 周三 晚上8点|晚上8点|0856110|3|老大"
    assert WORDS.say(text, "en").startswith("Wednesday, 25 November|")


def test_the_languages_she_can_choose() -> None:
    assert LANGUAGES == {"zh_Hans": "简体中文", "en": "English"}

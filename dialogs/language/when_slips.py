"""Other spellings of a time phrase than the plain one: slips of a voice or a thumb, dialect, halves of a day."""

import re
from collections.abc import Callable

from dialogs.language.numerals import read_number

_NUMBER = "[一二两三四五六七八九十0-9]"
_LATIN_CLOCK = "(?P<hour>1[0-2]|0?[1-9])(?P<rest>(?::[0-5][0-9])|[点.][0-5]?[0-9]?分?)?"


def _half_of_day(found: re.Match[str]) -> str:
    """9pm is 晚上9点; noon and midnight have words of their own."""
    hour, rest = int(found["hour"]), (found["rest"] or "点").replace(".", ":")
    if found["half"] == "a":
        return f"{'半夜' if hour == 12 else '凌晨' if hour < 4 else '早上'}{hour}{rest}"
    return f"{'中午' if hour == 12 else '下午' if hour < 6 else '晚上'}{hour}{rest}"


def _five_minutes(found: re.Match[str]) -> str:
    """八点三个字: the clock face of the south counts in fives."""
    return f"点{5 * (read_number(found[1]) or 0):02}分"


def _early_and_late(found: re.Match[str]) -> str:
    early, late = (found[1], found[2]) if found[1] else (found[3], found[4])
    return f"早{early}点晚{late}点"


Slip = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

# What a voice or a hurried thumb makes of 周, 点 and 礼拜, and what the south says for them.
SLIPS: tuple[Slip, ...] = (
    (re.compile("[嘅既](?=今|早|晚|夜|中|上|下|朝|$|[ ,])"), "的"),
    (re.compile("唔系|唔啱|唔对"), "不是"),
    (re.compile("[州洲粥](?=[一二三四五六日天末])"), "周"),
    (re.compile("算了[,、 ]?还是(?=[^,]{1,12}吧)"), " 不对 "),
    (re.compile("(?<![礼崇膜])拜(?=[二三四五六]|日[早晚夜上下中]|一[早晚夜上下中])"), "礼拜"),
    (re.compile("礼[败百摆]|[里理离李]拜(?=[一二三四五六日天1-7]|都|[ ,]|$)"), "礼拜"),
    (re.compile("(?<=[一二两三四五六七八九十0-9])店(?![铺里子员门主])"), "点"),
    (re.compile("星[其旗机](?=[一二三四五六日天])"), "星期"),
    (re.compile("(?<=[早晚午夜里上晨])(?:吧|巴|爸|拔|叭)(?=点)"), "八"),
    (re.compile("(?<=[早晚午夜里上晨])(?:酒|久|就)(?=点(?:[半钟整叫喊提打给, ]|$))"), "九"),
    (re.compile("(?<=[早晚午夜里上晨])(?:期|妻|其|气)(?=点(?:[半钟整叫喊提打给, ]|$))"), "七"),
    (re.compile("(?<=[早晚午夜里上晨])(?:留|刘|柳|溜)(?=点(?:[半钟整叫喊提打给, ]|$))"), "六"),
    (re.compile("(?<=[一二两三四五六七八九十0-9])典(?=$|[半钟叫喊提给打整过一三 ])"), "点"),
    (re.compile("[碗万](?=上[一二三四五六七八九十0-9])"), "晚"),
    (re.compile("([早晚])不\\1"), "合不合适"),
    # 太晚了 is no part of the day.
    (re.compile("(?<=太)[早晚迟晏]了?(?![上点饭])"), "急"),
    (re.compile("没天(?=[早晚中上下夜凌傍])"), "每天"),
    (re.compile("(?<![大下上出])海子|孩纸"), "孩子"),
    (re.compile("点[种中](?=$|[叫喊提给打, ])"), "点钟"),
    (re.compile("点(?:零|〇|0)?([一二三四五六七八九十1-9]|十一|1[01])个字"), _five_minutes),
    (re.compile("(?:am|a\\.m\\.) ?(?=[0-9]{1,2}[:点])"), "早上"),
    (re.compile("(?:pm|p\\.m\\.) ?(?=[0-9]{1,2}[:点])"), "晚上"),
    (re.compile(f"(?<![0-9:.]){_LATIN_CLOCK} ?(?P<half>[ap])\\.?m\\.?(?![a-z])"), _half_of_day),
    # 早7晚9: the clock is left out where both halves of the day are named.
    (
        re.compile(
            f"[早朝]({_NUMBER}{{1,2}})[,、 ]?[晚夜]({_NUMBER}{{1,2}})(?=[各都打喊叫提])"
            f"|(?<=[天日])[早朝]([0-9]{{1,2}})[,、 ]?[晚夜]([0-9]{{1,2}})(?=$|[ ,])"
        ),
        _early_and_late,
    ),
)


def without_slips(text: str) -> str:
    """Of a normalised text the words that were meant."""
    for slip, meant in SLIPS:
        text = slip.sub(meant, text)
    return text

"""Understands what people write about their children: ages, how many, who looks after them, how to reach them."""

import re

from dialogs.language.normal import normalise
from dialogs.language.numerals import read_number

_AGE = re.compile("(?P<number>[0-9零一二两三四五六七八九十]{1,3})个?(?P<unit>周?岁|月)")
_ORDINAL = re.compile("老[大二三四五六](?=[0-9零一二两三四五六七八九十是今都刚才])")
_BARE_AGE = re.compile(
    "老[大二三四五六](?:是|今年|才|刚)*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?![0-9个点])"
)
_GROWN = re.compile("成年|大学|上班了|工作了|打工|结婚|成家")

_RELATIVE = re.compile(
    "我是(?:[他她它]|孩子|娃娃?|小孩|宝宝|老[大二三四])?们?家?的?(?:亲|表|堂|大|小|二|三|老)*"
    "(?:姑[姑妈父爹]?|伯[伯父母娘]?|叔叔?|婶婶?|舅[舅妈父]?|姨[姨妈父]?|爷爷?|奶奶?|外公|外婆|姥姥|姥爷|公公|婆婆"
    "|哥哥?|姐姐?|嫂子?|姑丈|邻居|亲戚|老师|干[爸妈爹])(?:$|[,。.!?;、 ])"
)
_NO_PARENT = re.compile("我?不是(?:[他她]|孩子|娃)?们?的?亲?(?:爸|妈|爹|娘|父母|家长)")

_COUNT = re.compile(
    "(?:我|有|家|就|只|一共|共)*(?P<number>[0-9一二两俩三仨四五六七八九十]+)[个娃]?(?:孩子|娃|小孩|崽)*"
)
_NO = re.compile("没|不|无")
_REACHES: dict[str, re.Pattern[str]] = {
    "caregiver_smartphone": re.compile("智能|微信|视频"),
    "basic_phone": re.compile("老[人年]机|按键|座机|小灵通"),
    "child_watch": re.compile("手表"),
    "child_phone": re.compile("(?:孩子|娃|[他她]|自己)们?自?己?的?有?手机"),
    "school_phone": re.compile("学校|班主任|宿舍|亲情电话|老师"),
}
_CARERS: dict[str, re.Pattern[str]] = {
    "grandparent": re.compile("爷|奶|外公|外婆|姥|老人|公公|婆婆|家公|家婆"),
    "other_parent": re.compile("老公|老婆|媳妇|爱人|对象|[他她娃]爸|[他她娃]妈|孩子爸|孩子妈|爸爸|妈妈"),
    "relative": re.compile("姑|伯|叔|婶|舅|姨|亲戚|哥|姐"),
    "other": re.compile("邻居|保姆|托管|别人|阿姨家|老师"),
}


_AT_HOME = re.compile(
    "(?:不|没|没有|还没)(?:去|有|在)?(?:寄宿|住校|住读|住宿|住学校|住)|走读|天天回|每天回"
    "|在家里?住|住家里|住在?家|住[他她爷奶外姥]"
)
_BOARDS = re.compile(
    "寄宿|住校|住读|住宿|住(?:在)?学校|住(?:在)?宿舍|全托|^(?:在|是|要|就)?住(?:的|着|了)?[的呢啊嘛]?$"
)
_SHORT = 4
_RHYTHMS: dict[str, re.Pattern[str]] = {
    "biweekly": re.compile("[两二2俩]个?(?:周|星期|礼拜)|半个?月|大周|大小周|隔一?周|十天|14天|15天|10天"),
    "monthly": re.compile("(?:[一1每]个?|个把)月|月假|月底|很少回|(?:放假|寒暑假|过年)才"),
    "weekly": re.compile("(?:[一1每]个?)?(?:周|星期|礼拜)(?:末|[五六日天])?"),
}


def _plain(text: str) -> str:
    return normalise(text).replace(" ", "")


def read_years(text: str) -> int | None:
    """The age somebody wrote, in whole years: 七岁, 5岁半, 才8个月, 成年了 (18)."""
    ages = read_ages(text)
    return ages[0] if ages else None


def read_ages(text: str) -> tuple[int, ...]:
    """All ages in a text, in whole years and in the order they are said: 大的10岁小的6岁."""
    plain = _ORDINAL.sub(",", _plain(text))
    found = ((read_number(age["number"]), age["unit"]) for age in _AGE.finditer(plain))
    ages = tuple(0 if unit == "月" else years for years, unit in found if years is not None)
    if not ages:  # 老大11，老二6
        bare = (read_number(age["number"]) for age in _BARE_AGE.finditer(_plain(text)))
        ages = tuple(years for years in bare if years is not None)
    return ages or ((18,) if _GROWN.search(plain) else ())


def read_count(text: str) -> int | None:
    """How many children: 三个, 3个孩子, 就一个."""
    found = _COUNT.fullmatch(_plain(text))
    return read_number(found["number"]) if found else None


def says_relative(text: str) -> bool:
    """Whether somebody says that she is not the parent: 我是他姑姑, 我不是他妈."""
    plain = _plain(text)
    return bool(_RELATIVE.search(plain) or _NO_PARENT.search(plain))


def read_reaches(text: str) -> tuple[str, ...]:
    """All the ways to reach a child that are named; none where something is denied."""
    plain = _plain(text)
    if _NO.search(plain):
        return ()
    return tuple(reach for reach, pattern in _REACHES.items() if pattern.search(plain))


def read_carer(text: str) -> str | None:
    """Who looks after the child; None where nobody or several are named."""
    plain = _plain(text)
    if _NO.search(plain):
        return None
    named = [carer for carer, pattern in _CARERS.items() if pattern.search(plain)]
    return named[0] if len(named) == 1 else None


def read_boarding(text: str) -> str | None:
    """How often a child who lives at school comes home; `none` for one that does not, `boards` without a rhythm."""
    plain = _plain(text)
    if _AT_HOME.search(plain):
        return "none"
    rhythm = next((rhythm for rhythm, pattern in _RHYTHMS.items() if pattern.search(plain)), None)
    if rhythm and (len(plain) <= _SHORT or re.search("[回来接住次]|周末|假", plain)):
        return rhythm
    return "boards" if _BOARDS.search(plain) else None


def read_numbers(text: str, most: int) -> tuple[int, ...]:
    """Several numbers of choices: 1 3, 1、3, 一和三; none if one of them is no choice."""
    parts = [part for part in re.split("[ ,，、.;和跟与+]+", normalise(text)) if part]
    numbers = [read_number(part) for part in parts]
    chosen = tuple(number for number in numbers if number is not None and 1 <= number <= most)
    return chosen if len(chosen) == len(numbers) else ()

"""What is corrected, thrown out, told around a wish or left to chance. Monday, 23 November 2026, ten in the morning."""

from datetime import datetime

import pytest

from dialogs.calendar.windows import usual_call_windows
from dialogs.language.when import (
    AskBack,
    Missing,
    NotUnderstood,
    Outcome,
    Reason,
    Refused,
    Understood,
    WhenContext,
)
from tests.language.phrases import CHINA, NOW, each, read, say

AT_HOME = WhenContext(windows=usual_call_windows())

UNDERSTOOD = {
    "明天（11月24日 周二）晚上9点，就这一次": (
        "明天八点 哎不是 明天九点 晚上的 | 明天晚上8点哦不9点叫我 | 明天晚上八点太早了 九点吧 | 明天9pm | 明天晚上酒点"
    ),
    "后天（11月25日 周三）晚上8点，就这一次": (
        "明天晚上八点 说错了 后天 | 明天晚上八点不对后天晚上八点 | 后天8pm叫我 | 11.25晚上八点 | 11/25 晚8点"
    ),
    "11月26日 周四 晚上8点，就这一次": "不是周三是周四晚上八点 | 不是周三 是周四晚上八点 | 周三 不 周四 晚上八点",
    "11月28日 周六 晚上8点，就这一次": "周五 算了还是周六吧 晚上八点 | 拜六晚上八点",
    "明天（11月24日 周二）凌晨4点半，就这一次": "凌晨四点半那趟休息，今晚的，喊我",
    "明天（11月24日 周二）早上7点15分，就这一次": "明天7:15am叫我",
    "明天（11月24日 周二）晚上7点半，就这一次": "明晚八点以前 就七点半吧",
    "每天晚上8点15分": "她说八点以后有空 那就八点一刻 每天晚上",
    "每周四晚上8点": "每周三晚上八点 不对 周四",
    "每天晚上7点": "我婆婆讲海子作叶一大堆 每天碗上七点我要打电话去催 你帮我记着",
    "每天晚上8点半": "八点 啊不 八点半 每天晚上 | 八点她在洗澡 八点半打 每晚",
    "每天早上7点、晚上9点": (
        "天天早7晚9各一次 | 每天早7晚9 | 早上七点一次 晚上九点一次 每天 | 早上和晚上都要打 早上七点 晚上九点 每天"
    ),
    "今天（11月23日 周一）上午11点半，就这一次": "个半钟后提醒我 | 個半鐘後叫我 | 一个半小时后 | 再过个半钟头喊我",
    "今天（11月23日 周一）晚上8点15分，就这一次": "今晚八点三个字",
    "12月7日 周一 晚上8点，就这一次": "两周后的今天 晚上八点 | 两个礼拜之后嘅今日 夜晚八点",
    "11月30日 周一 晚上8点，就这一次": "下周的今天晚上八点 | 下个礼拜今天 晚八点",
    "12月23日 周三 晚上8点，就这一次": "下个月的今天 晚上八点",
    "2027年11月23日 周二 晚上8点，就这一次": "明年今日 晚上八点 | 明年的今天晚上八点",
    "11月26日 周四 上午10点，就这一次": "三天后的这个时候叫我",
    "明天（11月24日 周二）凌晨2点，就这一次": "今晚后半夜两点 | 今晚下半夜两点 | 后半夜两点叫我",
    "今天（11月23日 周一）下午5点40分，就这一次": "我五点半下班 你五点四十叫我 | 五点半放饭 五点四十提醒我",
    "今天（11月23日 周一）晚上11点40分，就这一次": "晚上十一点半下班 十一点四十提醒",
    "今天（11月23日 周一）晚上9点半，就这一次": "今天加班到九点 九点半喊我",
    "2027年11月7日 周日 晚上6点，就这一次": "立冬那天晚上六点 提醒他添衣 | 明年立冬晚上六点",
    "2027年1月20日 周三 晚上8点，就这一次": "大寒那天晚上八点叫我",
    "2027年4月1日 周四 早上7点，就这一次": "愚人节早上七点",
    "2027年3月8日 周一 晚上7点，就这一次": "三八那天给我妈打电话 晚上七点 | 3.8晚7点",
    "2027年2月4日 周四 下午3点，就这一次": "年廿八下昼三点",
    "2027年1月31日 周日 晚上6点，就这一次": "腊月二十四小年 晚六时",
    "2027年3月16日 周二 晚上6点半，就这一次": "伢一岁生日是3月16号 晚上六点半 别让我忘",
    "12月1日 周二 中午12点，就这一次": "闺女下个月一号过生 中午十二点喊我",
    "12月1日 周二 晚上9点，就这一次": "下星期二放工後 夜晚九點",
    "每年农历九月二十晚上8点": "九月二十 我说的是阴历 每年晚上八点 | 每年九月二十号 老历 晚上八点",
    "每年7月7号早上7点": "外孙的生日阳历七月七 早上七点",
    "每周一、周四上午10点": "周一休周四休 上午十点 每周两次",
    "每周六、周日上午10点半": "周末两天 每周哈 早上十点半",
}
ASKED = {
    Missing.WHICH_DAY: (
        "哪天都行 晚上八点就行 | 两个半月后 | 一三五七 晚上七点 | 一连五天都提醒我 晚上七点 | 正月十五之前每晚八点 | "
        "等我发了工资 晚上八点 | 如果不加班就晚上八点叫我 | 下雨就不打 不下雨每晚八点打 | 从现在起到过年 每晚八点 | "
        "农历三月八点 | 到六月放暑假前 天天夜里八点 | 三天内 晚上八点提醒 | 除了今天 每晚八点 | "
        "农历 晚上八点 | 下月初三 晚八点 | 明年春节前一天晚上八点"
    ),
    Missing.ONE_AT_A_TIME: (
        "早上八点 不是晚上八点 | 是早上不是晚上 八点 每天 | 明早别喊 明晚八点喊 | 半个月后的今天和明天晚上八点"
    ),
    Missing.CLOCK: (
        "戌时 | 我倒班的 每个星期时间都不一样 提醒我打电话 | 明天二十提醒我一下 | "
        "四个星期后的今天 | 每天早晚各一次 七点 八点 | 太阳下山叫我"
    ),
    Missing.DAY: "叫我起床 六点 | 等她到了厂里 安顿好 喊她报平安 | 每小时提醒我 | 8.30叫我 | 每隔一小时喊我",
    Missing.MORNING_OR_EVENING: "明早七点的火车 六点喊我 | 我今天十点才下班 十点半喊我",
    Missing.WHICH_NIGHT: "明天后半夜两点",
}
NOT_WISHED = (
    "老子又没喊你七点提醒 你乱整 | 晚上九点打电话会不会太晚 | 国庆加班三天 | "
    "你什么时候提醒我的 | 明天晚上八点喊我,不用了"
)


def heard(phrase: str, now: datetime = NOW) -> Outcome:
    return read(phrase, AT_HOME, now)


@pytest.mark.parametrize(("phrase", "meaning"), each(UNDERSTOOD))
def test_the_last_word_and_the_hour_of_the_wish_count(phrase: str, meaning: str) -> None:
    outcome = heard(phrase)
    assert isinstance(outcome, Understood)
    assert say(outcome.timing) == meaning


@pytest.mark.parametrize(("phrase", "missing"), each(ASKED))
def test_what_hangs_on_something_else_is_asked(phrase: str, missing: Missing) -> None:
    outcome = heard(phrase)
    assert isinstance(outcome, AskBack)
    assert outcome.missing is missing


@pytest.mark.parametrize("phrase", NOT_WISHED.split(" | "))
def test_no_wish_is_heard_where_none_was(phrase: str) -> None:
    assert heard(phrase) == NotUnderstood()


@pytest.mark.parametrize("phrase", ["昨天下午五点应该打的 帮我设上", "上周的今天晚上八点"])
def test_a_wish_for_what_is_over_is_refused(phrase: str) -> None:
    assert heard(phrase) == Refused(Reason.PAST)


@pytest.mark.parametrize(
    ("phrase", "local", "meant"),
    [
        ("初一早上6点 交班前", "2028-01-24T22:15", "2028-01-26T06:00"),
        ("初三回娘屋 初三早上十点半打个视频", "2027-02-04T16:00", "2027-02-08T10:30"),
        ("初五早上九点", "2027-02-07T08:00", "2027-02-10T09:00"),
        ("明天冬至 晚上六点", "2026-12-21T17:30", "2026-12-22T18:00"),
        ("16:50叫醒我，五点我妈要去接娃", "2026-11-26T07:40", "2026-11-26T16:50"),
    ],
)
def test_days_around_a_feast_are_its_own(phrase: str, local: str, meant: str) -> None:
    outcome = heard(phrase, datetime.fromisoformat(local).replace(tzinfo=CHINA))
    assert isinstance(outcome, Understood)
    assert outcome.timing.clocks(None) == (datetime.fromisoformat(meant).time(),)
    assert str(outcome.timing.rule).count(repr(datetime.fromisoformat(meant))) == 1


def test_the_third_is_open_once_it_is_over() -> None:
    assert heard("初三早上九点", datetime(2027, 2, 10, 8, tzinfo=CHINA)) == AskBack(Missing.WHICH_DAY)


@pytest.mark.parametrize(
    "phrase", ["下班是早上八点 明早八点二十提醒", "吃饭是六点 今晚七点喊我", "周五18:00；更正：18:30"]
)
def test_an_hour_of_something_else_never_rings_beside_the_one_that_was_wished(phrase: str) -> None:
    assert isinstance(heard(phrase), AskBack)

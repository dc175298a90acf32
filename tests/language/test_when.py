"""What people write about when, and what is made of it: seen from Monday, 23 November 2026, ten in the morning."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Words
from dialogs.calendar.recurrence import Timing, occurrences, timing_from_json, to_json
from dialogs.calendar.windows import Window
from dialogs.language.when import (
    AskBack,
    Missing,
    NotUnderstood,
    Outcome,
    Reason,
    Refused,
    Understood,
    WhenContext,
    read_when,
)
from dialogs.language.when_target import Target, TargetKind, read_target
from dialogs.reminder_words import timing_words

Key = TypeVar("Key")
CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, tzinfo=CHINA)

WORDS = Words()

# What it means, and the ways to say it.
UNDERSTOOD = {
    "每周三晚上8点": (
        "每周三晚上八点 | 每周三打一次电话晚上八点 | 从12月1号开始每周三晚上八点 | "
        "每周三晚八点给老二视频 | 晚上八点左右每周三 | 别忘了每周三晚上八点叫我 | 每周三晚上八點 | "
        "每週三晚上８點 | 每 周 三 晚上 8 点 | 每周三晚上八点给三娃打 | 每个星期的星期三晚上八点 | "
        "逢周三晚上八点 | 我想每周三晚上八点给女儿视频 | 帮我定个每周三晚上八点的提醒 | "
        "就每周三晚上八点吧 | 好的,每周三晚上8点"
    ),
    "今天（11月23日 周一）晚上8点，就这一次": (
        "今晚八点 | 今天八点 | 周一晚上八点 | 23号晚上八点 | 今天周一晚上八点 | 今晚上8点 | 八点整今晚 | 这周一晚上八点"
    ),
    "明天（11月24日 周二）早上7点半，就这一次": "明早七点半提醒我",
    "明天（11月24日 周二）晚上8点，就这一次": (
        "明晚8点给娃打电话 | 明天晚上8点钟 | 明天晚上8点整 | 等到明天晚上八点叫我"
    ),
    "后天（11月25日 周三）下午3点，就这一次": "后天下午三点 | 两天后下午三点",
    "11月26日 周四 中午12点，就这一次": "大后天中午十二点",
    "明天（11月24日 周二）凌晨0点，就这一次": "今晚十二点 | 明天0点 | 明天零点 | 今晚半夜十二点",
    "后天（11月25日 周三）凌晨0点，就这一次": "明晚十二点 | 明天夜里十二点 | 明天24点 | 周三0点",
    "明天（11月24日 周二）凌晨2点，就这一次": "今晚两点 | 明天凌晨两点 | 今天半夜两点 | 今晚凌晨两点",
    "今天（11月23日 周一）晚上8点15分，就这一次": "今天20：15",
    "后天（11月25日 周三）晚上8点，就这一次": (
        "周三晚上八点 | 这周三晚上八点 | 11月25号周三晚上八点 | 周三,三个孩子,晚上八点 | 周3 晚上8点 | "
        "礼拜三夜晚八点 | 2026/11/25 20:00 | 十一月二十五号晚上八点 | 后晚八点 | 到周三晚上八点提醒我 | "
        "11月25日（周三） 20:00 | 周三晚上八点可以 | 2026年11月25日晚上8点"
    ),
    "11月30日 周一 早上8点，就这一次": "周一早上八点",
    "11月29日 周日 上午10点，就这一次": "这周日上午10点",
    "12月2日 周三 晚上8点，就这一次": "下周三晚上八点 | 下周三12月2号晚上八点 | 下周的周三晚上八点",
    "12月9日 周三 晚上8点，就这一次": "下下周三晚上八点",
    "12月6日 周日 晚上7点，就这一次": "下周日晚上七点",
    "11月29日 周日 晚上7点，就这一次": "星期天晚上七点",
    "11月28日 周六 上午9点半，就这一次": "礼拜六上午九点半 | 周六上午9：30 | 周六上午９：３０ | 週六上午9點半",
    "每周六、周日上午10点": (
        "周末上午十点 | 周六日上午十点 | 每周六日10:00 | 每逢周末上午十点 | 每个周末上午十点 | 双休日上午十点"
    ),
    "每周一到周五晚上8点半": "工作日晚上八点半",
    "每周一、周三、周五晚上7点": "一三五晚上七点 | 每周一三五晚上七点 | 每周一、三、五19:00",
    "每周二、周四、周六晚上7点": "二四六晚上七点",
    "每周一到周五晚上8点": "周一到周五晚上八点 | 周一至周五每天晚上8点",
    "每天晚上8点半": "每天晚上八点半 | 晚上给娃打电话,每天八点半",
    "每天晚上8点": (
        "天天晚上八点 | 每晚八点 | 从明天起每天晚上八点 | 从下周一开始每天晚上八点 | 一天一次晚上八点 | "
        "从明天开始晚上八点 | 从每天晚上八点开始 | 每天晚上八点起 | 每天晚上八点,从明天开始"
    ),
    "每天早上8点、晚上8点": (
        "每天早上8点和晚上8点 | 每天早晚八点 | 每天早上八点,每天晚上八点 | 一天两次早上八点和晚上八点 | 每天早8点晚8点"
    ),
    "隔一天晚上8点": "隔一天晚上八点 | 隔天晚上八点 | 每两天晚上八点 | 两天一次晚上八点 | 每隔一天晚上八点",
    "隔一周的周三晚上8点": "隔周三晚上八点 | 每两周的周三晚上八点,从明天开始",
    "隔一周的周日上午10点": "隔周周日上午十点",
    "隔一周的周日晚上7点": "每两周周日晚上七点 | 每两周的周日晚上七点",
    "每月15号中午12点": "每月15号中午12点 | 每月15号12:00",
    "每月1号、15号晚上8点": "每个月1号和15号晚上八点 | 每月1号以及每月15号晚上八点",
    "每月最后一天晚上8点": "每月月底晚上八点 | 每月最后一天晚上八点 | 每月底晚上八点 | 每月31号晚上八点",
    "每月30号（没有这天就提前一天）晚上8点": "每月30号晚上八点",
    "每月第1个周日上午10点": "每月第一个周日上午十点",
    "每月最后一个周日晚上7点": "每月最后一个星期天晚上七点",
    "12月6日 周日 上午10点，就这一次": "12月第一个周日上午十点",
    "每年5月第2个周日上午10点": "每年母亲节上午十点 | 每年5月的第二个星期天上午十点",
    "每2个月的15号晚上8点": "每两个月15号晚上八点",
    "11月30日 周一 晚上8点，就这一次": "月底晚上八点 | 本月底晚上八点 | 30号晚上八点 | 这个月最后一天晚上八点",
    "12月15日 周二 晚上8点，就这一次": "下个月15号晚上8点 | 15号晚上八点",
    "12月31日 周四 晚上8点，就这一次": "31号晚上八点 | 下个月最后一天晚上八点",
    "每年2月29号（没有这天就提前一天）上午9点": "每年2月29号上午九点",
    "12月25日 周五 晚上8点，就这一次": (
        "12月25日晚上八点 | 2026年12月25日20:00 | 2026-12-25 20:00 | 今年12月25号晚上八点"
    ),
    "2027年3月8日 周一 上午9点，就这一次": "明年3月8号上午九点 | 三月八号上午九点 | 3月8号上午九点",
    "每年3月8号上午9点": "每年3月8日上午九点 | 娃的生日是3月8号,上午九点提醒",
    "每年农历三月初八上午9点": "每年农历三月初八上午九点 | 农历三月初八是我娃生日早上九点",
    "2027年4月14日 周三 上午9点，就这一次": "农历三月初八早上九点",
    "2027年1月1日 周五 上午9点，就这一次": "元旦上午九点 | 明年元旦上午九点",
    "2027年10月1日 周五 上午10点，就这一次": "国庆节上午十点 | 10月1号国庆上午十点",
    "2027年9月15日 周三 晚上7点，就这一次": "中秋晚上七点 | 明年中秋晚上七点",
    "2027年2月6日 周六 上午9点，就这一次": "春节上午九点",
    "2027年2月5日 周五 晚上8点，就这一次": "除夕晚上八点 | 大年三十晚上八点",
    "2027年2月6日 周六 早上8点，就这一次": "正月初一早上八点 | 大年初一早上八点",
    "2027年1月30日 周六 晚上7点，就这一次": "腊月二十三晚上七点 | 腊月廿三晚上七点",
    "每年农历八月十五晚上7点": "每年中秋晚上七点 | 每年农历八月十五晚上七点",
    "2027年5月9日 周日 上午10点，就这一次": "母亲节上午十点",
    "2027年7月6日 周二 上午9点，就这一次": "农历闰六月初三上午九点",
    "今天（11月23日 周一）上午10点半，就这一次": "30分钟后 | 半小时后提醒我 | 等半小时叫我 | 半个小时以后叫我",
    "今天（11月23日 周一）上午11点半，就这一次": "一个半小时后 | 1小时30分钟后 | 90分钟后",
    "今天（11月23日 周一）中午12点，就这一次": "两小时后 | 两个钟头后叫我",
    "今天（11月23日 周一）上午10点10分，就这一次": "过十分钟叫我",
    "11月26日 周四 晚上8点，就这一次": "三天后晚上八点 | 过三天晚上八点",
    "12月7日 周一 晚上8点，就这一次": "两周后晚上八点",
    "今天（11月23日 周一）上午10点15分，就这一次": "一刻钟后",
    "明天（11月24日 周二）早上5点，就这一次": "明天凌晨五点",
    "明天（11月24日 周二）早上7点15分，就这一次": "明天早上七点一刻",
    "明天（11月24日 周二）下午3点45分，就这一次": "明天下午三点三刻",
    "明天（11月24日 周二）下午3点55分，就这一次": "明天下午差五分四点 | 明天下午四点差五分",
    "明天（11月24日 周二）晚上6点，就这一次": "明天傍晚六点",
    "每天凌晨0点": "每天夜里十二点 | 每天零点 | 每天24点",
    "每天凌晨2点": "每天夜里两点",
    "每天凌晨0点半": "每天半夜十二点半",
    "12月2日 周三、12月4日 周五晚上8点": "下周三和周五晚上八点 | 下周三下周五晚上八点",
    "11月30日 周一、12月2日 周三、12月4日 周五晚上8点": "下周一三五晚上八点",
    "11月24日 周二、11月25日 周三晚上8点": "明天和后天晚上八点 | 明天后天晚上8点",
    "11月24日 周二早上8点、晚上8点": "明天早上八点和晚上八点 | 明早8点和明晚8点",
    "每周三晚上8点半，上夜班那周下午5点半": (
        "白班晚上八点半,夜班下午五点半,每周三 | 白班晚上八点半提醒我,夜班下午五点半提醒我,每周三"
    ),
    "每天晚上8点半，上夜班那周下午5点半": "每天白班晚上八点半夜班下午五点半",
    "每周三下午5点半": "我上夜班,每周三下午五点半 | 每周三下午五点半,我上夜班",
    "明天（11月24日 周二）中午12点，就这一次": "周二十二点",
    "11月27日 周五 晚上8点，就这一次": "周五一起打电话晚上八点 | 星期5晚8点",
    "后天（11月25日 周三）晚上8点15分，就这一次": "周3 20:15",
    "每周三晚上8点半": "每周三晚上8点30 | 每周三晚上八点半打20分钟",
    "每周三晚上8点05分": "每周三晚上8点05分",
    "每天早上8点": "每天08:00",
    "每天晚上7点半": "每天19:30",
    "明天（11月24日 周二）早上6点半，就这一次": "定个闹钟明天早上六点半",
    "每周四晚上9点": "改成每周四晚上九点",
    "每天早上7点、中午12点、晚上7点": "每天7点、12点、19点",
    "每周三早上8点、晚上8点": "每周三8点和20点",
    "每周日下午3点": "每周日下午3点",
    "每周日晚上7点半": "每个星期天晚上七点半给孩子打电话",
    "每3天晚上8点": "每三天晚上八点 | 三天打一次晚上八点",
    "明天（11月24日 周二）上午11点45分，就这一次": "明天上午十一点四十五",
    "每天中午12点半": "每天中午十二点半",
    "每周五晚上9点半": "晚上9点半给儿子打个视频电话,每周五",
    "每周三、周六晚上8点": "每星期三、星期六晚上八点 | 一周两次周三周六晚上八点 | 每周两次,周三、周六晚上八点",
    "11月24日 周二早上8点、中午12点、晚上8点": "明天早上8点、中午12点、晚上8点",
    "每天早上8点、中午12点、晚上8点": "早上八点中午十二点晚上八点每天",
    "每周一、周二、周三、周五晚上8点": "周一到周三和周五晚上八点",
    "每周五晚上8点半": "晚8:30每周五 | 八点半晚上每周五",
    "每周五晚上8点": "每周五晚上20:00",
    "11月23日 周一、11月24日 周二晚上8点": "今晚和明晚八点",
    "11月28日 周六、12月5日 周六晚上8点": "这周六下周六晚上八点",
    "11月24日 周二、11月25日 周三、11月26日 周四晚上8点": "明天后天大后天晚上八点",
    "隔一周的周六上午9点": "每两个星期的星期六上午九点",
    "今天（11月23日 周一）晚上10点，就这一次": "今夜十点",
    "2027年2月4日 周四 下午4点，就这一次": "阴历腊月二十八下午四点",
    "每年农历腊月三十晚上8点": "每年除夕晚上八点 | 每年腊月三十晚上八点",
    "2027年6月9日 周三 早上8点，就这一次": "端午节早上八点",
    "2027年5月1日 周六 上午10点，就这一次": "五一上午十点",
    "2027年6月1日 周二 上午10点，就这一次": "六一上午十点给娃打电话",
    "每周一、周三、周五晚上8点": "逢一三五晚上八点",
    "后天（11月25日 周三）晚上8点半，就这一次": "周三二十点三十分 | 周三晚8点半",
    "每天晚上8点55分": "晚上八点五十五每天",
    "每天晚上8点45分": "差一刻九点晚上每天 | 每天晚上九点差一刻",
    "后天（11月25日 周三）下午1点，就这一次": "星期三中午1点",
    "2027年4月9日 周五 上午9点，就这一次": "闰三月初三早上九点",
    "11月30日 周一、12月1日 周二、12月2日 周三晚上8点": "下周一到周三晚上八点",
    "11月24日 周二、11月26日 周四、11月29日 周日晚上8点": "11月24号、11月26号、11月29号晚上八点",
    "2027年2月7日 周日 上午9点，就这一次": "大年初二早上九点",
    "每周二、周三晚上8点": "每周二周三一起到晚上八点",
    "每12天晚上8点": "每12天晚上八点",
    "每月1号、30号晚上8点": "每月1号和30号晚上八点",
    "每天晚上8点，上夜班那周下午5点半": "每天晚上8点，上夜班那周下午5点半",
    "每天晚上9点40分": "每晚9:40",
    "每天晚上9点": "每天21点 | 每天21：00给家里打",
    "每周日上午9点": "每周天上午九点 | 每周星期天上午九点",
    "每周日晚上8点": "每周日晚上8点, 提醒我给儿子打电话",
    "11月27日 周五 晚上6点，就这一次": "周五18点",
    "11月27日 周五 晚上7点，就这一次": "这个星期五晚上七点 | 本周五晚上七点",
    "12月1日 周二 上午10点，就这一次": "下个月1号上午十点",
    "每年农历正月初一上午9点": "每年正月初一上午九点",
    "每年10月1号上午10点": "每年国庆节上午十点",
    "每年1月1号上午9点": "每年元旦早上九点",
    "今天（11月23日 周一）上午10点05分，就这一次": "5分钟后",
    "今天（11月23日 周一）下午1点半，就这一次": "三个半小时后",
    "今天（11月23日 周一）上午11点，就这一次": "一小时后",
    "今天（11月23日 周一）上午10点20分，就这一次": "二十分钟以后",
    "今天（11月23日 周一）上午10点45分，就这一次": "三刻钟后",
    "11月29日 周日 中午12点，就这一次": "周日中午12点",
    "11月29日 周日 中午12点半，就这一次": "星期日12点半",
    "每月10号中午12点": "每月10号发工资那天中午12点",
    "每月5号、20号中午12点半": "每月5号、20号中午12点半",
    "隔一天早上7点半": "隔一天早上七点半",
    "11月26日 周四 早上6点半，就这一次": "大后天早上六点半叫我",
    "每天凌晨1点半": "凌晨一点半每天",
    "11月26日 周四 凌晨0点，就这一次": "周三24点",
    "每周六上午9点": "上午九点每周六",
    "12月9日 周三 上午9点，就这一次": "下下个星期三上午九点",
    "11月29日 周日 晚上8点，就这一次": "禮拜天晚上8點",
    "2027年2月28日 周日 晚上8点，就这一次": "2月28号晚上八点",
    "11月25日 周三晚上8点、晚上9点": "周三晚上八点和九点",
    "每周三晚上8点、晚上9点半": "每周三晚上八点、九点半",
}

ASKED = {
    Missing.WHICH_NIGHT: (
        "明晚两点 | 每周三夜里十二点 | 每周三夜里两点 | 明天凌晨12点 | 每年除夕夜里两点 | 每月15号夜里十二点 | "
        "每月15号夜里两点 | 每年除夕夜里十二点"
    ),
    Missing.DAY: "八点 | 晚上八点 | 20:15 | 凌晨五点 | 晚上 | 0点 | 晚上九点四十",
    Missing.CLOCK: (
        "周三 | 三天后 | 每周三晚上8:00以后 | 周一二十点 | 每周三晚上八点到九点 | 每周三晚上八点以后 | 下班后打电话 | "
        "每周三放学后 | 每天早点提醒我 | 明天提醒我 | 每周三提醒我给奶奶打电话 | 每天 | 周日下午 | "
        "每天正午 | 每年10月1日 | 一会儿提醒我 | 每周五下午20点 | 早上叫我晚上八点打电话每天 | "
        "8点-9点每天 | 每天20:00-21:00 | 每周日晚上和周三中午12点打 | "
        "我晚上八点下班,每周三提醒我 | 每天中午12点半休息的时候 | 每天早中晚八点 | 明天晌午 | 今晚 | "
        "周三早上6点到7点 | 每星期天上午 | 周日中午 | 晚上8点前 | 每周三晚上八点多"
    ),
    Missing.WHICH_DAY: (
        "下周晚上八点 | 这周末上午十点 | 下周末十点 | 每周晚上八点 | 每周打三次电话 | 每周三次晚上八点 | "
        "每周一次 | 11月25号周四晚上八点 | 每年每月晚上八点 | 小年晚上七点 | 过年晚上八点 | 今天周三晚上八点 | "
        "发工资那天晚上八点 | 国庆放假上午十点 | 每年 | 下个月晚上八点 | 这个月每天晚上八点 | "
        "明年晚上八点 | 明年母亲节上午九点 | 孩子生日那天早上八点 | 年底晚上八点 | 周五到周一晚上八点 | "
        "第一个周日上午十点 | 明天到后天晚上八点 | 每周每天晚上八点 | 每天明天晚上八点 | "
        "每两天周三周五晚上八点 | 每个月周三晚上八点 | 每年周三晚上八点 | 每两年农历三月初八晚上八点 | "
        "明天周三15号晚上八点 | 11月25号周三15号晚上八点 | 明天、15号、18号晚上八点 | 今天、27号、12月9号晚上八点 | "
        "从周三开始晚上八点 | 从下周三开始周五晚上八点 | 每月工资发了以后"
    ),
    Missing.INTERVAL: "隔两天晚上八点 | 每隔两周的周六上午十点 | 隔三天晚上八点",
    Missing.CALENDAR: "八月十五晚上七点 | 三月八上午九点 | 十一月二十五晚上八点 | 每年八月十五晚上七点",
    Missing.MORNING_OR_EVENING: (
        "每周三八点 | 周一三点 | 周二十点 | 周三十点 | 周一三五六点 | 每周三下班后八点 | 每天8:00 | "
        "每天7:30 | 明天8:30 | 白班八点,夜班九点,每周三 | 八点九点每周三和周五"
    ),
    Missing.ONCE_OR_EVERY: ("周三周五晚上八点 | 周三和周五晚上八点 | 3号、13号、23号晚上八点 | 周三周六各一次晚上八点"),
    Missing.ONE_AT_A_TIME: (
        "周三晚上八点,周六上午十点 | 工作日晚上八点,周末上午十点 | 周三或者周五晚上八点 | 每年3月8号和中秋晚上八点 | "
        "11月24号、11月26号、1月3号晚上八点 | "
        "每周三晚上八点或九点 | 今晚8点和明早8点 | 周三晚上八点提醒我周四交钱 | "
        "明天晚上八点提醒我后天开会 | 今天提醒我明天晚上八点打电话 | "
        "每周三给老大打,周五晚上八点给老二打 | "
        "今天我休息,明天晚上八点提醒我 | 明天十二点和晚上十二点 | 今晚八点和十二点 | "
        "每周三晚上八点和十二点 | 半小时后和明天晚上八点 | 周三白班晚上八点半夜班下午五点半 | "
        "早上八点叫我,晚上八点也叫我,每天 | 早上八点给奶奶打,晚上八点给娃打,每天 | 明天或后天晚上8点"
    ),
    Missing.SHIFT_DAYS: "白班 | 上白班的时候提醒我 | 夜班那周",
    Missing.LUNAR_MONTHLY: (
        "每月初一十五晚上八点 | 每月初八晚上七点半提醒我打电话 | 初一十五晚上八点 | "
        "农历每月十五晚上八点 | 每月农历廿三早上八点 | 逢初一晚上八点"
    ),
    Missing.OTHER_SHIFT: (
        "每周三上夜班的时候下午五点半 | 每周三下午五点半上夜班的时候 | 每周三晚上八点半白班,五点半夜班"
    ),
}

REFUSED = {
    Reason.PAST: (
        "上周三晚上八点 | 2025年12月25日20:00 | 今天凌晨两点 | 昨天晚上八点 | 昨晚八点 | 前天下午三点 | "
        "今天早上八点 | 这周一早上八点 | 今天早上八点和晚上八点 | 上个月15号 | 前晚八点"
        " | 去年国庆 | 今年中秋晚上七点 | 这周一23号早上八点"
    ),
    Reason.NO_SUCH_DATE: (
        "32号晚上八点 | 2月30号晚上八点 | 2月29号晚上八点 | 2027年2月29日上午九点 | 农历三月三十一 | "
        "明年2月29号晚上八点 | 从2月30号开始每天晚上八点 | 从明年2月29号开始每天晚上八点 | "
        "4月31号晚上八点 | 每月40号晚上八点 | 13月1号晚上八点 | 99号 | 13月第一个周日上午十点"
    ),
    Reason.NO_SUCH_TIME: "晚上二十七点 | 明天晚上八点七十分 | 明天25点 | 每天二十五点 | 每天8点65分",
}

NOT_UNDERSTOOD = (
    "不要每周三晚上八点 | 取消每周三晚上八点的提醒 | 什么时候打电话合适 | "
    "孩子不听话怎么办 | 我想孩子了 | 提前十分钟每周三晚上八点 | "
    "八点十分钟后 | 每周三晚上八点给李四打 | "
    "十一晚上八点 | "
    "每季度 | 孩子放学后半小时 | "
    "晚上九点差七十分每天 | 差零分九点每天 | "
    "十百号晚上八点 | 三十十分钟后 | 三百百点 | "
    "零零三个月三三号 | 十十月三号 | 每隔零天晚上八点 | 0分钟后 | 每天晚上负三点 | "
    "奶奶 | 老大 | 给老大打电话"
)


def each(table: Mapping[Key, str]) -> list[tuple[str, Key]]:
    return [(phrase, key) for key, phrases in table.items() for phrase in phrases.split(" | ")]


def say(timing: Timing) -> str:
    """As the chat reads it back."""
    return WORDS.say(timing_words(timing, NOW.date()), "zh_Hans")


def read(text: str, context: WhenContext | None = None) -> Outcome:
    return read_when(text, NOW, CHINA, context or WhenContext())


def said(text: str, context: WhenContext | None = None) -> str:
    outcome = read(text, context)
    assert isinstance(outcome, Understood), outcome
    return say(outcome.timing)


def choices(text: str, context: WhenContext | None = None) -> list[str]:
    outcome = read(text, context)
    assert isinstance(outcome, AskBack), outcome
    return [say(timing) for timing in outcome.choices]


@pytest.mark.parametrize(("phrase", "meaning"), each(UNDERSTOOD))
def test_what_is_clear_is_understood(phrase: str, meaning: str) -> None:
    assert said(phrase) == meaning


@pytest.mark.parametrize(("phrase", "missing"), each(ASKED))
def test_what_is_open_is_asked_back(phrase: str, missing: Missing) -> None:
    outcome = read(phrase)
    assert isinstance(outcome, AskBack)
    assert outcome.missing is missing


@pytest.mark.parametrize(("phrase", "reason"), each(REFUSED))
def test_what_cannot_be_is_refused_with_its_reason(phrase: str, reason: Reason) -> None:
    assert read(phrase) == Refused(reason)


@pytest.mark.parametrize("phrase", NOT_UNDERSTOOD.split(" | "))
def test_what_is_half_a_time_is_never_guessed(phrase: str) -> None:
    assert read(phrase) == NotUnderstood()


@pytest.mark.parametrize(
    ("phrase", "instants"),
    [
        ("每周三晚上八点", ["2026-11-25T20:00", "2026-12-02T20:00", "2026-12-09T20:00"]),
        ("隔周三晚上八点", ["2026-11-25T20:00", "2026-12-09T20:00", "2026-12-23T20:00"]),
        ("隔一天早上八点", ["2026-11-24T08:00", "2026-11-26T08:00", "2026-11-28T08:00"]),
        ("隔一天晚上八点", ["2026-11-23T20:00", "2026-11-25T20:00", "2026-11-27T20:00"]),
        ("从12月1号开始每周三晚上八点", ["2026-12-02T20:00", "2026-12-09T20:00", "2026-12-16T20:00"]),
        ("从下周一开始每天晚上八点", ["2026-11-30T20:00", "2026-12-01T20:00", "2026-12-02T20:00"]),
        ("每月30号晚上八点", ["2026-11-30T20:00", "2026-12-30T20:00", "2027-01-30T20:00", "2027-02-28T20:00"]),
        ("每年2月29号上午九点", ["2027-02-28T09:00", "2028-02-29T09:00"]),
        ("每年农历三月初八上午九点", ["2027-04-14T09:00", "2028-04-02T09:00"]),
        ("每两个月15号晚上八点", ["2026-12-15T20:00", "2027-02-15T20:00"]),
        ("明天和后天晚上八点", ["2026-11-24T20:00", "2026-11-25T20:00"]),
        ("下周一三五晚上八点", ["2026-11-30T20:00", "2026-12-02T20:00", "2026-12-04T20:00"]),
    ],
)
def test_it_rings_when_it_was_said(phrase: str, instants: list[str]) -> None:
    outcome = read(phrase)
    assert isinstance(outcome, Understood)
    found = occurrences(outcome.timing, CHINA, None, NOW, len(instants))
    assert [instant.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M") for instant in found] == instants


def test_a_bare_eight_offers_morning_and_evening() -> None:
    assert choices("每周三八点") == ["每周三早上8点", "每周三晚上8点"]


def test_the_hours_of_parent_and_child_decide_between_morning_and_evening() -> None:
    evening = WhenContext(windows=(Window(time(19), time(20, 50)),))
    assert said("每周三八点", evening) == "每周三晚上8点"
    assert said("每周三早上八点", evening) == "每周三早上8点"
    assert choices("每周三六点", evening) == ["每周三早上6点", "每周三晚上6点"]
    all_day = WhenContext(windows=(Window(time(7), time(21)),))
    assert choices("每周三八点", all_day) == ["每周三早上8点", "每周三晚上8点"]


def test_two_oclock_at_night_offers_both_sides_of_the_day() -> None:
    assert choices("明晚两点") == ["明天（11月24日 周二）凌晨2点，就这一次", "后天（11月25日 周三）凌晨2点，就这一次"]
    assert choices("每周三夜里十二点") == ["每周四凌晨0点", "每周三凌晨0点"]
    assert choices("每月15号夜里两点") == []


def test_two_weekdays_may_be_meant_once_or_every_week() -> None:
    assert choices("周三周五晚上八点") == ["11月25日 周三、11月27日 周五晚上8点", "每周三、周五晚上8点"]
    assert choices("今天和15号晚上八点") == []


def test_who_is_asked_for_a_habit_means_every_week() -> None:
    habit = WhenContext(repeats=True)
    assert said("周三晚上八点", habit) == "每周三晚上8点"
    assert said("周三周五晚上八点", habit) == "每周三、周五晚上8点"
    assert said("下周三晚上八点", habit) == "12月2日 周三 晚上8点，就这一次"


def test_the_moon_festival_may_be_a_date_of_either_calendar() -> None:
    assert choices("八月十五晚上七点") == [
        "2027年9月15日 周三 晚上7点，就这一次",
        "2027年8月15日 周日 晚上7点，就这一次",
    ]
    assert said("八月三十一晚上七点") == "2027年8月31日 周二 晚上7点，就这一次"


def test_more_readings_than_a_person_can_compare_are_not_listed() -> None:
    assert choices("隔两天八点九点") == []


@pytest.mark.parametrize(
    ("heard", "answer", "meaning"),
    [
        ("每周三", "晚上八点", "每周三晚上8点"),
        ("每周三八点", "晚上", "每周三晚上8点"),
        ("每周三八点", "早上的", "每周三早上8点"),
        ("每周三晚上", "八点半", "每周三晚上8点半"),
        ("晚上八点", "每周三", "每周三晚上8点"),
        ("每周晚上八点", "周日", "每周日晚上8点"),
        # An answer that stands by itself replaces what was said before.
        ("每周三", "每周四晚上九点", "每周四晚上9点"),
    ],
)
def test_an_answer_completes_what_was_heard_before(heard: str, answer: str, meaning: str) -> None:
    assert said(answer, WhenContext(heard=heard)) == meaning


def test_an_answer_that_does_not_fit_what_was_heard_is_taken_by_itself() -> None:
    assert read("昨天", WhenContext(heard="每周三")) == Refused(Reason.PAST)
    assert read("不知道", WhenContext(heard="每周三")) == NotUnderstood()
    assert read("晚上八点", WhenContext(heard="听不懂的每小时")) == AskBack(Missing.DAY)


def test_on_the_day_itself_a_bare_weekday_is_today_until_the_hour_has_passed() -> None:
    assert said("周一晚上八点") == "今天（11月23日 周一）晚上8点，就这一次"
    assert said("周一早上八点") == "11月30日 周一 早上8点，就这一次"


def test_an_instant_of_another_zone_is_seen_from_china() -> None:
    late = datetime(2026, 11, 23, 17, tzinfo=UTC)  # already Tuesday in China
    outcome = read_when("今晚八点", late, CHINA)
    assert isinstance(outcome, Understood)
    assert say(outcome.timing) == "明天（11月24日 周二）晚上8点，就这一次"


# Lists of dates and the words in brackets are there to be read by people only.
@pytest.mark.parametrize(
    "meaning", [label for label in UNDERSTOOD if "没有" not in label and not re.search("日 周.、", label)]
)
def test_what_is_read_back_is_understood_again(meaning: str) -> None:
    assert said(meaning) == meaning


@pytest.mark.parametrize("phrase", [phrase for phrase, _ in each(UNDERSTOOD)])
def test_what_was_understood_can_be_stored(phrase: str) -> None:
    outcome = read(phrase)
    assert isinstance(outcome, Understood)
    assert timing_from_json(to_json(outcome.timing)) == outcome.timing


PIECES = (
    "每周三 每天 明天 下周 周末 15号 农历 三月 初八 晚上 早上 八点 半 20:15 提醒我 打电话 和 到 的 三 点 周 、 后 起 "
    "隔 两 一 夜里 十二点 白班 夜班 或者 不 月底 每月 每年 生日 分钟 第一个 12月 。 2 : 今 日"
)
MOMENTS = st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2028-12-31"))


@given(st.lists(st.sampled_from(PIECES.split()), max_size=9), MOMENTS)
def test_whatever_is_written_what_is_understood_lies_ahead(pieces: list[str], local: datetime) -> None:
    now = local.replace(tzinfo=CHINA)
    outcome = read_when("".join(pieces), now, CHINA)
    if isinstance(outcome, Understood):
        assert occurrences(outcome.timing, CHINA, None, now, 1)
        assert say(outcome.timing)


@given(st.text(max_size=40))
def test_any_text_at_all_gets_an_outcome(text: str) -> None:
    assert isinstance(read(text), Outcome)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("给老大打电话", Target(TargetKind.CHILD, 1)),
        ("周三晚上八点给老二视频", Target(TargetKind.CHILD, 2)),
        ("二宝", Target(TargetKind.CHILD, 2)),
        ("大女儿", Target(TargetKind.CHILD, 1)),
        ("第三个孩子", Target(TargetKind.CHILD, 3)),
        ("给娃打电话", Target(TargetKind.CHILD)),
        ("提醒我给儿子打", Target(TargetKind.CHILD)),
        ("给奶奶打电话", Target(TargetKind.CAREGIVER)),
        ("给奶奶打电话问孩子作业", Target(TargetKind.CAREGIVER)),
        ("孩子睡了给外婆打", Target(TargetKind.CAREGIVER)),
        ("老人", Target(TargetKind.CAREGIVER)),
        ("我妈", Target(TargetKind.CAREGIVER)),
        ("每周三晚上八点", None),
    ],
)
def test_who_is_to_be_called_is_heard(text: str, target: Target | None) -> None:
    assert read_target(text) == target

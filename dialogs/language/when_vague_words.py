"""Words that hint at a time and leave it open: after work, soon, at New Year; and the shifts."""

import re

from dialogs.calendar.shifts import Shift
from dialogs.language.when_tokens import Ahead, Filler, Missing, OnShift, Vague
from dialogs.language.when_words import Pattern

_ON_SHIFT = "(?:的?(?:时候|时|期间|那周|那个?(?:星期|礼拜)|周|星期|日子|话))?"
_SOON = "(?:等一?[下哈会阵]子?儿?|[待过]一?会儿?|一会儿?)"

VAGUE: tuple[Pattern, ...] = (
    # "I work nights, …" tells who I am, not when to be reminded.
    (re.compile("[我俺](?:是|现在|在|这段|一直)?上?(?:长?白|夜|晚)班的?(?:[,。;!]|$)"), lambda _: Filler()),
    (re.compile(f"(?:轮?到?上|轮到|做|值)?长?白班{_ON_SHIFT}"), lambda _: OnShift(Shift.DAY_LONG)),
    (re.compile(f"(?:轮?到?上|轮到|做|值)?大?[夜晚]班{_ON_SHIFT}"), lambda _: OnShift(Shift.NIGHT_LONG)),
    (
        re.compile(
            "(?<=[号日天])就?(?:放(?:暑|寒)?假|开学|过年|开工|收假|考试)|(?:考完试?|考试|家长会|毕业|表演|比赛|出院|结婚|满月|回家)那[天日]|赶[场集圩](?:[天日])?|(?:就是|快|就要|马上|快要)+(?:过年|放假|开学|中考|高考|期末)(?:的?那几天|的?时候|了)?|(?:开学|上学|报到|进厂|上班|放假|开工)的?(?:第一|头一?)[天日]"
        ),
        lambda _: Vague(Missing.WHICH_DAY, soft=True),
    ),
    (
        re.compile("(?<=[点半刻分0-9钟整])(?:就|才)?(?:放(?:晚)?学|下课|下(?:晚)?自习)(?!以?后|之后|以?前)"),
        lambda _: Filler(),
    ),
    (
        re.compile(
            "放?(?:暑|寒|长)?假(?:期|日|里)?|期间|年[底初中尾头前后](?![一二三四五六七八九十])|(?<!满)月[初中头](?!午)|[上中下]旬|过(?:完|了|小|大)?年|平[时日]|节日|上班日|改[天日]|过(?:几天|阵子|段时间|一阵)"
            "|[这那]几[天日]|有时间(?:的?时候)?|最近|三天两头|偶尔|时不时|不时|有时(?!间)|隔三[差岔]五|哪天|开[学春]|年关|为止|[到叫喊打]到(?=他|她|娃|年|过|放|开)|歇工|收假"
            "|[春夏秋冬]天|(?:接下来|连续|连着|后面|未来|往后)[两二三四五六七八九十0-9]+个?(?:天|周|星期|礼拜|晚)|农忙|有朝一日|每?半个月(?!以?后|之后|过后|前)|[单双](?:数)?周"
        ),
        lambda _: Vague(Missing.WHICH_DAY),
    ),
    (
        re.compile(
            "(?:休息|歇[班气]?|轮休|调休|休班|休假)(?:[日天]|那天|的?那日|的日子)|(?:发|领|关|拿)?(?:工资|饷|薪水?)(?:[日那]天?|出来|发了)|出粮[日那]天?"
        ),
        lambda _: Vague(Missing.WHICH_DAY, soft=True),
    ),
    (re.compile("都(?:行|可以|要?得|成|好|随便)(?!到)|随便"), lambda _: Vague(Missing.ONE_AT_A_TIME)),
    # 等下晚上八点: the clock that follows is one of today.
    (
        re.compile(
            f"{_SOON}(?=[早晚中下上半夜凌傍]?[上午夜里晨]?(?:[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,2}})[点:])"
        ),
        lambda _: Ahead(0),
    ),
    (
        re.compile(
            "[上下]了?[夜早晚中]?班了?(?:以?[前后]|之[前后])?|放(?:晚)?学(?:以?后|之后)?|(?:吃完?[早中午晚夜]?|[早中午晚夜])[饭餐](?:以?[前后]|之[前后])?|[饭餐](?:以?[前后]|之[前后])|午休|夜宵|[上下]课|下晚自习"
            "|睡(?:觉|午觉)?(?:以?前|之前)?|起床(?:以?后|之后)?|(?:休息|空闲|有空|得空|闲)(?:的?时候?)?|收工(?:以?后|之后)?|散工|(?:忙|做|干)完(?:了|这[一阵子段]+|活|手头)*(?:以?后|之后|再)?|空了|空下来"
        ),
        lambda _: Vague(Missing.CLOCK, soft=True),
    ),
    (
        re.compile(
            f"[早晚晏迟](?:一?点儿?(?!半)|[一滴]?些)|{_SOON}(?!午)|[一待等过]下子?(?!午)|随时|回头|稍后|抽空|这个?时候|(?:老|同样的?|原来的?)时间|过后|天黑前后?"
        ),
        lambda _: Vague(Missing.CLOCK),
    ),
)

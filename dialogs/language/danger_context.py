"""Who is meant and when: subjects, denial, hearsay from a screen, and whether a danger is past, mild or only feared."""

import re
from enum import StrEnum

from dialogs.language.danger_words import pattern


class Level(StrEnum):
    """P0: life in danger now. P1: harm likely or done. P2: worry."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"


class Trigger(StrEnum):
    """What kind of danger is heard; the reply, the numbers and the case follow from it."""

    CHILD_SELF_HARM = "child_self_harm"
    PARENT_SUICIDE = "parent_suicide"
    PHYSICAL_ABUSE = "physical_abuse"
    SEXUAL_ABUSE = "sexual_abuse"
    MISSING_CHILD = "missing_child"
    TRAFFICKING = "trafficking"
    PARTNER_VIOLENCE = "partner_violence"
    NO_CARER = "no_carer"
    SERIOUS_BULLYING = "serious_bullying"
    ACCIDENT = "accident"
    DROPOUT_CHILD_LABOUR = "dropout_child_labour"
    CHILD_OFFENDING = "child_offending"
    STAFF_ABUSE = "staff_abuse"
    INFANT_DANGER = "infant_danger"
    USER_IS_MINOR = "user_is_minor"


class Aspect(StrEnum):
    """PRESENT gets the danger reply; the others an FAQ answer with the danger line."""

    PRESENT = "present"
    PREVENTION = "prevention"
    PAST = "past"
    MILD = "mild"


SELF_HARM = frozenset({Trigger.CHILD_SELF_HARM, Trigger.PARENT_SUICIDE, Trigger.INFANT_DANGER})
_LASTING = SELF_HARM | {
    Trigger.SEXUAL_ABUSE,
    Trigger.PHYSICAL_ABUSE,
    Trigger.PARTNER_VIOLENCE,
    Trigger.STAFF_ABUSE,
    Trigger.SERIOUS_BULLYING,
    Trigger.TRAFFICKING,
}
_SLIGHT_POSSIBLE = frozenset({Trigger.ACCIDENT, Trigger.PHYSICAL_ABUSE, Trigger.SERIOUS_BULLYING})
_ALLOWED_OR_NOT = frozenset({Trigger.NO_CARER, Trigger.DROPOUT_CHILD_LABOUR})
_ALLOWED = re.compile(
    "行不行|行吗|可以吗|可不可以|能不能|能行吗|能.{0,4}吗|要不要紧|犯法|违法|(?:多大|几岁)(?:了)?(?:能|可以|才)"
)
_TOLD_BY_SWINDLERS = frozenset({Trigger.ACCIDENT, Trigger.CHILD_OFFENDING, Trigger.TRAFFICKING})
_SWINDLE = re.compile(
    "骗子|(?:接到|有人|陌生|来了个|收到).{0,4}(?:○|电话|短信|信息).{0,4}说|(?:要|让|叫)我?(?:先|马上|赶紧)?(?:打|转|"
    "汇)(?:钱|账|款)"
)

_DENIED = re.compile(
    "(?:(?<!有)没有?|没再|并未|从未|(?<!会)不会(?!是)|(?<!是)不是|不存在|(?<!要)不要|(?<!能)不能|不该|不应该|不许|"
    "不准|不可以|不敢|不舍得|从来不|(?<![是会能要好差])不|"
    "(?<![分特区差个性])别)(?:再|去|被|说|想|让人?|随便|动手|总|老|要)*$"
)
_SCREEN = re.compile(
    "(?:新闻|电视剧|电视|电影|连续剧|短剧|小说|剧情|动画片|纪录片|报道|公众号|文章|故事|游戏)(?:里|上|中|说|讲|报道|"
    "头|里面|里头)|"
    "(?:抖音|快手|朋友圈)(?:上|里)?(?:说|讲)|(?:网上|抖音|快手|朋友圈)(?:上|里)?(?:传|有个(?:妈|爸|娃|孩|小|老人|女人))|"
    "(?:看|刷|听|读)(?:到|了|过|见)?(?:一?[个条则部篇段])?(?:新闻|电视剧|电影|短剧|小说|报道|案例|故事|抖音|快手|"
    "短视频|公众号|文章)|演的|剧里|拍戏|演戏|台词|歌词"
)
_OWN = pattern(
    "我(?:自己|也|都|就|真|现在|想|要|不想|快|家|的|孩|儿|女|娃|妹|弟|侄|孙|老公|男人)|(?:<kid>)(?:也|说他?她?自?己?|"
    "学|跟着|照着|模仿)|[他她](?:也|就|学|跟着|照着|模仿)|"
    "我们(?:家|村|班|学校)"
)

_AVOID = pattern(
    "预防|防止|防范|避免|怎么防|如何防|防(?:溺|性|拐|火|触|烫|骗|走|噎|狗|毒|霸|欺|校园|自杀|坠|盗|家暴|煤)|"
    "安全(?:知识|教育|课|常识)|"
    "(?:要|该|得|需要)?注意(?:些|点)?(?:什么|啥|哪)|(?:怎么|如何|怎样)(?:才能|能|可以)?(?:看出|看|判断|发现|识别|分辨|"
    "区分|提前|不让|保证|教|提醒)|"
    "怎么跟~(?:讲|说|聊)~(?:安全|防|危险|别|不要)|教(?:<child>)~(?:安全|防|别|不要|保护)|(?:有)?(?:什么|哪些)(?:表现|"
    "症状|征兆|信号|前兆)|科普|讲座|宣传|普及|培训(?!班?的?(?:老师|师))"
)
_FEARED = pattern(
    "如果|假如|要是|万一|假设|倘若|假使|一旦|会不会|容易(?:被|出)|(?<![害恐可他她娃孩子])怕(?=[^,。?]{0,6}$)|"
    "(?<![害恐可他她娃孩子])怕(?:<child>|老人|会)|担心|就怕|生怕|会被|才能?不"
)
_URGENT = re.compile(
    "救命|快(?:来|救|帮)|紧急|正在|刚才|刚刚|醒不|不醒|出血|流血|昏|没呼吸|没气|已经(?!好|没事)|怎么办啊|喘不"
)
_JUST_NOW = re.compile("救命|快(?:来|救)|正在(?!找工)|刚才|刚刚|醒不|没呼吸|没气|喘不")
_NOW = re.compile(
    "刚才|刚刚|正在|救命|快(?:来|救|帮)|紧急|今天|今早|今晚|昨晚|昨天|前天|这两天|这几天|最近|这个?星期|这周|又(?!好)|"
    "再次|还在|还是|一直|至今|到现在|不停|"
    "从.{1,8}(?:开始|起|到)|开始(?!好)|经常|老是|天天|每天|总是|越来越|现在(?!就?已?经?(?:都|全)?(?:好|没|正常|恢复|"
    "不|回来|在(?:家|看|读)|读|上|长大|很|开朗|离|分|搬|换|过去))"
)
_LONG_AGO = re.compile(
    "去年|前年|前几年|早几年|好几年前|[一二两三四五六七八九十几\\d]+年前|(?<![点号天钟饭午])以前|从前|小时候|小的时候|"
    "那时候|那会儿|当年|曾经|过去的事|"
    "[一二三四五六七八九十\\d]+岁(?:时|那年|的时候)|上(?:个)?学期"
)
_SOME_TIME_AGO = re.compile(
    "上(?:个)?月|上次|上回|上周|上(?:个)?星期|前(?:阵子|段时间|些天)|半年前|[几两三四五六]个月前"
)
_OVER = re.compile(
    "(?:^|[,。]|现在|已经|都|后来|早|全|治|养|伤口?|慢慢|长|病|他|她|孩子)(?:就|已经|都|也|全)?好了(?![几一多吗])|"
    "没事了|没大碍|恢复了|"
    "(?<!没)(?<!没有)(?:找|救|追|寻)(?:到|回来?|上来|出来)了|(?<!没)(?<!没有)回(?:来|家|到家)了|出院了|(?:事情?|都|"
    "已经|早就?)过去了|解决了|缓过来了|"
    "好多了|(?<!不)在家了|不疼了|(?:咳|吐|取|拿)出来了|好起来了|走出来了|不(?:再)?(?:欺负|打|赌|闹)(?:他|她|我|孩子)?了"
)
_SLIGHT = re.compile(
    "一点点|有点|轻轻|轻微|不严重|不(?:太|是很|怎么)(?:严重|厉害|重)|没(?:有)?(?:破|起泡|流血|大事|事|伤)|(?:破|蹭|擦|"
    "磨)(?:了|掉)?(?:一)?点?儿?(?:油?皮)|"
    "红了(?:一)?(?:点|下|小?块|片)|小泡|小伤|小口|(?:打|烫|碰|摔|推|呛|电|抓|咬|刮|噎|踢)(?:了|到)?(?:他|她|"
    "孩子)?(?:一|几)(?:下|巴掌)|偶尔|打屁股|手心|屁股|起外号|差点|险些"
)
_GRAVE = re.compile(
    "流血|出血|骨折|昏|晕|没气|没呼吸|喘不|发紫|不醒|抢救|住院|(?<!不)(?<!不太)(?<!不是很)(?:严重|厉害)|大面积|"
    "(?:好多|很多|大)泡|吐血|断|肿|青|紫"
)

_SUBJECTS = pattern(
    "(?P<mine>(?<![跟对给问和告诉骂打])我(?!们?家|们?的|孩|儿|女|娃|崽|妹|弟|侄|孙|老公|老婆|男|妈|爸|婆|公|爷|奶|外|"
    "爱人|仔|囡|闺|姑娘|那|丈|媳|前))"
    "|(?P<grown>(?:<spouse>)|(?:<elder>)|工友|同事|舍友|室友|老乡|朋友)|(?P<kid>(?:<kid>)|学生|说自己)|"
    "(?P<pronoun>[他她])"
)
_SAYS = re.compile("(?:说|讲|写|喊|嚷|问|哭着|闹着|念叨|发(?:消息|信息|朋友圈|了)|留(?:言|了|下))[^。?]{0,8}$")


def is_denied(before: str) -> bool:
    """Is the danger that follows `before` denied or forbidden right there?"""
    return bool(_DENIED.search(before[-8:]))


def is_urgent(text: str) -> bool:
    """Whether it says that something is happening now, or has just happened."""
    return bool(_JUST_NOW.search(text))


def is_from_screen(text: str) -> bool:
    """News, films and stories, unless the writer's own family comes in."""
    return bool(_SCREEN.search(text)) and not _OWN.search(text)


def is_about_child(before: str, default: bool) -> bool:
    """Whether the words before a sign of self-harm say that it is a child's; `default` when they name nobody."""
    told_by_child = False
    closest = ""
    for found in _SUBJECTS.finditer(before[-40:]):
        if found.lastgroup == "pronoun" and closest:
            continue
        closest = "mine" if found.lastgroup == "mine" else "grown" if found.lastgroup == "grown" else "kid"
        if closest == "kid":
            told_by_child = True
        elif closest == "mine" and told_by_child and _SAYS.search(before[-40:][: found.start()]):
            closest = "kid"
    if not closest:
        return default or before.endswith(("说", "问", "喊", "说是"))
    return closest == "kid"


def _is_past(trigger: Trigger, window: str) -> bool:
    over, long_ago = bool(_OVER.search(window)), bool(_LONG_AGO.search(window))
    if trigger in SELF_HARM:
        return long_ago and over and not _NOW.search(window)
    if trigger in _LASTING:
        return (long_ago or (over and bool(_SOME_TIME_AGO.search(window)))) and not _NOW.search(window)
    return (over or long_ago or bool(_SOME_TIME_AGO.search(window))) and not _GRAVE.search(window)


def _is_feared(trigger: Trigger, text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 16) : start], text[end : end + 8]
    if trigger in SELF_HARM:
        return bool(_AVOID.search(before)) and not re.search("[说再又写]", before[-6:])
    happened = text[start:end].endswith("了") or after.startswith(("了", "着了", "过"))
    if trigger in _ALLOWED_OR_NOT and _ALLOWED.search(text[max(0, start - 6) : end + 10]):
        return True
    feared = _FEARED.search(before) or _FEARED.search(text[start:end])
    return bool(_AVOID.search(before) or feared or (not happened and _AVOID.search(after)))


def aspect_of(trigger: Trigger, text: str, start: int, end: int) -> Aspect:
    """How the danger named at text[start:end] stands in time, judged by the words around it."""
    window = text[max(0, start - 30) : end + 30]
    if _is_past(trigger, window):
        return Aspect.PAST
    if (
        trigger in _SLIGHT_POSSIBLE
        and _SLIGHT.search(text[max(0, start - 10) : end + 10])
        and not _GRAVE.search(window)
    ):
        return Aspect.MILD
    if trigger in _TOLD_BY_SWINDLERS and _SWINDLE.search(window):
        return Aspect.MILD
    if not _URGENT.search(window) and _is_feared(trigger, text, start, end):
        return Aspect.PREVENTION
    return Aspect.PRESENT

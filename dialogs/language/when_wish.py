"""What tells a wish to be rung from a story with a time in it: words of asking, of calling, of refusing, of others."""

import re

# A place where a time word, or a word that only looks like one, was taken out of the text.
TIME, FILLER, GAP = "\ue000", "\ue001", "\ue002"

_KIN = (
    "[爸妈爹娘奶爷公婆姥嬷嘎]{1,2}|[外家阿]?[公婆爸妈爷]|姥[姥爷]|老[人的家]|孩子|小孩|[男女妹]?娃[儿娃子]?|崽崽?|仔仔?|伢子?|儿子?|女儿?|闺女|妹[崽子]?|囡囡"
    "|幺[儿妹]|细佬|宝[贝宝]?|丫头|小家伙|弟弟?|姐姐?|哥哥?|妹妹|[姑姨舅叔伯婶嫂]+妈?|亲家母?|岳[父母]|丈母娘|两?个?老的|老师|屋[里头企]|[老家]屋|家里?人?|全家|老公|老婆|爱人"
)
_ASK_ME = "(?:[我俺](?!们?[厂车家屋]|[爸妈爹娘公婆爷奶弟哥姐妹儿女娃崽]|们)|醒我?|一?声|一?下|哈|起床|迟|早)"
_AT_WORK = (
    "主管|老板|班长|组长|领导|医生|同事|工友|人家|他们?|她们?|它|厂里|学校|线长|拉长|课长|经理|人事|房东|朋友|老乡"
)
_SOMEBODY = f"(?:{_KIN}|{_AT_WORK})(?:们|又|就|都|总|老|非要|非|天天|也|会|要|说|讲|来)*"
_NOT_MY_ASKING = re.compile(
    f"(?<![给跟和同俾对打替向])(?:{_SOMEBODY})(?:[让叫喊催]|提醒|通知)[我俺]|(?:提醒|[叫喊闹])(?:过|了[我俺])|[没冇](?:有)?(?:提醒|[叫喊闹]|响)|(?:提醒|[叫喊]我)的(?!时候|话)|(?:那个|的)(?:提醒|闹[钟铃])(?!我)"
)
ASKS = re.compile(
    f"提醒|提[一下点]*我|提个?醒|[提题][腥型]|题醒|提型|(?:叫|喊|嗌|闹|催|招呼|通知|吵|摇){_ASK_ME}|[叫喊](?=$|[,。;!{GAP}吧哈嘛啊{FILLER}])|[叫喊嗌闹](?:(?:{_KIN})?起床)"
    "|闹[钟铃](?!响|没|坏)|(?<!不)记得|帮我?[定设记]|给我定|[叫喊]一[盘哈声下]|[定设]个(?:闹|提)|(?:叫|喊|闹)(?:我|醒)|call我"
)
CALLS = re.compile(
    "(?<![接没])(?<!接个)(?<!接了)电话|视频|通话|语音|连线|打(?:给|过去|过来|回|一?[个只]|一?下|一[次回通]|哈|俾|通|两?[次回]|去|屋)|打(?=$|[,。;!"
    f"{GAP}{FILLER}吧嘛啊哈呀哦])|(?:[给跟和同俾与](?:我|他|她|俺)?(?:{_KIN}|他|她)[^,。;!{GAP}{TIME}]{{0,4}}?(?:打|讲|聊|说|发|摆|唱|通|倾|报|视|见))|讲个?(?:古|故事)|聊|约(?:的|好|定)|(?:说|讲|商量)好|[想要](?:问|跟|和|听|找)"
    f"|[给同跟](?:{_KIN})(?:打|$)"
)
_PARTICLES = (
    "以及|还有|或者?|麻烦|拜托|劳烦|请|帮|你好|您好|在吗|谢谢|多谢|辛苦|好的?|要得|可以|行|中|嗯|哦|噢|喔|吧|哈|嘛|啊|呀|呢|咯|喽|啦|了|的|得|嘞|咧|呗|哇|诶|哎|喂|嗨"
    "|[我俺你您他她咱]们?|就|都|也|再|还|先|要|想|会|能|在|是|有|那|这|个|给|跟|和|同|俾|对|把|到|去|来|回|着|一|该|必须|一定|肯定|务必|准备|打算|决定|改成|定|设|用|个|次|家佳?|音|机器人"
    "|说|讲|聊|问|话|句|发|报|平安|通|见|老|大|小|亲|屋|里|头|叫|喊|早|点|天|整|完|以后|往后|之后|今后|每次|时候|到时|吃饭|方便|有空|合适|最好|的话|那个|从|自|由|即|比较|觉得|觉"
)
_PLAIN = re.compile(
    f"{ASKS.pattern}|{CALLS.pattern}|{_KIN}|{_PARTICLES}|[噻撒哒唦嘎嗦哟耶罗俾啲先]|打|视频|电话|[{TIME}{FILLER}{GAP}\\W_]|[a-z0-9]"
)
# A wish that comes along with one of these asks, refuses or changes something; a rule read out of it is a guess.
_POLITE = re.compile(
    "(?:行不行|好不好|要得不|得行不|中不中|(?:可以|行|能记住)[不吗么没]?)$|(?:好|行|可以|要得|中|成|得行)[吗么不]$|不好意思|对不起|不管|不论|不过(?!年)|没事|没得事|不急|差不多|不加班|不上[班课学]|不忙|没班|没课|不出门|不下雨|不打(?:扰|搅)|不错|没问题|不然|要不(?:是|然|就)?|不得空就|不客气|不多说|冇得?事|特别|别人|别个|级别|区别"
)
NOT_A_WISH = re.compile(
    "取消|删|停|不|别|除|没|冇|吗|哪|什么|怎么|咋|为啥|多久|几|唔|未(?!来)|啥|谁|多少|多大|多长|合不合|合适|该不该"
)
_CANCELS = re.compile(
    "取消|(?:老是|总是|搞么|干嘛|做么).*(?:提醒|[叫喊闹])|好烦|烦[死人]|[,]烦$|吵死|[好太]吵|讨厌|哪个定的|(?:提醒|[叫喊闹])我(?:干|做|搞)(?:嘛|么|什么|啥)|"
    f"{TIME}[^{TIME},]*(?:改[成到为在]?|换[成到]|推[到迟]|[调挪移]到)[^{TIME}]*{TIME}"
    "|删[了掉除]|撤[了销掉]|算了|(?:不用|不要|不必|不消|别|莫|甭|冇|唔使|唔好)再?(?:提醒|[叫喊]|打(?!搅|扰|架|游|牌|麻|瞌|针)|闹|响|发|设|定|弄)(?!迟|早|晚|错|忘|到|得)"
    "|(?:不用|不要|不必|不消|不想|不需要)了|停[了掉]|关[了掉]|(?:怎么|咋个?|为啥|为什么|为何|老是?|又).{0,4}[没不](?:有)?(?:提醒|[叫喊]我|响)"
)
_CORRECTS = re.compile(
    "改[到成为在]?|换[到成]?|不对|错了|说错|讲错|搞错|不是|推[迟到后]|挪|提前|延[后迟]|哦?不[,。]|应该是?|或者?|要么|如果|要是|万一|的话|除非|只到|为止|截止|结束|不行|冇空|没空|不得空|不方便|不得行|不来|不算"
)
# Of whom else a sentence with a time may speak; kin alone may be those to be called.
_OTHERS = re.compile(
    "他|她|它|厂|车间|主管|老板|班长|组长|领导|老师|学校|医生|班主任|同事|火车|高铁|飞机|大巴|车票|快递|(?:娃|崽|孩子|女儿|儿子|妈|婆|爷|奶|老公|老婆)(?=要|会|就|才|都|也|每|在|说|讲|去|来|回|把|又|还|得|有|没|不)"
)
_HABIT = re.compile(
    f"现在|已经|{TIME}(?:了$|见(?:面)?$)|^[都才快]{TIME}|"
    "通常|一般|一向|经常|常常|总是|老是|从来|习惯|(?:打|聊|视频|通话|电话|讲|说)(?:了|过(?![去来]))(?![吗没])"
)
_BUSY = re.compile(
    "加班|上班|[加排放]课|[早中白夜晚]班|[转倒轮]班|两班倒|三班倒|下线|开会|上课|考试|起床|出门|作业|手机|游戏|才(?!能)|还在|到家|到站|火?车|票|放假|下雨|停电|打针|看病|检查|体检|培训|工资|交钱|赶集|吃酒|开门|关门|发货|面试|上学|开学|报名|比赛|表演|晚会|自习|补课|睡|醒来|回来|走了|到了|过生|结婚|满月|做饭|洗|排队"
    # 下班是八点: an hour of something else.
    f"|(?:下班|放学|吃饭|开饭|收工|开工|交班|换班|睡觉|熄灯|午休|茶歇|下课)(?:的?时间|都)?(?:是|要到|在)[{GAP}{FILLER}]*{TIME}"
)
_ONLY_IF = re.compile(
    "(?:如果|要是|假如|假使|倘若|若是|只要|除非)(?!.{0,3}(?:方便|可以|能行|得空|忘|没事|麻烦))"
    "|不?(?:下雨|加班|忙|上班|停电)(?:就|的话|才|再|每)"
)
_WAITS = re.compile(f"^[我你]?[{GAP},]*等(?![下一会哈于级号候])")
# What is to be asked on the telephone.
_ASKED_THEN = re.compile(f"(?:问(?!一?下?你)|看看|听听|让(?:他|她|娃|孩子)|[喊叫](?:{_KIN})(?:吃|喝|穿|莫|别|多|少)).*")
_WONDERS = re.compile(
    "几点|几号|哪天|哪个?时候|什么时候|啥时候|多久|多少|为什么|为啥|怎么|咋|会不会|该不该|合不合|太[早晚]吧?$"
)


_ASKING_SIGNS = re.compile("能不能|可不可以|可以不|要不要|[吗不么]$")
_ME = re.compile("帮我?[定设记]|提醒(?:一?[下声]|哈)?我|(?:[叫喊闹嗌])(?:我|醒我)|提醒[一哈]?下|[叫喊]一?声|定个")


def asks_me(words: str) -> bool:
    return bool(_ME.search(words))


def wakes(words: str) -> bool:
    return bool(re.search("(?<!提)(?<!提个)(?<!题)醒|起床|起来|上学|早[饭餐]", words))


def asks(words: str) -> bool:
    return bool(ASKS.search(_NOT_MY_ASKING.sub("", words)))


def calls(words: str) -> bool:
    return bool(CALLS.search(words))


def is_story(words: str) -> bool:
    """Whether there is more in it than a time, a wish and the people to be called."""
    return len(_PLAIN.sub("", words)) > 1


def is_plain(words: str) -> bool:
    """Whether there is nothing else in it at all."""
    return not _PLAIN.sub("", words)


def tells_of_others(words: str) -> bool:
    return bool(_BUSY.search(words) or _OTHERS.search(_free(words)))


def tells_of_work(words: str) -> bool:
    return bool(_BUSY.search(words))


def narrates(words: str) -> bool:
    """Of calls that are made already."""
    return bool(_HABIT.search(words))


def only_if(words: str) -> bool:
    """Whether something has to be so first."""
    return bool(_ONLY_IF.search(words))


def waits(words: str) -> bool:
    """等他到家: what is waited for is no hour."""
    return bool(_WAITS.search(words))


def wonders(words: str) -> bool:
    """Whether it is Jiayin that is asked something."""
    return bool(_WONDERS.search(_ASKED_THEN.sub("", _POLITE.sub("", words))))


def without_background(words: str) -> str:
    """Without what is to be asked on the telephone."""
    return _ASKED_THEN.sub("", words)


def _free(words: str) -> str:
    return re.sub("(?:他|她|娃|孩子|妈|婆|奶|崽)[^,]{0,3}(?:在家|在屋|有空|方便|得空|能接|接电话)", "", words)


def refuses(words: str, *, asked: bool = False) -> bool:
    """Whether it says no, or wants to know something; the signs of a polite question are none once a wish was heard."""
    plain = _POLITE.sub("", words)
    if asked:
        plain = without_background(plain)
    return bool(NOT_A_WISH.search(_ASKING_SIGNS.sub("", plain) if asked else plain))


def cancels(words: str) -> bool:
    return bool(_CANCELS.search(words))


def corrects(words: str) -> bool:
    return bool(_CORRECTS.search(_POLITE.sub("", words)))

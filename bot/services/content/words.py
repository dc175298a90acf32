"""Words that Jiayin does not say to a parent, each with the reason, and the quotations that are allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogs.text import Text, _


@dataclass(frozen=True)
class Banned:
    """A pattern of words, and what is wrong with them."""

    pattern: re.Pattern[str]
    reason: Text

    def first(self, words: str) -> str | None:
        """The first hit, as it stands in the text."""
        found = self.pattern.search(words)
        return found[0].strip("，。！？；：、“”") if found else None


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


# Up to the quotation, in the same sentence, stands a word that warns against it: 别说“…”、“…”, 不问“…”.
_WARNED = re.compile(
    r"((?:别|不要|不说|不问|不提|不喊|不回|少说|莫说|不能说)[^“”。！？；]{0,12})“[^”]*”(?:[、和或]?“[^”]*”)*"
)


def without_warned_quotations(words: str) -> str:
    """The text without bad examples that it warns against."""
    return _WARNED.sub(r"\1“”", words)


_COMMANDS = _any(
    "必须",
    "应该",
    "(?<!不)一定要",
    "你怎么能",
    "要记住",
    "作为(?:父母|家长|爸妈|妈妈|爸爸|母亲|父亲)",
)
_BLAME = _any("不负责", "狠心", "亏欠", "毁了", "弥补", "缺爱", "没出息", "白眼狼", "赔钱货", "(?<!有)问题孩子")
# 社保证明, 医保证, 参保证明 and the like only look like a promise; so do the swindler's 保证金 and 保证书.
_ASSURANCE = _any("(?<![社医参投])保证(?!金|书|人)", "肯定能", "(?<![书钱背面腰提])包你")
_POLICY = _any("履行", "落实", "监护职责", "亲子关系", "正面管教", "情绪管理")

_DIAGNOSIS = _any(
    "抑郁",
    "自闭(?!门)",
    "多动症",
    "焦虑症",
    "强迫症",
    "恐惧症",
    "躁郁",
    "厌学症",
    "精神(?:病|分裂|失常)",
    "心理(?:有病|疾病|变态|障碍)",
    "网瘾",
    "智障",
    "弱智",
    "脑子有(?:病|问题)",
    "发育迟缓",
    "感统失调",
)
_UNWARNED = "(?:^|[，。！？；：、“”])(?![^，。！？；：“”]*(?:别|不要|不能|不给|医生|问))[^，。！？；：“”]*?"
_MEDICINE = _any(
    "布洛芬|对乙酰氨基酚|美林|泰诺|安乃近|阿司匹林|尼美舒利",
    "阿莫西林|头孢|青霉素|阿奇霉素|罗红霉素|抗生素|激素药",
    "小柴胡|板蓝根|连花清瘟|藿香正气|蒙脱石|奥司他韦|褪黑素|安定片",
    r"(?:\d+|[半一二两三四五六])(?:毫升|毫克|微克|ml|mg)",
    r"(?:吃|喂|服)(?:上|下)?(?:\d+|[半一二两三四])(?:片|粒|丸|包药|袋药|勺药)",
    f"{_UNWARNED}(?:吃|喂|服|喝|擦|抹|涂|用)(?:点|些|片|粒|上|了|几|他|她|孩子)*"
    "(?:感冒|退烧|退热|止咳|消炎|止泻|止痛|安眠|助眠|驱虫|打虫|抗过敏)(?:药|片|灵|针)",
)
_LEGAL_PROMISE = _any(
    "(?:肯定|一定|必定)(?:要|会|得|能)?(?:赔|判|赢|胜诉|退)",
    "法院(?:就)?会判",
    "(?<!别)判给你",
    "(?:官司|仲裁)(?:包|稳|就)(?:能)?赢",
    "(?:都|全|一定|肯定)能(?:要|拿|退|追)(?:得)?回来",
    "包(?:赢|赔|退)(?!来|去|货)",
)
_SCHOOL_PROMISE = _any(
    "就能(?:上|进|读)(?:公办|公立|好学校|重点|当地的学校)",
    "(?:一定|肯定|都|包)能?(?:会)?(?:录取|收你|收他|收她|入学)",
    "(?<!书)包上(?:学|公办|大学|重点)",
    "(?:一定|肯定)(?:会|能)?(?:上|进)(?:公办|公立|大学|高中)",
    "保送|保录",
)
_GUILT = _any(
    "最需要的(?:是|就是)(?:你的)?陪伴",
    "(?:钱|挣得?)再多(?:的钱)?(?:也|都)",
    "缺席",
    "错过了?(?:孩子|他|她)的?(?:童年|成长)",
    "(?:都|全)(?:怪|怨|赖)你",
    "(?<!不)(?:都)?是你的(?:错|不对)",
    "(?<!别觉得)对不起孩子",
    "只(?:顾|知道|管)(?:着)?挣钱",
)
_FEAR = _any(
    "(?:会|就|要)(?:变|学)坏",
    "一辈子(?:就|都|也)?(?:完了|毁|抬不起头)",
    "后悔(?:一辈子|终身|都来不及|也来不及)",
    "再(?:不|晚).{0,8}就(?:晚|来不及|迟)了",
    "长大(?:了)?(?:会|就)恨你",
)
_RETURN = _any(
    "辞(?:职|工)(?:了)?(?:就)?(?:回家|回去|回老家|回来)?吧", "(?:赶紧|快|马上)辞(?:职|工)", "别(?:再)?打工了"
)
_SECRECY = _any(
    "不(?:会)?告诉任何人", "谁(?:也|都)不(?:会)?告诉", "(?:绝对|一定|肯定)(?:会)?(?:替你)?(?:保密|不说出去)"
)
_PRYING = _any(
    "(?:摸|碰|弄|动)了?(?:她|他|你女儿|你儿子|孩子|你家孩子)?的?(?:哪里|哪儿|什么地方)",
    "(?:摸|碰|弄|打)(?:了|过)?(?:她|他|孩子)?(?:几次|几回|多少次)",
)
_CAREGIVER = _any(
    "思想落后",
    "老(?:脑筋|一套|糊涂|顽固|思想|封建)",
    "(?:老人家?|奶奶|爷爷|婆婆|公公)(?:就是|根本)?(?:不懂|没文化|不讲理)",
)
_GENDER = _any(
    "男(?:孩|孩子|娃|子汉)(?:不能|不许|不准|不该|不可以|不要)哭",
    "男子汉",
    "女(?:孩|孩子|娃)(?:要|得|就要|就得|就该)(?:文静|听话|乖|勤快)",
    "女(?:孩子|娃)家",
    "像个(?:女孩|女的|姑娘|男人|男的)",
    "女(?:孩|孩子|娃)读(?:那么多)?书(?:没用|有什么用)",
)

# Wrong wherever it stands, unless the text warns against saying it.
FORBIDDEN = (
    Banned(_COMMANDS, _("orders people about; say 可以试试, 今天就, 先…再…")),
    Banned(_BLAME, _("blames or belittles")),
    Banned(_ASSURANCE, _("promises what nobody can keep")),
    Banned(_POLICY, _("is a word of offices; use one that a worker uses")),
    Banned(_DIAGNOSIS, _("is a diagnosis; say what can be seen, and where somebody can look at it")),
    Banned(_MEDICINE, _("is a prescription; say when to see a doctor")),
    Banned(_LEGAL_PROMISE, _("promises an outcome at law; name the line where a lawyer looks at it")),
    Banned(_SCHOOL_PROMISE, _("promises a place at school; say that places differ and where to ask")),
    Banned(_GUILT, _("makes a parent feel guilty; say that earning for the family is care too")),
    Banned(_FEAR, _("frightens; leave it out")),
    Banned(_RETURN, _("tells a parent to give up the work; list the choices")),
    Banned(_SECRECY, _("promises secrecy; in danger others have to be told")),
    Banned(_PRYING, _("investigates; nobody needs to tell details")),
    Banned(_CAREGIVER, _("speaks against the elders")),
    Banned(_GENDER, _("tells boys and girls how to be")),
)
# Wrong everywhere that people read it, quoted or not.
NEVER = (
    Banned(_any("留守"), _("is a word for reports; say 孩子 or 在老家的孩子")),
    Banned(_any("您", "各位", "家长朋友"), _("keeps a distance; say 你")),
    Banned(
        _any(
            "娃儿|细娃|妹崽|幺儿|细佬|细路|伢",
            "晓得|莫得|咋个|啷个|啥子|冇|屋头|巴适|扯拐",
            "点解|(?<!一)点样(?!子)|唔(?:知|好|使|要)|乜嘢|嘅|咁|佢|俾|侬|阿拉|伲",
        ),
        _("is dialect; everybody has to understand it"),
    ),
)

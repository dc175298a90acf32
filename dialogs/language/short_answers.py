"""Yes, and I do not know, as people really type them: 要得, 是的嘛, 好嘛好嘛, 不晓得, 随便."""

import re

from dialogs.language.normal import normalise

_UNHEARD = re.compile("[ 。.!！,，、~…]+")
_TAIL = "(?:的|嘛|啊|呀|了|吧|哦|喔|咯|噻|哈|嗯|滴|哟|哩|撒|啦|呐)*"
_YES = re.compile(
    f"(?:(?:嗯+|恩+|对头|对|就是|是|好|行|可以|要得|得行|中|成|没错|没问题|没毛病|莫得问题|就这样|ok|okay|yes|👌|👍){_TAIL}){{1,3}}"
)
_UNSURE = re.compile(
    "(?:我|也|都|还|啥|哪个|几点)*(?:不晓得|晓不得|不知道|不清楚|说不准|说不好|不确定|没想好|想不好|随便|随你|都行|都可以|都得|都要得"
    f"|都好|无所谓|你定|你看着?办?|你说了算|你安排|你选|不一定){_TAIL}"
)


def says_yes(text: str) -> bool:
    """Whether these words agree, and do nothing else."""
    return bool(_YES.fullmatch(_bare(text)))


def says_unsure(text: str) -> bool:
    """Whether these words leave it open: she does not know, or does not mind."""
    return bool(_UNSURE.fullmatch(_bare(text)))


def _bare(text: str) -> str:
    return _UNHEARD.sub("", normalise(text))

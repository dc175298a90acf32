"""Words that ask for nothing: greetings, thanks, a bare yes or number, half a sentence without its matter."""

import re

_COURTESY = re.compile(
    "(?:你好|您好|嗨|哈喽|hello|hi|在吗|在不在|早上好|早安|早|中午好|下午好|晚上好|晚安|再见|拜拜|谢谢|多谢|感谢|谢了|"
    "辛苦|累死了?|烦死了?|困死了?|好累|好困|好烦|好的?|好滴|行|可以|收到|知道|明白|ok|嗯|哦|哈|嘿|呵|嘻|"
    "你|您|老师|了|啊|呀|哈|吧|吗|呢|啦|嘛){1,12}|(?:你|您)(?:是谁|是什么人|叫什么|几岁|吃饭?了?(?:没|吗|没有)?|"
    "在干嘛|在干什么|好吗|会什么|是机器人吗)|\\d{1,12}|测试|test"
)
# Whole messages of words that ask for nothing by themselves.
_SAYS_NOTHING = re.compile(
    "(怎么|怎么办|怎么弄|怎么说|为什么|什么|哪里|哪个|多少|几个|没有|有|不要|不是|不行|不会|不知道|是的?|对的?|不对|要|"
    r"随便|都一样|都行|都可以|都好|无所谓|得行|要得|中|可得|[\d一二三四五六七八九十]+岁半?|"
    "一个人?|两个人?|三个|老大|老二|老三|孩子|妈妈|爸爸|老人|奶奶|爷爷|今天|明天|后天|晚上|早上|周[一二三四五六日]|星期.)+"
)
_KEYS = re.compile("[a-z]{4,}")
_ONE_SIGN = re.compile(r"(.{1,3}?)\1{3,}")


def is_courtesy(plain: str) -> bool:
    """Greetings and thanks alone; `plain` is normalised, without punctuation."""
    return bool(_COURTESY.fullmatch(plain))


def says_nothing(plain: str) -> bool:
    """A bare answer, a place in a family, the same sign again and again, or keys struck at random."""
    return bool(_SAYS_NOTHING.fullmatch(plain) or _ONE_SIGN.fullmatch(plain) or _KEYS.fullmatch(plain))

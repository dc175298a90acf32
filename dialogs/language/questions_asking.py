"""Whether words ask for something, rather than tell it, and whether somebody of the family is in them."""

import re

from dialogs.language.normal import normalise

_ASKS = re.compile(
    "[?]|怎么|怎样|怎办|咋|啷个|点样|啥|什么|么子|哪|谁|几[点岁天次时个号]|多少|多久|多大|为何|[吗呢么不没][?。!,~ ]*$|"
    "([一-鿿])不\\1|有没有|会不会|可不可以|能不能|要不要|该不该|是不是|行不行|如何|请问|想问"
)


def asks(text: str) -> bool:
    """A question mark, a question word, or a form such as 能不能, 吗, 不 at the end."""
    return bool(_ASKS.search(normalise(text)))


_SOMEBODY = re.compile(
    "孩|娃|崽|仔|伢|囡|妹|儿|细佬|幺|女|小[的家朋]|老[大二三]|奶奶|爷爷|外婆|外公|姥|婆婆|公公|老人|爸|妈|爹|娘|老公|老婆|[他她]"
)


def speaks_of_family(text: str) -> bool:
    """A child, an elder, a spouse, or 他 and 她."""
    return bool(_SOMEBODY.search(normalise(text)))

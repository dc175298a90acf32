"""Whether words ask for something, rather than tell it."""

import re

from dialogs.language.normal import normalise

_ASKS = re.compile(
    "[?]|怎么|怎样|怎办|咋|啷个|点样|啥|什么|么子|哪|谁|几[点岁天次时个号]|多少|多久|多大|为何|[吗呢么不没][?。!,~ ]*$|"
    "([一-鿿])不\\1|有没有|会不会|可不可以|能不能|要不要|该不该|是不是|行不行|如何|请问|想问"
)


def asks(text: str) -> bool:
    """A question mark, a question word, or a form such as 能不能, 吗, 不 at the end."""
    return bool(_ASKS.search(normalise(text)))

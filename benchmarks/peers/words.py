"""What every plain bot says in the five turns: of the size of Jiayin's words, with as many buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmarks.dialog import AGREE, BAND, EVERY_DAY

NOTICE: Final = "我是家音，育儿小助手，不是真人。点“同意”，我记下你的班次、老家区号、孩子大概几岁。不想用了，发“退出”。"
AGE: Final = "最小的孩子多大了？"
TIP: Final = "忙季加班，说好的电话打不成，今天早点告诉他：“妈妈今晚加班，明天中午12点打给你。”孩子不怕你忙，怕白等。"
STARTER: Final = "打给孩子，可以这样开口：\n“今天有没有一件事，你做得比昨天好一点？”\n接着：“你是怎么做到的？”"
DAYS: Final = "提醒你给孩子打电话。哪几天？"
SHIFT: Final = "这周白班还是夜班？"
NOTED: Final = "记下了。"
ANNOUNCED: Final = "明天中午12点在食堂二楼有一次小课：忙的时候怎么和老家的孩子说话。来听的人有热茶，不用报名。"


@dataclass(frozen=True)
class Said:
    """A message, and the labels of its buttons, each on a line of its own."""

    text: str
    labels: tuple[str, ...] = ()


ASKS_AGREEMENT: Final = Said(NOTICE, (AGREE, "不同意", "看全文"))
ASKS_AGE: Final = Said(AGE, ("0到3岁", "3到6岁", BAND, "9到12岁", "12到15岁", "15到18岁", "先跳过"))
SHOWS_TIP: Final = Said(TIP, ("我试了", "换一条", "收藏", "转给工友", "为什么给我这条"))
SHOWS_STARTER: Final = Said(STARTER, ("换一条", "家里老人"))
ASKS_DAYS: Final = Said(DAYS, (EVERY_DAY, "一三五", "周末", "我休息那天", "我自己写", "改打给老人"))
ASKS_SHIFT: Final = Said(SHIFT, ("白班", "夜班", "不倒班", "先跳过"))

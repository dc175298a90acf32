"""What Jiayin says in the browser tests: a few turns as they really look."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rendering.message import Button, Document, Message
from bot.services.ports import Inbound
from dialogs.engine.events import Pressed, Said

WELCOME = Message("你好，我是家音。\n我帮在外打工的爸爸妈妈和孩子多说说话：每周几条小贴士，到点提醒你给家里打电话。")
ASK_AGE = Message(
    "孩子多大了？不想说也可以，先跳过。",
    (Button("0–3岁", "s:1:0"), Button("3–6岁", "s:1:3"), Button("6–9岁", "s:1:6"), Button("跳过", "s:1:skip")),
)
ASK_SHIFT = Message(
    "好的。你上什么班？这样不会吵到你睡觉。",
    (Button("白班", "s:2:day"), Button("夜班", "s:2:night"), Button("两班倒", "s:2:rotation")),
)
TIP = Message(
    "今天打电话，先问“今天最开心的是啥？”\n孩子说完，你跟一句“真好，再讲讲”。\n先听高兴的，他才愿意讲难过的。",
    (Button("有用", "o:7:up"), Button("不太有用", "o:7:down"), Button("换一条", "o:7:next")),
)
DANGER = Message(
    "先别骂他，也别让他一个人待着。叫家里大人现在就到他身边，把刀、药、农药收走。"
    "已经吃了药或受了伤，打0856120。你打12356，有人教你怎么跟他说。我们的老师15分钟内联系你。",
    numbers=("0856120", "12356"),
    fold=True,
)
SAFE = Message("孩子现在安全吗？", (Button("安全", "s:9:safe"), Button("不安全", "s:9:unsafe")), fold=True)
HOTLINES = Message(
    "急事打110，受伤打120。\n心里难受，打12356。\n孩子的事，打12355。\n欠工资，打12333。\n也可以打010-82951332。",
    numbers=("110", "120", "12356", "12355", "12333", "010-82951332"),
    fold=True,
)
REMINDER = Message(
    "提醒定好了：每周日晚上8点，给家里打电话。",
    document=Document("给家里打电话.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
)
MISSED = Message("我没听懂。发“菜单”，看看我会什么。")


def jiayin(inbound: Inbound) -> Sequence[Message]:
    match inbound.event:
        case Said(text) if text.startswith("/start"):
            return (WELCOME, ASK_AGE)
        case Said("今日贴士"):
            return (TIP,)
        case Said("求助电话"):
            return (HOTLINES,)
        case Said("他说不想活了"):
            return (DANGER, SAFE)
        case Said("提醒我"):
            return (REMINDER,)
        case Pressed(data) if data.startswith("s:1:"):
            return (ASK_SHIFT,)
        case Pressed("o:7:up"):
            return (Message("谢谢，记下了。"),)
        case _:
            return (MISSED,)

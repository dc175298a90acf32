"""The words that open a door from anywhere, whatever is being talked about."""

from __future__ import annotations

from dialogs.engine.catalogue import Command
from dialogs.engine.entry import Entry

# What somebody asks who wants to know what Jiayin is for.
_ABILITIES = (
    *("你会什么", "你会啥", "你会干什么", "你会干啥", "你会做什么", "你会做啥", "你都会什么", "你都会啥"),
    *("你能做什么", "你能做啥", "你能干什么", "你能干啥", "你能帮我什么", "你能帮我做什么", "你能帮我做啥"),
    *("你有什么用", "你有啥用", "有什么功能", "有啥功能", "怎么用", "咋用", "what can you do"),
)

COMMANDS = (
    Command(Entry.WELCOME, "/start", ("开始", "start", "重新开始"), needs_agreement=False),
    Command(
        Entry.MENU,
        "/menu",
        ("菜单", "帮助", "help", "/help", "menu", "功能", "主菜单", *_ABILITIES),
        needs_agreement=False,
    ),
    Command(Entry.TIP, "/tip", ("今日贴士", "贴士", "小贴士", "tip"), needs_agreement=False),
    Command(Entry.SAVED_TIPS, "/saved", ("我的收藏", "收藏夹", "收藏", "我收藏的", "我收藏的贴士", "看收藏")),
    Command(Entry.CALL_HOME, "/call", ("提醒", "打电话回家", "我的提醒", "提醒打电话", "call home")),
    Command(Entry.NEW_REMINDER, "/remind", ("新提醒", "加提醒", "设提醒", "定提醒")),
    Command(Entry.STARTER, "/starter", ("聊啥", "话头", "聊什么", "说啥"), needs_agreement=False),
    Command(Entry.NOT_TODAY, "/overtime", ("今天加班", "今晚加班", "加班")),
    Command(Entry.ASK, "/ask", ("问问题", "提问", "我想问"), needs_agreement=False),
    Command(Entry.HUMAN, "/human", ("找老师", "老师", "人工", "真人", "转人工")),
    Command(Entry.HELP_NUMBERS, "/numbers", ("求助电话", "热线", "电话号码", "help numbers"), needs_agreement=False),
    Command(
        Entry.COURSE,
        "/course",
        ("微课", "小课", "课程", "学习", "上课", "微课程", "小课程", "course", "courses"),
        needs_agreement=False,
    ),
    Command(Entry.CHILD_SPACE, "/space", ("托管", "儿童友好空间", "培训"), needs_agreement=False),
    Command(Entry.SETTINGS, "/settings", ("设置", "改资料", "settings")),
    Command(Entry.SHIFT_CHANGED, "/shift", ("换班了", "倒班了", "换班", "转班了")),
    Command(Entry.REST_DAY, "/rest", ("休息日", "改休息日")),
    Command(Entry.HOME, "/home", ("老家", "改老家")),
    Command(Entry.CHILDREN, "/children", ("我的孩子", "孩子", "加孩子")),
    Command(Entry.TIP_RHYTHM, "/often", ("少发点", "多发点", "几天一条", "频率")),
    Command(Entry.LANGUAGE, "/language", ("语言", "language", "中文", "english"), needs_agreement=False),
    Command(Entry.PAUSE, "/pause", ("暂停", "先别发", "停几天")),
    Command(Entry.LEFT_FACTORY, "/left", ("换厂了", "换厂", "离厂了", "辞工了")),
    Command(Entry.MY_DATA, "/mydata", ("我的资料", "看资料"), needs_agreement=False),
    Command(Entry.ERASE, "/erase", ("删除我的资料", "删资料", "注销"), needs_agreement=False),
    Command(Entry.ERASE_CHILDREN, "/erase_children", ("删除孩子的资料",)),
    Command(Entry.PIN, "/pin", ("暗号", "设暗号", "改暗号")),
    Command(Entry.RETURN_CODE, "/return", ("换手机", "换手机用", "回来的码", "返回码", "我要返回码")),
    Command(Entry.PRIVACY, "/privacy", ("隐私", "看全文", "privacy"), needs_agreement=False),
    Command(Entry.TOGETHER, "/together", ("我回家了", "到家了", "孩子来了", "我到家了", "孩子过来了")),
    Command(Entry.APART, "/apart", ("我回厂了", "回厂了", "孩子回去了", "我返厂了")),
    Command(Entry.FINE, "/fine", ("没事了", "继续", "it is over"), needs_agreement=False),
)

"""All of Jiayin's dialogs, put together: every door, command, step, button, timer and push by its name."""

from __future__ import annotations

import inspect
from types import ModuleType

from dialogs import ask, danger_talk, home, medium, menu, together, welcome, work
from dialogs.call_home import change, due, later, listing, new, overtime, starters, week, wishes
from dialogs.child import details, family
from dialogs.engine.catalogue import Catalogue, Command
from dialogs.engine.entry import Entry
from dialogs.engine.step import Step
from dialogs.rights import doors, own_data, pin, silence
from dialogs.settings import card as settings_card
from dialogs.settings import factory, language, rhythm, topics
from dialogs.tip import card, quiet, saved

_MODULES: tuple[ModuleType, ...] = (
    ask,
    change,
    danger_talk,
    details,
    doors,
    family,
    home,
    language,
    medium,
    menu,
    new,
    own_data,
    pin,
    rhythm,
    saved,
    silence,
    together,
    topics,
    welcome,
    work,
)


def steps_of(modules: tuple[ModuleType, ...]) -> dict[str, type[Step]]:
    """Every step class of these modules, by name."""
    found: dict[str, type[Step]] = {}
    for module in modules:
        for name, member in inspect.getmembers(module, inspect.isclass):
            if issubclass(member, Step) and member.__module__ == module.__name__:
                found[name] = member
    return found


COMMANDS = (
    Command(Entry.WELCOME, "/start", ("开始", "start", "重新开始"), needs_agreement=False),
    Command(Entry.MENU, "/menu", ("菜单", "帮助", "help", "/help", "menu", "功能", "主菜单"), needs_agreement=False),
    Command(Entry.TIP, "/tip", ("今日贴士", "贴士", "小贴士", "tip"), needs_agreement=False),
    Command(Entry.SAVED_TIPS, "/saved", ("我的收藏", "收藏夹")),
    Command(Entry.CALL_HOME, "/call", ("提醒", "打电话回家", "我的提醒", "提醒打电话", "call home")),
    Command(Entry.NEW_REMINDER, "/remind", ("新提醒", "加提醒", "设提醒", "定提醒")),
    Command(Entry.STARTER, "/starter", ("聊啥", "话头", "聊什么", "说啥"), needs_agreement=False),
    Command(Entry.NOT_TODAY, "/overtime", ("今天加班", "今晚加班", "加班")),
    Command(Entry.ASK, "/ask", ("问问题", "提问", "我想问"), needs_agreement=False),
    Command(Entry.HUMAN, "/human", ("找老师", "老师", "人工", "真人", "转人工")),
    Command(Entry.HELP_NUMBERS, "/numbers", ("求助电话", "热线", "电话号码", "help numbers"), needs_agreement=False),
    Command(Entry.CHILD_SPACE, "/space", ("托管", "儿童友好空间", "培训", "小课", "微课"), needs_agreement=False),
    Command(Entry.SETTINGS, "/settings", ("设置", "改资料", "settings")),
    Command(Entry.SHIFT_CHANGED, "/shift", ("换班了", "倒班了", "换班", "转班了")),
    Command(Entry.REST_DAY, "/rest", ("休息日", "改休息日")),
    Command(Entry.HOME, "/home", ("老家", "改老家")),
    Command(Entry.CHILDREN, "/children", ("我的孩子", "孩子", "加孩子")),
    Command(Entry.TIP_RHYTHM, "/often", ("少发点", "多发点", "几天一条", "频率")),
    Command(Entry.LANGUAGE, "/language", ("语言", "language"), needs_agreement=False),
    Command(Entry.PAUSE, "/pause", ("暂停", "先别发", "停几天")),
    Command(Entry.LEFT_FACTORY, "/left", ("换厂了", "换厂", "离厂了", "辞工了")),
    Command(Entry.MY_DATA, "/mydata", ("我的资料", "看资料"), needs_agreement=False),
    Command(Entry.ERASE, "/erase", ("删除我的资料", "删资料", "注销"), needs_agreement=False),
    Command(Entry.ERASE_CHILDREN, "/erase_children", ("删除孩子的资料",)),
    Command(Entry.PIN, "/pin", ("暗号", "设暗号")),
    Command(Entry.RETURN_CODE, "/return", ("换手机", "换手机用", "回来的码")),
    Command(Entry.PRIVACY, "/privacy", ("隐私", "看全文", "privacy"), needs_agreement=False),
    Command(Entry.TOGETHER, "/together", ("我回家了", "到家了", "孩子来了", "我到家了", "孩子过来了")),
    Command(Entry.APART, "/apart", ("我回厂了", "回厂了", "孩子回去了", "我返厂了")),
    Command(Entry.FINE, "/fine", ("没事了", "继续", "it is over"), needs_agreement=False),
)

CATALOGUE = Catalogue(
    steps=steps_of(_MODULES),
    doors={
        Entry.WELCOME: welcome.door,
        Entry.MENU: menu.menu,
        Entry.HELP_NUMBERS: menu.help_numbers,
        Entry.PRIVACY: menu.privacy,
        Entry.ASK: ask.door,
        Entry.HUMAN: ask.human,
        Entry.MEDIUM: medium.door,
        Entry.DANGER: danger_talk.door,
        Entry.FINE: danger_talk.fine,
        Entry.CALL_HOME: listing.door,
        Entry.REMINDERS: listing.door,
        Entry.NEW_REMINDER: wishes.door,
        Entry.STARTER: starters.door,
        Entry.NOT_TODAY: overtime.door,
        Entry.HOME: home.door,
        Entry.TIP: card.door,
        Entry.SAVED_TIPS: saved.door,
        Entry.TOGETHER: together.together,
        Entry.APART: together.apart,
        Entry.MY_DATA: doors.my_data,
        Entry.ERASE: doors.erase,
        Entry.ERASE_CHILDREN: doors.erase_children,
        Entry.PIN: doors.pin,
        Entry.RETURN_CODE: doors.return_code,
        Entry.STOP: silence.stop,
        Entry.PAUSE: silence.pause,
        Entry.SHIFT: work.shift,
        Entry.SHIFT_CHANGED: work.shift_changed,
        Entry.REST_DAY: work.rest_day,
        Entry.CHILDREN: family.door,
        Entry.SETTINGS: settings_card.door,
        Entry.TIP_RHYTHM: rhythm.door,
        Entry.TOPICS: topics.door,
        Entry.LANGUAGE: language.door,
        Entry.LEFT_FACTORY: factory.left_factory,
        Entry.CHILD_SPACE: factory.child_space,
    },
    commands=COMMANDS,
    verbs={
        menu.KIND: menu.chosen,
        card.KIND: card.chosen,
        quiet.KIND: quiet.chosen,
        "faq": ask.chosen,
        "answer": ask.chosen,
        listing.KIND: change.chosen,
        starters.KIND: starters.chosen,
        due.KIND: due.chosen,
        due.RATING_KIND: due.rated,
        later.KIND: later.chosen,
        overtime.KIND: overtime.chosen,
        week.KIND: week.chosen,
        work.KIND: work.chosen,
        settings_card.KIND: settings_card.chosen,
        factory.KIND: factory.chosen,
    },
    timers={danger_talk.ASK_BACK_TIMER: danger_talk.not_answered},
    pushes={card.KIND: card.push, due.KIND: due.push, due.LATER_KIND: due.push, week.KIND: week.push},
    screen=danger_talk.screened,
    intents=(danger_talk.over, work.noticed, wishes.recognise, ask.courtesy, ask.matched),
    lost=ask.lost,
)

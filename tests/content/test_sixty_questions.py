"""Sixty questions as workers ask them lead to the answer that was written for them, or are heard as danger."""

import pytest

from bot.i18n import Words
from bot.services.content.loading import library_of_files
from dialogs.language.danger import screen
from dialogs.language.questions import Decision

QUESTIONS = library_of_files(Words()).questions
LED_TO = {
    "call-child-refuses": "打回去没说两句他就要挂,咋办",
    "calls-only-money": "孩子接电话就是要钱,我心里不得劲",
    "call-shift-work": "上夜班他放学我在睡觉,啥时候打合适",
    "call-toddler": "一岁多的小娃视频里不看我,有用吗",
    "call-only-grades": "他爸不爱说话,打电话就问考了几分",
    "miss-parents": "孩子半夜哭着要妈妈",
    "bond-not-close": "女儿说她没有爸妈",
    "sibling-jealousy": "老大说我们偏心,只带弟弟出来",
    "withdrawn": "最近他啥都不想干,也不出门",
    "caregiver-spoils": "婆婆太惯了,要啥买啥",
    "caregiver-ill": "老人七十多了带三个带不动",
    "caregiver-conflict": "我妈说我教的不对,两个人在电话里吵起来",
    "caregiver-money": "寄多少钱回去合适,给少了不好意思",
    "reunion-cold": "过年回去孩子不认我",
    "parting": "走的时候抱着腿不松手,怎么办好",
    "not-home-new-year": "今年不回去过年,怎么跟孩子讲",
    "summer-visit": "暑假接过来住一个月好不好",
    "visit-unhappy": "接来了天天吵着要回奶奶家",
    "drowning": "家门口就是水塘,咋跟老人说",
    "ebike": "孩子骑电动车上学行不行",
    "home-alone": "一个人在家会不会触电,才八岁",
    "dog-bite": "被村里的狗咬了要打针吗",
    "puberty-girl": "女儿十岁胸口疼,是不是病 | 奶奶说来那个不能碰凉水,真的假的",
    "puberty-boy": "怎么跟儿子讲那个事,我张不开嘴",
    "game-refund": "偷刷爷爷的钱充游戏能要回来不",
    "phone-addiction": "一没收手机就砸东西",
    "buy-phone": "该不该给他买个手机,不然联系不上 | 电话手表买哪种管用",
    "short-video": "半夜躲被窝看短视频",
    "homework": "作业不写,老师天天在群里艾特我",
    "caregiver-homework": "我初中都没毕业,咋辅导他",
    "boarding-adapt": "住校说食堂吃不饱想回家",
    "bullying": "同学笑他是没人要的",
    "dropout": "初三了不想读,想出来跟我打工",
    "stealing": "偷拿家里钱买零食",
    "talking-back": "一说就顶嘴",
    "lying": "撒谎,作业说写完了",
    "caregiver-hits": "老人说不打不成器",
    "siblings-fight": "两个娃天天打架",
    "village-medicine": "老咳嗽,村里医生开的药能吃不",
    "picky-eating": "不吃饭光吃辣条",
    "eyesight": "眼睛看不清黑板了要配眼镜吗",
    "bedwetting": "五岁了还尿床",
    "hpv-vaccine": "免费的那个HPV疫苗怎么打",
    "parent-guilt": "想孩子想得睡不着,干活老出错",
    "partner-not-helping": "老公不管,什么都是我一个人",
    "go-home-work": "挣钱也不是不挣也不是,到底回不回去",
    "call-quarrel": "打电话忍不住发火,挂了又后悔",
    "ex-refuses-visits": "离婚了孩子归他,他家不让我看",
    "enroll-city": "孩子跟我来东莞上学要啥手续",
    "child-space": "厂里暑假那个托管班怎么报,要钱吗",
    "entrust-care": "委托照护书是个啥,在哪弄",
    "remote-reimburse": "孩子在老家看病,我这边医保能报不",
    "privacy": "你们这个会不会告诉厂里",
}
HEARD_AS_DANGER = (
    "孩子说活着没意思,是不是吓唬我的 | 爷爷天天喝酒,我不放心 | 孩子放学不回家也联系不上 | "
    "隔壁老头老给她糖吃,我不放心 | 网上认识个哥哥叫她视频"
)


@pytest.mark.parametrize(("id", "asked"), [(id, asked) for id, every in LED_TO.items() for asked in every.split(" | ")])
def test_a_workers_question_leads_to_its_answer(id: str, asked: str) -> None:
    found = QUESTIONS.match(asked)
    assert found.decision is not Decision.NONE
    assert found.matches[0].id == id


@pytest.mark.parametrize("asked", HEARD_AS_DANGER.split(" | "))
def test_what_lies_close_to_a_danger_is_heard_as_such(asked: str) -> None:
    assert screen(asked).trigger is not None

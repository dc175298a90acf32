"""Telling greetings, weather, lottery and recipes from questions about family life."""

import re

_COURTESY = re.compile(
    "(?:你好|您好|嗨|哈喽|hello|hi|在吗|在不在|早上好|早安|早|中午好|下午好|晚上好|晚安|再见|拜拜|谢谢|多谢|感谢|谢了|"
    "辛苦|累死了?|烦死了?|困死了?|好累|好困|好烦|好的?|好滴|行|可以|收到|知道|明白|ok|嗯|哦|哈|嘿|呵|嘻|"
    "你|您|老师|了|啊|呀|哈|吧|吗|呢|啦|嘛){1,12}|(?:你|您)(?:是谁|是什么人|叫什么|几岁|吃饭?了?(?:没|吗|没有)?|"
    "在干嘛|在干什么|好吗|会什么|是机器人吗)|\\d{1,12}|测试|test"
)
_OTHER_MATTERS = re.compile(
    "天气|下雨|下雪|气温|台风|降温|彩票|双色球|大乐透|刮刮乐|开奖|中奖|六合彩|股票|炒股|基金|理财|比特币|红烧|清蒸|"
    "回锅肉|蛋炒饭|怎么炒|炒菜|菜谱|炖|火锅|做饭好吃|奶茶|外卖|今晚吃什么|"
    "吃什么好|电影|电视剧|综艺|明星|唱歌|歌词|笑话|段子|诗|对联|作文范文|世界杯|足球赛|篮球赛|nba|球赛|星座|算命|运势|"
    "八字|风水|减肥|化妆|护肤|美容|上分|王者荣耀怎|打什么英雄|话费|流量套餐|充电宝|"
    "没电|火车票|高铁票|机票|打车|导航|怎么走|驾照|学车|买车|二手车|房价|房租|租房子|网吧|酒店|快递|淘宝|拼多多|"
    "几点下班|几点上班|招聘|找工作|跳槽|离职证明|写代码|翻译|英语怎么说|"
    "几加几|等于几|历史上|首都|总统|世界上最|感冒药|我有点感冒"
)
_FAMILY = re.compile(
    "孩|娃|崽|伢|囡|儿子|女儿|闺女|奶奶|爷爷|外婆|外公|婆婆|公公|老人|爸|妈|家里|老家|老公|老婆|他|她|作业|学校|上学|"
    "课|培训|托管|居住证|户口|医保|疫苗|工资|工伤"
)


def is_small_talk(plain: str) -> bool:
    """Courtesy alone, or another matter without a word of family; `plain` is normalised, without punctuation."""
    return bool(_COURTESY.fullmatch(plain)) or (bool(_OTHER_MATTERS.search(plain)) and not _FAMILY.search(plain))

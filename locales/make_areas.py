"""Development script: writes the table of telephone areas from phonenumbers' geodata and the corrections below.

The geodata is dated: it knows places by old names, lacks those that share a neighbour's code, and shortens some codes.
Run it from the root of the tree: `python locales/make_areas.py`.
"""

import re
from pathlib import Path

import yaml
from phonenumbers.geodata import GEOCODE_DATA

TARGET = Path(__file__).parent / "zh_Hans" / "content" / "areas.yaml"

PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 "
    "四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
)

PEOPLES = (
    "藏族|羌族|彝族|苗族|侗族|布依族|土家族|壮族|傣族|景颇族|白族|哈尼族|傈僳族|朝鲜族|回族|蒙古族|蒙古|哈萨克|柯尔克孜"
)
SUFFIX = re.compile(f"((?:{PEOPLES})*自治州|地区|市)$")

# Codes the geodata shortens, merges, names by a town within, or has under a name no longer used.
CORRECTED = {
    "024": "沈阳 铁岭 抚顺 本溪",
    "028": "成都 眉山 资阳",
    "029": "西安 咸阳",
    "0335": "秦皇岛",
    "0349": "朔州",
    "0354": "晋中",
    "0358": "吕梁",
    "0371": "郑州 开封",
    "0391": "焦作 济源",
    "0432": "吉林市",
    "0433": "延边",
    "0435": "通化",
    "0482": "兴安盟",
    "0551": "合肥",
    "0558": "阜阳 亳州",
    "0580": "舟山",
    "0692": "德宏",
    "0701": "鹰潭",
    "0719": "十堰 神农架",
    "0728": "仙桃 潜江 天门",
    "0731": "长沙 株洲 湘潭",
    "0771": "南宁 崇左",
    "0772": "柳州 来宾",
    "0774": "梧州 贺州",
    "0775": "玉林 贵港",
    "0851": "贵阳 遵义 安顺",
    "0887": "迪庆",
    "0892": "日喀则",
    "0896": "那曲",
    "0897": "阿里",
    "0898": (
        "海口 三亚 三沙 儋州 五指山 文昌 琼海 万宁 东方市 定安 屯昌 澄迈 临高 白沙县 昌江 乐东 陵水 保亭 琼中 海南"
    ),
    "0901": "塔城 白杨市",
    "0902": "哈密 新星市",
    "0903": "和田 昆玉市",
    "0906": "阿勒泰 北屯市",
    "0909": "博尔塔拉 双河市",
    "0935": "武威 金昌",
    "0937": "酒泉 嘉峪关",
    "0974": "海南州",
    "0992": "奎屯 胡杨河",
    "0994": "昌吉 五家渠",
    "0996": "巴音郭楞 铁门关",
    "0997": "阿克苏 阿拉尔",
    "0998": "喀什 图木舒克",
    "0999": "伊犁 可克达拉",
}

# Old names, names of the seat, everyday short forms: only such as belong to one place in the country.
ALIASES = {
    "铜仁": "碧江 万山 松桃 思南 德江 石阡 印江 玉屏 沿河县",
    "毕节": "七星关 威宁 纳雍 织金 大方县 黔西市 黔西县 金沙县 赫章",
    "遵义": "仁怀 赤水 桐梓 习水 绥阳 正安 湄潭 凤冈 余庆 务川 道真 播州",
    "安顺": "普定 镇宁 关岭 紫云县",
    "六盘水": "水城 盘州 盘县 六枝",
    "黔东南": "凯里 镇远 黎平 榕江 从江 雷山 台江 剑河 锦屏 天柱县 三穗 岑巩 施秉 黄平 丹寨 麻江",
    "黔南": "都匀 福泉 瓮安 独山县 平塘 罗甸 惠水 龙里 荔波 三都县 贵定 长顺",
    "黔西南": "兴义 兴仁 安龙 贞丰 普安 晴隆 册亨 望谟",
    "贵阳": "清镇 开阳 息烽 修文",
    "湘西": "吉首 凤凰县 龙山县 永顺 保靖 花垣 泸溪 古丈",
    "恩施": "利川 建始 巴东 宣恩 咸丰 来凤 鹤峰",
    "延边": "延吉 珲春 敦化 图们",
    "通化": "梅河口 集安",
    "凉山": "西昌 昭觉 美姑 布拖 越西 会理 会东 金阳",
    "甘孜": "康定",
    "阿坝": "马尔康 汶川 茂县 松潘",
    "大理": "祥云 洱源",
    "红河": "蒙自 个旧 开远 建水 弥勒 元阳",
    "德宏": "芒市 瑞丽 陇川 盈江",
    "西双版纳": "景洪 版纳 勐海 勐腊",
    "迪庆": "香格里拉",
    "怒江": "泸水 兰坪",
    "文山": "砚山 丘北 广南 富宁",
    "普洱": "思茅 澜沧",
    "昭通": "镇雄 彝良 威信 鲁甸 巧家 盐津 大关 永善 绥江 水富",
    "曲靖": "宣威 会泽 陆良 罗平 富源 师宗",
    "甘南": "合作市 夏河 临潭",
    "兴安盟": "乌兰浩特",
    "锡林郭勒": "锡林浩特 锡盟 锡林郭勒盟",
    "阿拉善": "阿拉善盟 阿盟",
    "大兴安岭": "加格达奇 漠河",
    "伊犁": "伊宁 霍尔果斯",
    "巴音郭楞": "库尔勒 巴音郭楞州",
    "博尔塔拉": "博乐 博州",
    "克孜勒苏": "阿图什 克州",
    "襄阳": "襄樊 枣阳 宜城 老河口 南漳 谷城 保康",
    "合肥": "巢湖 长丰 肥东 肥西 庐江",
    "济南": "莱芜 章丘 平阴 济阳 商河",
    "淮安": "淮阴 涟水 盱眙",
    "荆州": "荆沙 沙市 监利 洪湖 松滋 石首 公安县",
    "黄冈": "麻城 蕲春 浠水 黄梅 武穴 罗田 英山 红安 团风",
    "阜阳": "临泉 太和县 阜南 颍上 界首 颍州 颍东 颍泉",
    "亳州": "涡阳 蒙城 利辛 谯城",
    "六安": "霍邱 霍山 舒城 金寨",
    "宿州": "砀山 萧县 灵璧 泗县 埇桥",
    "周口": "项城 太康 鹿邑 郸城 沈丘 淮阳 商水 西华 扶沟",
    "信阳": "固始 潢川 光山 商城县 罗山 新县 息县 淮滨",
    "驻马店": "上蔡 平舆 新蔡 正阳 汝南 泌阳 遂平 西平 确山",
    "商丘": "永城 夏邑 虞城 柘城 民权 睢县 宁陵",
    "南阳": "邓州 唐河 镇平 方城 社旗 内乡 淅川 西峡 新野 南召 桐柏",
    "赣州": "于都 兴国 宁都 信丰 瑞金 南康 会昌 石城 安远 寻乌 龙南 定南 全南 上犹 崇义 大余 赣县",
    "上饶": "鄱阳 余干 广丰 玉山 铅山 弋阳 万年县 德兴 婺源 横峰",
    "邵阳": "隆回 洞口县 武冈 新邵 邵东 新宁 绥宁 城步",
    "怀化": "溆浦 沅陵 辰溪 麻阳 芷江 洪江 新晃 靖州 会同",
    "永州": "祁阳 道县 宁远 江华 东安 新田 江永 蓝山 双牌 零陵 冷水滩",
    "衡阳": "耒阳 祁东 常宁 衡南 衡东 衡山",
    "娄底": "新化 涟源 双峰 冷水江",
    "达州": "宣汉 大竹 渠县 开江 万源 通川区 达川",
    "南充": "仪陇 阆中 营山 蓬安 南部县 西充 顺庆 嘉陵区",
    "巴中": "通江 南江 平昌",
    "广安": "岳池 武胜 邻水 华蓥",
    "泸州": "叙永 古蔺 合江 泸县 纳溪",
    "宜宾": "高县 珙县 筠连 兴文 长宁县 江安 屏山 叙州",
    "内江": "资中 威远 隆昌",
    "资阳": "安岳 乐至",
    "绵阳": "三台 江油 盐亭 梓潼 北川 平武",
    "成都": "简阳 金堂 崇州 邛崃 都江堰 彭州",
    "百色": "靖西 德保 平果 田东 田阳 那坡 凌云 乐业 隆林 西林 田林",
    "河池": "宜州 都安 大化 南丹 环江 罗城 东兰 巴马 凤山 天峨",
    "贵港": "桂平 平南 港北 港南",
    "玉林": "博白 陆川 北流 容县 兴业",
    "崇左": "大新 天等 宁明 龙州 扶绥 凭祥",
    "定西": "陇西 岷县 通渭 渭源 临洮",
    "天水": "秦安 甘谷 武山 清水县 张家川",
    "陇南": "武都 西和 礼县 成县 文县 宕昌 康县 徽县",
    "安康": "旬阳 汉阴 紫阳 平利 岚皋 石泉 白河 镇坪",
    "商洛": "洛南 丹凤 商南 山阳 镇安 柞水",
    "汉中": "南郑 城固 洋县 西乡县 勉县 宁强 略阳 镇巴 留坝 佛坪",
    "重庆": (
        "万州 涪陵 黔江 开州 开县 云阳 奉节 巫山 巫溪 忠县 梁平 丰都 垫江 石柱 秀山 酉阳 彭水 城口 武隆 綦江 合川 永川 "
        "江津 潼南 铜梁 大足 荣昌 璧山"
    ),
}

# The one prefecture with two codes: each of its towns belongs to one of them.
BY_CODE = {"0977": "德令哈", "0979": "格尔木"}


def main() -> None:
    records = [record for code, names in sorted(_areas().items()) for record in _records(code, names)]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        yaml.safe_dump([record], allow_unicode=True, default_flow_style=True, sort_keys=False, width=1000)[1:-2]
        for record in records
    ]
    TARGET.write_text("".join(f"- {line}\n" for line in lines), encoding="utf-8")
    print(f"{len(records)} places, {len({record['code'] for record in records})} codes")


def _areas() -> dict[str, tuple[str, list[str]]]:
    """Code to province and names."""
    areas = {}
    for prefix, texts in GEOCODE_DATA.items():
        code = prefix.removeprefix("86")
        if not prefix.startswith("86") or "zh" not in texts or not re.fullmatch("10|2[0-9]|[3-9][0-9]{1,2}", code):
            continue
        province = next(name for name in PROVINCES.split() if texts["zh"].startswith(name))
        areas["0" + code] = (province, [_short(name, province) for name in texts["zh"].split("、")])
    for short, whole in {"033": "0335", "034": "0349", "058": "0580", "070": "0701"}.items():
        areas[whole] = areas.pop(short)
    return areas | {code: (areas[code][0], names.split()) for code, names in CORRECTED.items()}


def _short(name: str, province: str) -> str:
    """`贵州省铜仁地区` as people say it: `铜仁`."""
    bare = SUFFIX.sub("", name).removeprefix(province)
    inside = re.sub(r"^(省|壮族自治区|维吾尔自治区)", "", bare)
    return inside or province


def _records(code: str, area: tuple[str, list[str]]) -> list[dict[str, object]]:
    province, names = area
    records = []
    for name in names:
        record: dict[str, object] = {"code": code, "name": name, "province": province}
        if aliases := (BY_CODE.get(code) or ALIASES.get(name, "")).split():
            record["aliases"] = aliases
        records.append(record)
    return records


if __name__ == "__main__":
    main()

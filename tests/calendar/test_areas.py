"""From the name of a home town to the code that reaches its hotlines."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from dialogs.calendar.areas import AreaTable

FILE = Path(__file__).parents[2] / "locales" / "zh_Hans" / "content" / "areas.yaml"
RECORDS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
TABLE = AreaTable.build(RECORDS)

# Places of prefecture rank, as the Ministry of Civil Affairs counts them.
PREFECTURES = {
    "河北": 11, "山西": 11, "内蒙古": 12, "辽宁": 14, "吉林": 9, "黑龙江": 13, "江苏": 13, "浙江": 11,
    "安徽": 16, "福建": 9, "江西": 11, "山东": 16, "河南": 17, "湖北": 13, "湖南": 14, "广东": 21,
    "广西": 14, "海南": 4, "四川": 21, "贵州": 9, "云南": 16, "西藏": 7, "陕西": 10, "甘肃": 14,
    "青海": 8, "宁夏": 5, "新疆": 14, "北京": 1, "天津": 1, "上海": 1, "重庆": 1,
}  # fmt: skip


def names(text: str) -> list[str]:
    return [f"{area.code} {area.name}" for area in TABLE.find(text)]


@pytest.mark.parametrize(
    "text", ["铜仁", "贵州铜仁", "铜仁市", "0856", "我是铜仁的", "０８５６", "铜 仁", "贵州松桃", "0856 铜仁"]
)
def test_tongren_is_found_however_it_is_written(text: str) -> None:
    assert names(text) == ["0856 铜仁"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0731", ["0731 长沙", "0731 株洲", "0731 湘潭"]),
        ("0731株洲", ["0731 株洲"]),
        ("029", ["029 西安", "029 咸阳"]),
        ("024", ["024 沈阳", "024 铁岭", "024 抚顺", "024 本溪"]),
        ("北京", ["010 北京"]),
        ("重庆万州", ["023 重庆"]),
        # Ankang in Shaanxi is not Xi'an, and Changchun in Jilin is not the city of Jilin.
        ("陕西安康", ["0915 安康"]),
        ("吉林长春", ["0431 长春"]),
        ("海南三亚", ["0898 三亚"]),
        ("青海海南州", ["0974 海南州"]),
        ("黔西南", ["0859 黔西南"]),
        ("格尔木", ["0979 海西"]),
        ("老家贵州铜仁,在广东东莞打工", ["0856 铜仁", "0769 东莞"]),
        ("贵州", []),
        ("08561", []),
        ("", []),
    ],
)
def test_places_that_share_a_name_or_a_code_are_told_apart(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_every_prefecture_of_every_province_is_there() -> None:
    have = Counter(record["province"] for record in RECORDS)
    assert {province: have[province] >= count for province, count in PREFECTURES.items()} == dict.fromkeys(
        PREFECTURES, True
    )


def test_every_code_begins_with_nought_and_every_name_is_one_place() -> None:
    assert all(area.code.startswith("0") and 3 <= len(area.code) <= 4 for area in TABLE.areas)
    shared = {name for name, areas in TABLE.by_name.items() if len(areas) > 1}
    assert shared == {"海西"}  # the one prefecture with two codes

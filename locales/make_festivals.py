"""Development script: works out the days of the festivals anew, from the rules that stand in their table.

Names, rules and greetings are written by hand in festivals.yaml; only `dates` and `holiday` are made here. A rule is
a day of the sun (`05-01`), of the farmers' calendar (`lunar 08-15`, `lunar 01-01 -1` for the day before), a term
(`term 清明`) or a Sunday (`05 sunday 2`). Run it from the root of the tree after a change of a rule, or when the free
days of another year were published: `python locales/make_festivals.py`.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import yaml
from lunar_python import Lunar, Solar

TARGET = Path(__file__).parent / "zh_Hans" / "content" / "festivals.yaml"
YEARS = range(2026, 2031)
HEADER = """\
# Festivals of five years. Names, rules and greetings are written here by hand; dates and holiday (free by law: true,
# false, or null while nothing is published) are worked out by `python locales/make_festivals.py`.
"""
RULE = re.compile(
    r"(?P<lunar>lunar )?(?P<month>\d\d)-(?P<day>\d\d)(?: (?P<offset>[+-]\d+))?"
    r"|term (?P<term>\S+)|(?P<of>\d\d) sunday (?P<sunday>[1-4])"
)


def main() -> None:
    records = yaml.safe_load(TARGET.read_text(encoding="utf-8"))
    TARGET.write_text(table(records), encoding="utf-8")
    print(f"{len(records)} festivals, {YEARS[0]} to {YEARS[-1]}")


def table(records: Iterable[Mapping[str, Any]]) -> str:
    """The whole file, in the order of the first year."""
    filled = [{**record, "dates": {year: day_of(record["rule"], year) for year in YEARS}} for record in records]
    return "\n".join([HEADER, *map(_written, sorted(filled, key=lambda record: record["dates"][YEARS[0]]))])


def _written(record: Mapping[str, Any]) -> str:
    texts = {name: json.dumps(record[name], ensure_ascii=False) for name in ("name", "rule", "greeting", "source")}
    dates = ", ".join(f"{year}: {day}" for year, day in record["dates"].items())
    free = ", ".join(f"{year}: {json.dumps(is_free(day))}" for year, day in record["dates"].items())
    signed = f'  author: "{record["author"]}"\n  reviewed_by: "{record["reviewed_by"]}"\n'
    return (
        f"- id: {record['id']}\n  name: {texts['name']}\n  rule: {texts['rule']}\n"
        f"  dates: {{{dates}}}\n  holiday: {{{free}}}\n"
        f"  greeting: {texts['greeting']}\n  source: {texts['source']}\n{signed}  review_due: {record['review_due']}\n"
    )


def day_of(rule: str, year: int) -> date:
    """The first day in that year of the sun to which the rule leads. ValueError for a rule that nobody can read."""
    found = RULE.fullmatch(rule)
    if found is None:
        raise ValueError(f"not a rule: {rule}")
    if found["term"]:
        return _term(found["term"], year)
    if found["sunday"]:
        first = date(year, int(found["of"]), 1)
        return first + timedelta(days=6 - first.weekday(), weeks=int(found["sunday"]) - 1)
    month, day, offset = int(found["month"]), int(found["day"]), timedelta(days=int(found["offset"] or 0))
    if not found["lunar"]:
        return date(year, month, day) + offset
    days = (_date(Lunar.fromYmd(each, month, day).getSolar()) + offset for each in (year - 1, year))
    return next(found for found in days if found.year == year)


def _term(name: str, year: int) -> date:
    """The farmers' year begins its terms in the December before, so that of 冬至 stands in the table of the next."""
    tables = (Solar.fromYmd(each, 6, 1).getLunar().getJieQiTable() for each in (year, year + 1))
    return next(day for table in tables if (day := _date(table[name])).year == year)


def is_free(day: date) -> bool | None:
    """Whether it belongs to a holiday that gives it free; None in a year of which nothing is published."""
    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return bool(free and name)


def _date(solar: Solar) -> date:
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


if __name__ == "__main__":
    main()

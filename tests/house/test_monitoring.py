"""The dashboard and the alarms speak of metrics that exist, and every metric is explained."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from prometheus_client import Counter, Gauge, Histogram

from bot.services import metrics
from tests.house.tree import ROOT

DASHBOARD = ROOT / "docs" / "monitoring" / "grafana.json"
ALERTS = ROOT / "docs" / "monitoring" / "alerts.yml"
MANUAL = ROOT / "docs" / "monitoring.md"
NAME = re.compile(r"\bjiayin_[a-z_]+")
SELECTOR = re.compile(r"\b(jiayin_[a-z_]+)\{([^}]*)\}")
GROUPED = re.compile(r"\bby \(([^)]*)\)")
FUNCTIONS = {
    "max",
    "min",
    "sum",
    "rate",
    "increase",
    "time",
    "absent",
    "histogram_quantile",
    "by",
    "and",
    "or",
    "offset",
}
ADDED = {"le", "instance", "job"}  # labels of Prometheus itself
DURATION = re.compile(r"\d+[smhd]")


def ours() -> list[Counter | Gauge | Histogram]:
    return [one for one in vars(metrics).values() if isinstance(one, Counter | Gauge | Histogram)]


def samples() -> dict[str, set[str]]:
    """The name of every series, with its labels."""
    found: dict[str, set[str]] = {}
    for metric in ours():
        (family,) = metric.describe()
        ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(family.type, ("",))
        for end in ends:
            found[family.name + end] = set(metric._labelnames)
    return found


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return found


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    assert all(set(group) == {"name", "rules"} for group in groups)
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> Iterator[tuple[str, str]]:
    for panel in panels():
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"]
    for rule in rules():
        yield rule["alert"], rule["expr"]


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_an_expression_names_what_exists(where: str, expression: str) -> None:
    known = samples()
    named = NAME.findall(expression)
    assert named, where
    assert [name for name in named if name not in known] == []
    labels = set().union(*(known[name] for name in named)) | ADDED
    for name, selector in SELECTOR.findall(expression):
        assert {part.partition("=")[0].rstrip("!") for part in selector.split(",")} <= known[name], where
    for grouped in GROUPED.findall(expression):
        assert {label.strip() for label in grouped.split(",")} <= labels, where


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_an_expression_can_be_read(where: str, expression: str) -> None:
    """Brackets close, and nothing stands there but functions, metrics, labels, numbers and durations."""
    depth = 0
    for sign in re.sub(r'"[^"]*"', '""', expression):
        depth += (sign in "([{") - (sign in ")]}")
        assert depth >= 0, where
    assert depth == 0, where
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^]]*\]|by \([^)]*\)', " ", expression)
    words = set(re.findall(r"[a-z_][a-z_0-9]*", DURATION.sub(" ", re.sub(r"\b\d[\d.]*e\d+\b", " ", bare))))
    assert words - FUNCTIONS - set(samples()) == set(), where
    for inside in re.findall(r"\[([^]]*)\]", expression):
        assert DURATION.fullmatch(inside) or inside == "$__rate_interval", where


def test_every_alarm_says_what_happened_and_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names)) > 10
    for rule in rules():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}, rule["alert"]
        assert re.fullmatch(r"Jiayin[A-Z][A-Za-z]+", rule["alert"])
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert DURATION.fullmatch(rule.get("for", "1m"))
        assert set(rule["annotations"]) == {"summary", "action"}
        for words in rule["annotations"].values():
            assert words.endswith("."), rule["alert"]
            assert len(words) > 20, rule["alert"]


def test_an_alarm_names_only_labels_that_its_expression_keeps() -> None:
    for rule in rules():
        kept = {label.strip() for grouped in GROUPED.findall(rule["expr"]) for label in grouped.split(",")}
        said = " ".join(rule["annotations"].values())
        assert set(re.findall(r"\$labels\.([a-z_]+)", said)) <= kept, rule["alert"]


def test_the_dashboard_can_be_drawn() -> None:
    whole = json.loads(DASHBOARD.read_text("utf-8"))
    assert {"title", "uid", "schemaVersion", "templating", "time"} <= set(whole)
    ids = [panel["id"] for panel in panels()]
    assert len(ids) == len(set(ids))
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells
        if panel["type"] != "row":
            assert panel["targets"]
            assert panel["datasource"]["uid"] == "${datasource}"
            assert panel["description"].endswith("."), panel["title"]


def test_every_metric_is_explained_and_nothing_else_is() -> None:
    told = set(re.findall(r"^\| `(jiayin_[a-z_]+)", MANUAL.read_text("utf-8"), re.MULTILINE))
    names = {name for name in samples() if not name.endswith(("_sum", "_count"))}
    assert told == {name.removesuffix("_bucket") for name in names}


def test_every_metric_is_drawn_somewhere() -> None:
    drawn = {name for panel in panels() for target in panel.get("targets", ()) for name in NAME.findall(target["expr"])}
    families = {re.sub(r"_(bucket|sum|count)$", "", name) for name in samples()}
    assert families - {re.sub(r"_(bucket|sum|count)$", "", name) for name in drawn} == set()


def test_the_labels_that_the_manual_names_are_those_of_the_metric() -> None:
    known = {re.sub(r"_bucket$", "", name): labels for name, labels in samples().items()}
    for name, labels in re.findall(
        r"^\| `(jiayin_[a-z_]+)(?:\{([a-z_,]+)\})?`", MANUAL.read_text("utf-8"), re.MULTILINE
    ):
        assert set(filter(None, labels.split(","))) == known[name], name

"""The benchmarks count rightly: a figure in docs/benchmarks.md means what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.bots import waking_zone
from benchmarks.counting import Figures, busiest, in_order, most_within, rate, repeats, share
from benchmarks.pacing import delayed
from benchmarks.targets import judged


def test_the_99th_percentile_of_a_hundred_is_the_last_but_one() -> None:
    assert share([float(n) for n in range(1, 101)], 0.99) == 99


def test_half_of_three_is_the_one_in_the_middle() -> None:
    assert share([3.0, 1.0, 2.0], 0.5) == 2


def test_a_burst_over_the_turn_of_a_second_is_seen() -> None:
    assert most_within([0.9] * 30 + [1.1] * 30) == 60


def test_a_message_exactly_a_second_later_belongs_to_the_next_second() -> None:
    assert most_within([0.0, 0.5, 1.0, 1.5]) == 2


def test_nothing_sent_is_nothing_in_any_second() -> None:
    assert most_within([]) == 0


@given(st.lists(st.integers(0, 5_000), max_size=40))
def test_the_busiest_second_is_what_looking_at_every_second_finds(thousandths: list[int]) -> None:
    instants = [at / 1000 for at in thousandths]
    looked = max((sum(begin <= at < begin + 1000 for at in thousandths) for begin in thousandths), default=0)
    assert most_within(instants) == looked


def test_the_busiest_second_tells_where_it_lies() -> None:
    assert busiest([0.0, 2.0, 2.5, 2.75, 7.0]) == (1.75, 2.75)


def test_three_messages_in_two_seconds_are_one_a_second() -> None:
    assert rate([10.0, 11.0, 12.0]) == 1


def test_one_message_has_no_rate() -> None:
    assert rate([10.0]) == 0


def test_somebody_who_got_it_three_times_got_it_twice_too_often() -> None:
    assert repeats([1, 2, 2, 2, 3]) == 2


@pytest.mark.parametrize("found", [["b", "a"], ["a"], ["a", "b", "b"], []])
def test_answers_in_another_order_or_number_are_no_order(found: list[str]) -> None:
    assert not in_order(found, ["a", "b"])


def test_answers_in_their_order_are_in_order() -> None:
    assert in_order(["a", "b"], ("a", "b"))


def test_only_what_had_left_before_the_busiest_second_was_delayed_in_transit() -> None:
    left = [(0.4, 1), (1.2, 2), (1.4, 3)]
    arrivals = [(1.01, 1), (1.21, 2), (1.5, 3)]
    assert delayed(left, arrivals) == 1


def test_two_messages_to_one_chat_arrive_in_the_order_in_which_they_left() -> None:
    left = [(0.7, 1), (1.5, 1)]
    arrivals = [(0.8, 1), (1.55, 1)]
    assert delayed(left, arrivals) == 0


def test_the_ratio_is_taken_within_a_round() -> None:
    figures = Figures({"mine": [10.0, 100.0, 30.0], "theirs": [5.0, 10.0, 10.0]})
    assert figures.ratio("mine", "theirs") == 3


def test_of_two_rounds_the_lower_is_told() -> None:
    assert Figures({"rate": [4.0, 2.0]}).typical("rate") == 2


def test_a_ratio_just_below_the_target_is_not_rounded_up_to_it() -> None:
    figures = Figures({"jiayin.rate": [2.999], "ptb.rate": [1.0]})
    assert ("2.99 ×", "**not met**") in {(seen, met) for _words, seen, met in judged(figures, {})}


def test_what_was_not_measured_is_not_called_met() -> None:
    assert {met for _words, _seen, met in judged(Figures(), {})} == {"not measured"}


@pytest.mark.parametrize("hour", range(24))
def test_at_every_hour_there_is_a_zone_in_which_people_are_awake(hour: int) -> None:
    now = datetime(2026, 11, 24, hour, 30, tzinfo=UTC)
    local = now.astimezone(ZoneInfo(waking_zone(now)))
    assert 9 <= local.hour <= 16
    assert abs(local.utcoffset() or timedelta()) <= timedelta(hours=14)

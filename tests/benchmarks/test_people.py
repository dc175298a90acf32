"""The people of the benchmarks count who was answered, who was dropped, and in which order."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from benchmarks.dialog import AGREE, BAND, EVERY_DAY
from benchmarks.people import Crowd, Stalled, Update, Wish


class Bot:
    """A bot as the crowd sees it: updates come in, messages go back."""

    def __init__(self) -> None:
        self.updates: list[Update] = []
        self.crowd = Crowd(self._post)

    def _post(self, update: Update, fetched: Callable[[float], None]) -> None:
        self.updates.append(update)
        fetched(time.monotonic())

    def says(self, *labels: str) -> None:
        """A message with these buttons to whoever wrote last."""
        number = _writer(self.updates[-1])
        keyboard = {"inline_keyboard": [[{"text": label, "callback_data": label} for label in labels]]}
        self.crowd.hear(number, "…", keyboard if labels else None)


def _writer(update: Update) -> int:
    return int((update.get("message") or update["callback_query"])["from"]["id"])


def _plays_all(bot: Bot) -> None:
    for labels in ((AGREE,), (BAND,), (), (), (EVERY_DAY,), ()):
        bot.says(*labels)


def test_each_of_the_five_turns_waits_for_the_whole_answer_to_the_last() -> None:
    bot = Bot()
    bot.crowd.play(Wish(people=1))
    _plays_all(bot)
    assert len(bot.updates) == 5
    assert len(bot.crowd.played.from_written) == 5
    assert bot.crowd.is_over(time.monotonic())


def test_somebody_whom_an_idle_bot_leaves_without_an_answer_was_dropped() -> None:
    bot = Bot()
    bot.crowd.play(Wish(people=1))
    bot.says(AGREE)
    assert not bot.crowd.is_over(time.monotonic())
    assert bot.crowd.is_over(time.monotonic() + 2)
    assert bot.crowd.played.dropped == 1


def test_only_what_is_answered_within_the_window_counts_for_the_rate() -> None:
    bot = Bot()
    bot.crowd.play(Wish(people=1, seconds=1e-6))
    time.sleep(0.001)
    bot.says(AGREE)
    assert bot.crowd.played.in_time == 0
    assert len(bot.crowd.played.from_written) == 1


def test_hasty_people_who_are_answered_in_another_order_are_counted() -> None:
    bot = Bot()
    bot.crowd.play(Wish(people=1, hasty="pressed"))
    assert len(bot.updates) == 5
    for labels in ((BAND,), (AGREE,), (), (), (EVERY_DAY,), ()):
        bot.says(*labels)
    assert bot.crowd.played.disordered == 1


def test_hasty_people_who_are_answered_in_their_order_are_content() -> None:
    bot = Bot()
    bot.crowd.play(Wish(people=1, hasty="typed"))
    _plays_all(bot)
    assert bot.crowd.played.disordered == 0


def test_a_bot_that_strays_from_the_dialog_is_not_measured() -> None:
    bot = Bot()
    bot.crowd.play(Wish(people=1))
    with pytest.raises(Stalled):
        bot.says("something else")

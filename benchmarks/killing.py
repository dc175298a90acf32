"""kill -9 in the middle of a broadcast at a thousand a second, three times: what is lost, what comes twice."""

from __future__ import annotations

from typing import Final

from benchmarks.bench import Bench
from benchmarks.bots import jiayin, with_settings
from benchmarks.broadcast import ENDS_WITHIN, STARTS_WITHIN, finished
from benchmarks.counting import repeats
from benchmarks.pacing import PACE
from benchmarks.processes import Broken, running, telegram
from benchmarks.seeding import announced, chats_of, outcomes, url_of
from bot.store.outbox import Status

AFTER: Final = (0.2, 0.45, 0.7)  # of the messages: where it is killed
AWAY: Final = 0.05  # seconds to the Bot API and back, so that much is under way


def killed(bench: Bench) -> None:
    folder, count = bench.place("killed"), bench.extent.killed
    url = url_of(folder)
    announced(url, folder, count)
    under_way = 0
    with telegram() as api:
        api.forgets(AWAY)
        bot = with_settings(jiayin(folder, api.url), {"JIAYIN_TELEGRAM_PACE": str(PACE)})
        for part in AFTER:
            with running(bot, folder) as process:
                api.collects(int(part * count), STARTS_WITHIN)
                process.kill()
            under_way += outcomes(url).get(Status.SENDING, 0)
        with running(bot, folder):
            api.collects(count - under_way, STARTS_WITHIN)
            if finished(url) is None:
                raise Broken(f"After the kills not all was over within {ENDS_WITHIN:.0f} s.")
            arrived = [chat for _, chat in api.collects(count, 0.0)]
    uncertain, all_of_them = chats_of(url, Status.UNCERTAIN), chats_of(url)
    figures = bench.figures
    figures.add("kill.under_way", under_way)
    figures.add("kill.uncertain", len(uncertain))
    figures.add("kill.lost", len(all_of_them - set(arrived) - uncertain))
    figures.add("kill.never_came", len(uncertain - set(arrived)))
    figures.add("kill.twice", repeats(arrived))
    figures.add("kill.again", outcomes(url)["again"])

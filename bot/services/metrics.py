"""What is counted and measured, for /metrics; never a word, never a name."""

from prometheus_client import Counter, Gauge, Histogram

UPDATES = Counter("jiayin_updates", "Updates by channel and what became of them.", ("channel", "result"))
SENDS = Counter("jiayin_sends", "Sends by channel, kind and what became of them.", ("channel", "kind", "result"))
DELAY = Histogram(
    "jiayin_send_delay_seconds",
    "From the moment a message was due to the moment it was sent.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600),
)
WAITING = Gauge("jiayin_outbox_waiting", "Messages that wait to be sent.")
PLANNED = Counter("jiayin_planned", "Due schedules turned into messages or timers, by kind.", ("kind",))
CASES = Counter("jiayin_cases_opened", "Safeguarding cases opened, by level.", ("level",))
SLOTS_MISSED = Counter("jiayin_slots_missed", "Slots that came while this process was busy; given back.")

"""What is counted and measured, for /metrics; never a word, never a name. docs/monitoring.md explains each."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

URGENCIES = ("danger", "reply", "reminder", "rest")  # as the outbox numbers them
_WAITED = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600)
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)

# -- counted where it happens -----------------------------------------------------------------------------------------

UPDATES = Counter("jiayin_updates", "Updates by channel and what became of them.", ("channel", "result"))
TAKING = Histogram(
    "jiayin_taking_seconds", "From the moment updates were handed over to the moment they were kept.", buckets=_QUICK
)
SENDS = Counter("jiayin_sends", "Sends by channel, kind and what became of them.", ("channel", "kind", "result"))
DELAY = Histogram(
    "jiayin_send_delay_seconds",
    "From the moment a message was due to the moment it was sent, by how urgent it was.",
    ("urgency",),
    buckets=_WAITED,
)
SLOTS_MISSED = Counter("jiayin_slots_missed", "Slots that came while this process was busy; given back.")
PLANNED = Counter("jiayin_planned", "Due schedules turned into messages or timers, by kind.", ("kind",))
CASES = Counter("jiayin_cases_opened", "Safeguarding cases opened, by level.", ("level",))
ERRORS = Counter("jiayin_errors", "Lines at the level of an error in the log, by their event.", ("event",))
LAST = Gauge("jiayin_last_success_timestamp_seconds", "When this process last did a thing well, by the thing.", ("of",))
LAG = Histogram("jiayin_event_loop_lag_seconds", "How late the event loop came to a task of ours.", buckets=_QUICK)

# -- measured every few seconds ---------------------------------------------------------------------------------------

PROCESS = Gauge(
    "jiayin_process_info", "Always 1: this process, its roles and its version.", ("name", "roles", "version")
)
CONTENT = Gauge("jiayin_content_info", "Always 1: the version of the content that people hear.", ("version",))
DATABASE_UP = Gauge("jiayin_database_up", "Whether the database answered when it was last asked: 1 or 0.")
DATABASE_ANSWER = Gauge("jiayin_database_answer_seconds", "How long the database took to answer the smallest question.")
DATABASE_SIZE = Gauge("jiayin_database_size_bytes", "What the database holds on its disk.")
DISK_FREE = Gauge("jiayin_disk_free_bytes", "What is free on the disk of the data folder.")
OUTBOX_DUE = Gauge("jiayin_outbox_due", "Messages that are due and wait, by lane and urgency.", ("lane", "urgency"))
OUTBOX_OLDEST = Gauge(
    "jiayin_outbox_oldest_seconds", "How long the oldest of those messages has been due.", ("lane", "urgency")
)
UNREACHABLE = Gauge("jiayin_people_unreachable", "People none of whose addresses can be reached.")
UNHEARD = Gauge(
    "jiayin_alert_unheard_seconds", "How long the oldest alert has reached nobody on duty; 0: there is none."
)
DUTY = Gauge("jiayin_duty_set", "Whether anybody is on duty, now or in the coming days: 1 or 0.")
RUNNING = Gauge("jiayin_processes", "Processes that were seen lately, by role.", ("role",))

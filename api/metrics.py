"""What Prometheus reads of one api process."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

#: Litestar adds the charset.
CONTENT_TYPE = CONTENT_TYPE_LATEST.removesuffix("; charset=utf-8")
#: Rows of helpdesk.measure_desk(): metric, its label, what it is.
_OF_THE_DESK = (
    ("sweep_age_seconds", "name", "How long ago a job of the schedule last began"),
    ("sweep_seconds", "name", "How long its last run took"),
    ("sweep_failed", "name", "1: its last run failed"),
    ("outgoing_mails", "state", "Mails that are due, delayed, or being sent"),
    ("outgoing_mail_age_seconds", None, "For how long the oldest mail has been due"),
    ("mail_server_failing_seconds", None, "For how long the mail server has taken none; 0: it does"),
    ("inbound_mails_waiting", None, "Mails that were taken in and not decided about"),
    ("inbound_mail_age_seconds", None, "For how long the oldest of them has waited"),
    ("mailbox_faults", None, "Mailboxes that are not read, and accounts that are refused"),
    (
        "mailbox_lag_seconds",
        "mailbox",
        "For how long a mailbox is not read; 0: it is",
    ),
    ("webhook_deliveries", "state", "Deliveries that are queued, or were given up in the last weeks"),
    ("webhook_age_seconds", None, "For how long the oldest delivery has been due"),
    ("webhooks_off", None, "Webhooks that were switched off since nobody listens"),
    ("sla_lag_seconds", None, "For how long the oldest warning or breach has been due and is not recorded"),
    ("files_waiting", "what", "Files that wait for the scanner, or for being taken out of the store"),
    ("audit_unsealed_age_seconds", None, "For how long the oldest change has waited for a seal"),
    ("standby_connected", "slot", "1: a standby is connected to its replication slot"),
    ("standby_lag_bytes", "slot", "WAL that the standby of a replication slot has not yet"),
)
_OF_A_POOL = {
    "open": "pool_size",
    "idle": "pool_available",
    "most": "pool_max",
    "waiting": "requests_waiting",
}
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counters of one application; each has a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.requests = Counter(
            "pgdesk_http_requests",
            "Answered requests",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "pgdesk_http_request_seconds",
            "Time until the answer was sent",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.inbound_mails = Counter(
            "pgdesk_inbound_mails",
            "Mails taken in, by what became of them",
            ("state",),
            registry=self._registry,
        )

        self._late = Gauge(
            "pgdesk_schedule_late",
            "How many are late: the clock and jobs; NaN while the database does not say",
            registry=self._registry,
        )
        self._late_seconds = Gauge(
            "pgdesk_schedule_late_seconds",
            "For how long the clock has not ticked, or a job has been due",
            ("name",),
            registry=self._registry,
        )

        self.live_streams = Gauge(
            "pgdesk_live_streams", "Live streams of this process that are open", registry=self._registry
        )
        self._jobs = Gauge(
            "pgdesk_jobs", "Jobs of workers, by queue and state", ("queue", "state"), registry=self._registry
        )
        self._job_age = Gauge(
            "pgdesk_job_age_seconds",
            "For how long the oldest job of a queue has waited for a worker",
            ("queue",),
            registry=self._registry,
        )
        self._runs = Counter(
            "pgdesk_job_runs",
            "Runs of jobs, of all workers of the database",
            ("queue", "actor", "outcome"),
            registry=self._registry,
        )

        self._desk = {
            name: Gauge(f"pgdesk_{name}", text, [label] if label else [], registry=self._registry)
            for name, label, text in _OF_THE_DESK
        }
        self._pool = Gauge(
            "pgdesk_pool_connections",
            "Connections of this process to the database, by pool: open, idle, at most; requests that wait",
            ("pool", "state"),
            registry=self._registry,
        )

    def tell_desk(self, figures: list[tuple[str, str | None, float]]) -> None:
        """What helpdesk.measure_desk() says now: metric, label, value. Empty: nobody knows."""
        for name, label, _ in _OF_THE_DESK:
            if label:
                self._desk[name].clear()
            else:
                self._desk[name].set(float("nan"))
        for metric, label, value in figures:
            gauge = self._desk[metric]
            (gauge.labels(label) if label is not None else gauge).set(value)

    def tell_pool(self, pool: str, stats: dict[str, int]) -> None:
        """What `get_stats` of a pool says now."""
        for state, name in _OF_A_POOL.items():
            self._pool.labels(pool, state).set(stats.get(name, 0))

    def tell_late_jobs(self, late: list[tuple[str, float, str]] | None) -> None:
        """What helpdesk.list_late_jobs() says now: name, seconds, problem. None: nobody knows."""
        self._late.set(float("nan") if late is None else len(late))
        self._late_seconds.clear()
        for name, seconds, _ in late or ():
            self._late_seconds.labels(name).set(seconds)

    def tell_queues(self, queues: list[tuple[Any, ...]], runs: list[tuple[str, str, int, int]]) -> None:
        """What helpdesk.measure_queues() and helpdesk.counted_runs() say now."""
        self._jobs.clear()
        self._job_age.clear()
        self._runs.clear()
        for queue, waiting, delayed, in_work, given_up, age in queues:
            counts = {"waiting": waiting, "delayed": delayed, "in_work": in_work, "given_up": given_up}
            for state, count in counts.items():
                self._jobs.labels(queue, state).set(count)
            self._job_age.labels(queue).set(age or 0)
        for actor, queue, done, failed in runs:
            self._runs.labels(queue, actor, "done").inc(done)
            self._runs.labels(queue, actor, "failed").inc(failed)

    def text(self) -> bytes:
        return generate_latest(self._registry)

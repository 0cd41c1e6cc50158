"""What Prometheus reads of one api process."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

#: Litestar adds the charset.
CONTENT_TYPE = CONTENT_TYPE_LATEST.removesuffix("; charset=utf-8")
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

    def tell_late_jobs(self, late: list[tuple[str, float, str]] | None) -> None:
        """What helpdesk.list_late_jobs() says now: name, seconds, problem. None: nobody knows."""
        self._late.set(float("nan") if late is None else len(late))
        self._late_seconds.clear()
        for name, seconds, _ in late or ():
            self._late_seconds.labels(name).set(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)

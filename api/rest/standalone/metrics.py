"""What is counted of what is observed, for Prometheus, under PostgREST's names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from pgdesk.api.rest import observations as seen
from pgdesk.api.rest.database.pool import Pool
from pgdesk.api.rest.observations import Observation

_PLAIN = (
    ("db_pool_timeouts", "Requests that got no connection in time", seen.POOL_TIMED_OUT),
    ("jwt_cache_requests", "Tokens that were looked up", seen.TOKEN_LOOKED_UP),
    ("jwt_cache_hits", "Tokens that were found", seen.TOKEN_FOUND),
    ("jwt_cache_evictions", "Tokens that made room for others", seen.TOKEN_EVICTED),
)


COUNTED = frozenset(
    (
        *(what for _, _, what in _PLAIN),
        seen.SCHEMA_CACHE_QUERIED,
        seen.SCHEMA_CACHE_LOADED,
        seen.SCHEMA_CACHE_FAILED,
    )
)


class Metrics:
    """Counts, and looks at the pool when it is asked."""

    pool: Pool

    def __init__(self) -> None:
        self._counts: Counter[Observation] = Counter()
        self._load_seconds = 0.0

    def count(self, what: Observation, *values: object) -> None:
        self._counts[what] += 1
        if what is seen.SCHEMA_CACHE_QUERIED and isinstance(values[0], float):
            self._load_seconds = values[0] / 1000

    def text(self) -> bytes:
        return generate_latest(self)

    def collect(self) -> Iterator[Metric]:
        loads = CounterMetricFamily(
            "pgrst_schema_cache_loads",
            "The total number of times the schema cache was loaded",
            labels=["status"],
        )
        loads.add_metric(["SUCCESS"], self._counts[seen.SCHEMA_CACHE_LOADED])
        loads.add_metric(["FAIL"], self._counts[seen.SCHEMA_CACHE_FAILED])
        yield loads
        for name, text, what in _PLAIN:
            yield CounterMetricFamily(f"pgrst_{name}", text, value=self._counts[what])
        for name, text, value in (
            ("schema_cache_query_time_seconds", "Seconds the last load took", self._load_seconds),
            ("db_pool_available", "Available connections in the pool", self.pool.idle),
            ("db_pool_waiting", "Requests waiting for a connection", self.pool.waiting),
            ("db_pool_max", "Max pool connections", self.pool.limit),
        ):
            yield GaugeMetricFamily(f"pgrst_{name}", text, value=value)

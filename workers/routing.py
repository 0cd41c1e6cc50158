"""Assigns the tickets that wait for routing."""

import dramatiq

from pgdesk.workers.connecting import connect


@dramatiq.actor(actor_name="route_waiting", max_retries=3, min_backoff=5_000)
def route_waiting() -> None:
    """Goes on until nobody gets anything more, a transaction a batch; the clock tries the rest again."""
    with connect("routing") as connection:
        while connection.execute("SELECT helpdesk.route_waiting()").fetchone() not in ((0,), None):
            pass

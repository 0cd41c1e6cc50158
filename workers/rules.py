"""Runs the workflows that an event has started."""

import dramatiq

from pgdesk.workers.connecting import connect


@dramatiq.actor(actor_name="run_workflows", max_retries=3, min_backoff=5_000)
def run_workflows() -> None:
    """Goes on until nothing is due, a transaction a batch."""
    with connect("workflows") as connection:
        while connection.execute("SELECT helpdesk.run_workflows()").fetchone() not in ((0,), None):
            pass

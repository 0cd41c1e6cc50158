"""Goes on with recurring jobs that had more to do than one transaction should."""

import dramatiq

from pgdesk.workers.connecting import connect


@dramatiq.actor(actor_name="run_job", queue_name="batches", max_retries=3, min_backoff=5_000)
def run_job(name: str, days: int | None) -> None:
    """One more batch of a job of helpdesk.schedule; it queues the next itself."""
    with connect(f"job {name}") as connection:
        connection.execute("SELECT helpdesk.run_job(%s, p_days => %s)", (name, days))

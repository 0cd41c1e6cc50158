"""Goes on with recurring jobs that had more to do than one transaction should."""

import dramatiq
import psycopg

from pgdesk.settings import Settings


@dramatiq.actor(actor_name="run_job", queue_name="batches", max_retries=3, min_backoff=5_000)
def run_job(name: str, days: int | None) -> None:
    """One more batch of a job of helpdesk.schedule; it queues the next itself."""
    with psycopg.connect(
        Settings.from_env().worker_database_url, autocommit=True, application_name=f"pgdesk job {name}"
    ) as connection:
        connection.execute("SELECT helpdesk.run_job(%s, p_days => %s)", (name, days))

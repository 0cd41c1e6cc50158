"""Runs the workflows that an event has started."""

import dramatiq
import psycopg

from pgdesk.settings import Settings


@dramatiq.actor(actor_name="run_workflows", max_retries=3, min_backoff=5_000)
def run_workflows() -> None:
    """Goes on until nothing is due, a transaction a batch."""
    with psycopg.connect(
        Settings.from_env().worker_database_url, autocommit=True, application_name="pgdesk workflows"
    ) as connection:
        while connection.execute("SELECT helpdesk.run_workflows()").fetchone() not in ((0,), None):
            pass

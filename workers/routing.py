"""Assigns the tickets that wait for routing."""

import dramatiq
import psycopg

from api.settings import Settings


@dramatiq.actor(actor_name="route_waiting", max_retries=3, min_backoff=5_000)
def route_waiting() -> None:
    """Assigns what is new, and what nobody could take before; what is left is tried again by the clock."""
    with psycopg.connect(
        Settings.from_env().worker_database_url, autocommit=True, application_name="pgdesk routing"
    ) as connection:
        connection.execute("SELECT helpdesk.route_waiting()")

"""Sends what webhooks are to be told."""

import dramatiq

from pgdesk.settings import Settings
from pgdesk.workers.delivery import attempt


@dramatiq.actor(
    actor_name="deliver_webhook",
    queue_name="webhooks",
    time_limit=60_000,
    max_retries=10,
    min_backoff=10_000,
    max_backoff=3_600_000,
)
def deliver_webhook(delivery_id: str) -> None:
    """One attempt; the database queues the next."""
    attempt(Settings.from_env(), delivery_id)

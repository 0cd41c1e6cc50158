"""Draws the reports that are to be mailed."""

import time

import dramatiq

from pgdesk.reports.scheduled import draw_next
from pgdesk.settings import Settings
from pgdesk.workers.connecting import connect

#: Seconds after which another message goes on; one run takes some minutes at most.
_LONGEST = 600.0


@dramatiq.actor(actor_name="draw_reports", queue_name="reports", time_limit=1_800_000, max_retries=0)
def draw_reports() -> None:
    """Draws what waits; the clock wakes the next, for what failed, too."""
    settings = Settings.from_env()
    ends = time.monotonic() + _LONGEST
    with connect("reports") as connection:
        while time.monotonic() < ends and draw_next(connection, settings.report_database_url):
            pass

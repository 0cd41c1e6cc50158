"""Makes mails of posts that were kept before one could be made, such as those whose mail is in S3."""

from __future__ import annotations

import dramatiq
import structlog

from pgdesk.mail.objects import ObjectError, fetch_object
from pgdesk.mail.providers.makers import make
from pgdesk.mail.providers.posts import Post, Taken, UnreadableError
from pgdesk.mail.store import decide
from pgdesk.workers.connecting import connect

log = structlog.get_logger()

_BEGIN = "SELECT adapter, media_type, body FROM helpdesk.begin_mail_arrival(%s)"
_END = "SELECT helpdesk.end_mail_arrival(%s, %s, %s, %s)"


@dramatiq.actor(actor_name="make_arrived_mail", queue_name="intake", max_retries=0)
def make_arrived_mail(mail_arrival_id: int) -> None:
    """One attempt, which the database counts; the schedule queues the next."""
    with connect("intake") as connection:
        row = connection.execute(_BEGIN, (mail_arrival_id,)).fetchone()
        if row is None or row[2] is None:
            return
        raw, reason, is_final = _attempt(row[0], Post(row[1] or "", bytes(row[2])))
        ended = connection.execute(_END, (mail_arrival_id, raw, reason, is_final)).fetchone()
        if ended is not None and ended[0] is not None:
            connection.autocommit = False
            decide(connection, ended[0])


def _attempt(adapter: str, post: Post) -> tuple[bytes | None, str | None, bool]:
    """(raw mail, why there is none, whether there never will be)."""
    try:
        taken: Taken = make(adapter, post)
        if taken.stored is not None:
            return taken.trace + fetch_object(taken.stored), None, False
        return taken.raw, taken.ignored, taken.ignored is not None
    except (UnreadableError, ObjectError) as error:
        return None, str(error), False
    except Exception as error:  # a fault of ours: it is seen, and the post stays
        log.error("no mail made of a post", adapter=adapter, exc_info=error)
        return None, f"a fault of pgdesk: {type(error).__name__}", False

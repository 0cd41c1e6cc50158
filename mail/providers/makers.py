"""By adapter: what makes a mail of a post that was believed when it was kept."""

from __future__ import annotations

from collections.abc import Callable

from pgdesk.mail.providers import mailgun, postmark, sendgrid, ses
from pgdesk.mail.providers.posts import Post, Taken, UnreadableError

_MAKERS: dict[str, Callable[[Post], Taken]] = {
    "mailgun": mailgun.make,
    "postmark": postmark.make,
    "sendgrid": sendgrid.make,
    "ses": ses.make,
}


def make(adapter: str, post: Post) -> Taken:
    """Raises UnreadableError, also for an adapter whose posts are no forms of mail."""
    if adapter not in _MAKERS:
        raise UnreadableError(f"posts of {adapter} are no mails")
    return _MAKERS[adapter](post)

"""The people of mails, and a desk that sends to a mail server."""

from tests.mail.conftest import people
from tests.outbox.conftest import committed, peer, send

__all__ = ["committed", "peer", "people", "send"]

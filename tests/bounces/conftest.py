"""The people of mails."""

from tests.mail.conftest import people

__all__ = ["people"]

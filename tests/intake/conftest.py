"""People and mails as of tests/mail."""

from tests.mail.conftest import people

__all__ = ["people"]

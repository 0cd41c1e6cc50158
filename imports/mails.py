"""Mails of a mailbox's file or folder: each conversation becomes a ticket, each further mail a message."""

import mailbox
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pgdesk.imports.problems import SourceError


def read_mbox(path: Path, options: dict[str, str]) -> Iterator[dict[str, Any]]:
    """options: see _records."""
    raise SourceError(f"{path}: mbox is not read yet")
    yield {}


def read_maildir(path: Path, options: dict[str, str]) -> Iterator[dict[str, Any]]:
    """options: see _records."""
    mailbox.Maildir(path, create=False)
    raise SourceError(f"{path}: Maildir is not read yet")
    yield {}

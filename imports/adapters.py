"""The kinds of sources: one file of this folder each."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pgdesk.imports import csv_file, jsonl, mails, zendesk

Record = dict[str, Any]
#: (path, options) -> records; raises SourceError. A "file" has its bytes in "content" or in the file "path".
Adapter = Callable[[Path, dict[str, str]], Iterator[Record]]

ADAPTERS: dict[str, Adapter] = {
    "jsonl": jsonl.read,
    "csv": csv_file.read,
    "mbox": mails.read_mbox,
    "maildir": mails.read_maildir,
    "zendesk": zendesk.read,
}

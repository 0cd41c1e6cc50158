"""Processes that read mails: kept, limited, replaced when a mail ends them, gone with who started them."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from pgdesk.mail.readers import Readers
from tests.mail.conftest import mail


@pytest.fixture
def readers() -> Iterator[Readers]:
    made = Readers(1)
    yield made
    made.close()


def read(readers: Readers, raw: bytes) -> dict[str, Any]:
    return dict(json.loads(readers.submit(raw).result(60)))


def started(readers: Readers) -> list[int]:
    return [one.process.pid for one in readers._started]


def test_one_process_reads_many_mails(readers: Readers) -> None:
    assert [read(readers, mail(subject=str(n)))["subject"] for n in range(3)] == ["0", "1", "2"]
    assert len(started(readers)) == 1


def test_a_process_that_has_ended_is_replaced(readers: Readers) -> None:
    read(readers, mail())
    (first,) = started(readers)
    os.kill(first, signal.SIGKILL)
    answer = read(readers, mail(subject="after"))
    assert (answer["subject"], answer["failure"] in ("", "reading it ended its process (SIGKILL)")) == (
        "after",
        True,
    )
    assert started(readers) != [first]


#: A reader that never ends with a whole mail, after a second of CPU time, stands for what such a mail does.
SPINNING = """
import itertools
from collections import deque
from pgdesk.mail import reader
reader.CPU_SECONDS = 0
reader.parse_to_json = lambda raw: deque(itertools.count(), maxlen=0)
reader.main()
"""


def test_a_mail_that_takes_too_long_is_known_by_its_header() -> None:
    readers = Readers(1, [sys.executable, "-c", SPINNING])
    try:
        answer = read(readers, mail(subject="slow"))
    finally:
        readers.close()
    assert (answer["subject"], answer["is_broken"]) == ("slow", True)
    assert answer["failure"] == "reading it took more than 10 s of CPU time"


def test_processes_end_with_who_started_them(readers: Readers) -> None:
    read(readers, mail())
    (pid,) = started(readers)
    readers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)

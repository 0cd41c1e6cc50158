"""What is counted in memory of a fixed size, which processes share."""

import subprocess
import sys
from pathlib import Path

from pgdesk.api.rates.counts import SIZE, Counts, open_memory

_COUNT = """
import sys
from pgdesk.api.rates.counts import SIZE, Counts, open_memory
counts = Counts(open_memory(sys.argv[1], SIZE))
print([counts.take(7, 60)[0] for _ in range(3)])
"""


def test_each_key_is_counted_by_itself() -> None:
    counts = Counts(open_memory("", SIZE))
    assert [counts.take(key, 60)[0] for key in (1, 2, 1, 1, 2)] == [1, 1, 2, 3, 2]


def test_a_window_begins_with_its_first_request_and_begins_anew_after_its_end() -> None:
    counts = Counts(open_memory("", SIZE))
    count, left = counts.take(1, 60)
    assert (count, left) == (1, 60)
    assert 0 < counts.take(1, 60)[1] < 60
    assert [counts.take(2, 0)[0] for _ in range(3)] == [1, 1, 1]


def test_a_shorter_window_than_before_begins_at_once() -> None:
    counts = Counts(open_memory("", SIZE))
    assert [counts.take(1, 3600)[0] for _ in range(3)] == [1, 2, 3]
    assert counts.take(1, 10)[0] == 1
    assert counts.take(1, 10)[1] < 10


def test_a_flood_of_keys_takes_no_memory_and_drives_out_no_other_table() -> None:
    memory = open_memory("", 2 * SIZE)
    known, others = Counts(memory), Counts(memory, SIZE)
    known.take(1, 60)
    for key in range(1, 300_000):
        others.take(key, 60)
    assert len(memory) == 2 * SIZE < 4_000_000
    assert known.take(1, 60)[0] == 2


def test_keys_of_one_bucket_have_places_of_their_own() -> None:
    counts = Counts(open_memory("", SIZE))
    keys = [1 + (number << 14) for number in range(4)]
    assert [counts.take(key, 60)[0] for key in keys * 3] == [1] * 4 + [2] * 4 + [3] * 4


def test_processes_count_together(tmp_path: Path) -> None:
    path = str(tmp_path / "counts")
    counts = Counts(open_memory(path, SIZE))
    counts.take(7, 60)
    told = subprocess.run([sys.executable, "-c", _COUNT, path], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[2, 3, 4]"
    assert counts.take(7, 60)[0] == 5

"""What the api process holds, as the kernel counts it (Linux: /proc)."""

import re
import time
from collections.abc import Callable
from pathlib import Path

MB = 1_000_000


def resident(pid: int) -> int:
    """Bytes in memory now."""
    return _field(pid, "VmRSS")


def peak(pid: int) -> int:
    """The most bytes since `forget_peak`."""
    return _field(pid, "VmHWM")


def forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def settles(pid: int, is_settled: Callable[[int], bool], seconds: float = 20) -> int:
    """Bytes in memory once the condition holds, or after `seconds`."""
    deadline = time.monotonic() + seconds
    while not is_settled(found := resident(pid)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def _field(pid: int, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.M)
    assert found is not None
    return int(found[1]) * 1024

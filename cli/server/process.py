"""Child processes that end with their parent."""

import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def dying_with_parent(number: signal.Signals) -> Callable[[], None]:
    """A preexec_fn: the child gets this signal when its parent dies, even by kill -9 (Linux only)."""

    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, number)

    return prepare

"""`python -m pgdesk.api.login.hashing`: argon2id (RFC 9106) in a process that gives way to all others.

In a thread of the api process it would hold up every request. It answers one line of JSON with one, and ends
when nobody writes any more.
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import HashingError, InvalidHashError, VerificationError

#: More than any hash of a password needs in sensible parameters, whatever a row says.
_MOST_MB = 1024
#: A tenth of what a request gets: less, and on a busy machine nobody would sign in.
_NICE = 10
_AUTOGROUP = Path("/proc/self/autogroup")


class Work(msgspec.Struct, omit_defaults=True):
    """A password to be hashed; where `hashed` is given, to be compared with it."""

    password: str
    hashed: str | None = None
    passes: int = 0
    memory_kb: int = 0


class Done(msgspec.Struct, omit_defaults=True):
    """The hash that was made, or whether it is the one of the password."""

    hashed: str | None = None
    is_right: bool = False


def do(work: Work) -> Done:
    if work.hashed is None:
        return Done(hashed=PasswordHasher(work.passes, work.memory_kb, parallelism=1).hash(work.password))
    try:
        return Done(is_right=PasswordHasher().verify(work.hashed, work.password))
    except (VerificationError, InvalidHashError):
        return Done()


def main() -> None:
    """Until the other end of standard input is closed."""
    os.setpriority(os.PRIO_PROCESS, 0, _NICE)
    with suppress(OSError):  # Linux may share the processors among sessions first: sched(7), autogroup
        _AUTOGROUP.write_text(str(_NICE))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MB << 20, _MOST_MB << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # which would show passwords
    for line in sys.stdin.buffer:
        try:
            done = do(msgspec.json.decode(line, type=Work))
        except HashingError:
            done = Done()
        sys.stdout.buffer.write(msgspec.json.encode(done) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

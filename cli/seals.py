"""An exported audit log is verified: without a database, by what docs/audit.md says of its encoding."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from pgdesk.cli.errors import PgdeskError

_NOTHING = bytes(32)


@dataclass
class Verified:
    """`faults` name what is wrong; `last` is the number and hash of the last seal, a checkpoint."""

    seals: int = 0
    rows: int = 0
    withheld: int = 0
    dropped: int = 0
    first: int = 0
    last: tuple[int, str] | None = None
    faults: list[str] = field(default_factory=list)


def read_checkpoints(texts: Iterable[str]) -> dict[int, str]:
    """Hashes by the number of the seal, of texts like 12:5b0e…."""
    kept = {}
    for text in texts:
        number, _, value = text.strip().partition(":")
        if not number.isdecimal() or not re.fullmatch("[0-9a-fA-F]{64}", value):
            raise PgdeskError(f"a checkpoint is like 12:5b0e…, a number and 64 digits, not {text!r}")
        kept[int(number)] = value
    return kept


def verify(lines: Iterable[str], checkpoints: Mapping[int, str]) -> Verified:
    """Seals in order, each with its rows; `checkpoints`: hashes by the number of the seal, in hexadecimal."""
    found = Verified()
    previous = _NOTHING
    for seal, rows in _seals(lines):
        number, _, _, count, _ = str(seal["seal"]).split(" ")
        name = f"seal {number}"
        root, before, stated = (bytes.fromhex(seal[key]) for key in ("root", "previous_hash", "hash"))
        if found.last is None:
            found.first = int(number)
            if found.first == 1 and before != _NOTHING:
                found.faults.append(f"{name}: is not the first")
        elif int(number) != found.last[0] + 1:
            found.faults.append(f"{name}: the seal before it is missing")
        elif before != previous:
            found.faults.append(f"{name}: the seal before it is another one")
        if sha256(b"\x02" + before + root + str(seal["seal"]).encode()).digest() != stated:
            found.faults.append(f"{name}: it was changed")
        if seal["has_rows"]:
            found.faults += _check_rows(name, rows, int(count), root)
            found.withheld += sum(row["withheld"] is not None for row in rows)
            found.rows += len(rows)
        else:
            found.dropped += 1
        previous = stated
        found.seals += 1
        found.last = int(number), stated.hex()
        expected = checkpoints.get(int(number))
        if expected is not None and expected.lower() != stated.hex():
            found.faults.append(f"{name}: the checkpoint says another hash")
    for kept in checkpoints:
        if found.last is None or not found.first <= kept <= found.last[0]:
            found.faults.append(f"seal {kept}: of it there is a checkpoint, and it is missing")
    return found


def hash_change(row: Mapping[str, Any]) -> bytes:
    """The leaf of a row of the log."""
    salt = bytes.fromhex(row["salt"] or "")
    withheld = row["withheld"] or {}
    parts = []
    for name, value in sorted((name.encode(), value) for name, value in row["fields"].items()):
        kept = withheld.get(name.decode(), {})
        if "commitment" in kept:
            commitment = bytes.fromhex(kept["commitment"])
        else:
            own = bytes.fromhex(kept["salt"]) if "salt" in kept else sha256(salt + name).digest()
            commitment = sha256(own + value.encode()).digest()
        parts.append(name + b"\0" + commitment)
    return sha256(b"\0" + sha256(row["change"].encode()).digest() + b"".join(parts)).digest()


def merkle_root(leaves: list[bytes]) -> bytes:
    """Of RFC 6962, section 2.1, over leaves that are hashes already."""
    level = leaves
    while len(level) > 1:
        pairs = (level[place : place + 2] for place in range(0, len(level), 2))
        level = [sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]


def _seals(lines: Iterable[str]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    seal: dict[str, Any] | None = None
    rows: list[dict[str, Any]] = []
    for line in lines:
        found = json.loads(line)
        if "seal" not in found:
            rows.append(found)
            continue
        if seal is not None:
            yield seal, rows
        seal, rows = found, []
    if seal is not None:
        yield seal, rows


def _check_rows(name: str, rows: list[dict[str, Any]], count: int, root: bytes) -> Iterator[str]:
    leaves = []
    for row in rows:
        change = f"change {str(row['change']).split(' ')[0]}"
        if row["fields"] is None:
            yield f"{name}: {change} is missing"
            leaves.append(bytes.fromhex(row["leaf"]))
            continue
        leaves.append(hash_change(row))
        if leaves[-1].hex() != row["leaf"]:
            table, action = str(row["change"]).split(" ")[3:5]
            yield f"{name}: {change} ({action} of {table} {row['fields']['row_key']}) was changed"
    if len(rows) != count:
        yield f"{name}: has {len(rows)} rows instead of {count}"
    if not rows or merkle_root(leaves) != root:
        yield f"{name}: is over other rows"

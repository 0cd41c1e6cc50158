"""OpenDKIM as a second opinion on signatures: what it says of a mail, by records that it is given."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest


def verify(raw: bytes, records: Mapping[str, str]) -> str:
    """Its verdict in words. Skips the test where it is not installed."""
    program = shutil.which("opendkim", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("OpenDKIM is not installed")
    with tempfile.TemporaryDirectory(prefix="pgdesk-opendkim-") as name:
        folder = Path(name)
        (folder / "dns").write_text("".join(f"{record} {text}\n" for record, text in records.items()))
        # It verifies what comes from elsewhere only.
        (folder / "internal").write_text("192.0.2.1\n")
        (folder / "conf").write_text(f"Mode v\nTestDNSData {folder}/dns\nInternalHosts {folder}/internal\n")
        (folder / "mail").write_bytes(raw)
        command = [program, "-x", f"{folder}/conf", "-v", "-t", f"{folder}/mail"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr

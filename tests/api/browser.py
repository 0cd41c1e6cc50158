"""Headless Chromium, spoken to over a pipe by its DevTools protocol: no driver and no library needed."""

import base64
import itertools
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.web.chromium_package import find_chromium

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-extensions",
    "--no-first-run",
    "--remote-debugging-pipe",
    "--window-size=1400,900",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
_SECONDS = 30.0

#: The browser reads from 3 and writes to 4, whatever numbers the pipes have here.
_ON_3_AND_4 = """
import fcntl, os, sys
reads, writes = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(reads, 3)
os.dup2(writes, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Page:
    """One tab."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._numbers = itertools.count(1)
        self._read = b""
        self._session: str | None = None
        #: What the page wrote to its console, and exceptions that nothing caught.
        self.complaints: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == number:
                assert "error" not in found, found
                return dict(found["result"])
            self._note(found)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._read:
            assert select.select([self._from], [], [], _SECONDS)[0], "Chromium does not answer"
            piece = os.read(self._from, 1 << 20)
            assert piece, "Chromium ended"
            self._read += piece
        first, _, self._read = self._read.partition(b"\0")
        return dict(json.loads(first))

    def _note(self, event: dict[str, Any]) -> None:
        if event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(event["params"]["exceptionDetails"]))
        elif event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
            self.complaints.append(event["params"]["entry"]["text"])

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression; promises are awaited."""
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def until(self, script: str) -> Any:
        """Waits until the expression is true."""
        deadline = time.monotonic() + _SECONDS
        while not (found := self.run(script)):
            assert time.monotonic() < deadline, f"never: {script}\n{self.run('document.body.innerText')}"
            time.sleep(0.05)
        return found

    def until_there(self, selector: str) -> None:
        self.until(f"document.querySelector({json.dumps(selector)}) !== null")

    def type(self, selector: str, text: str) -> None:
        self.run(f"(document.querySelector({json.dumps(selector)}).select(), true)")
        self.call("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        self.run(f"(document.querySelector({json.dumps(selector)}).click(), true)")

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


@contextmanager
def opened_browser() -> Iterator[Page]:
    """A tab, or the test is skipped."""
    program = find_chromium()
    if program is None:
        pytest.skip("Chromium is not installed")
    profile = Path(tempfile.mkdtemp(prefix="pgdesk-chromium-"))
    try:
        with chromium(program, profile) as page:
            yield page
    finally:
        shutil.rmtree(profile, ignore_errors=True)


@contextmanager
def chromium(program: str, profile: Path) -> Iterator[Page]:
    """A tab of a new browser with an empty profile."""
    browser_reads, to_browser = os.pipe()
    from_browser, browser_writes = os.pipe()
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", _ON_3_AND_4, str(browser_reads), str(browser_writes)),
            *(program, *_FLAGS, f"--user-data-dir={profile}"),
        ],
        pass_fds=(browser_reads, browser_writes),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(browser_reads)
    os.close(browser_writes)
    try:
        yield Page(to_browser, from_browser)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(to_browser)
        os.close(from_browser)

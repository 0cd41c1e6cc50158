"""A real OpenID and OAuth 2.0 provider (oidc-provider) on a free port of this machine."""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

_FOLDER = Path(__file__).parent / "idp"
_SECONDS = 240
#: The oldest that runs the provider.
_NODE = 20


@contextmanager
def running_provider(people: Mapping[str, Any], *clients: Mapping[str, Any]) -> Iterator[str]:
    """Its issuer; `people` are claims by name, by which they sign in, `clients` who asks for them."""
    _install()
    given = json.dumps({"people": people, "clients": clients})
    process = subprocess.Popen(
        ["node", "provider.mjs", given],
        cwd=_FOLDER,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the provider does not start; above is what it said"
        yield address
    finally:
        process.terminate()
        process.wait(30)


def sign_in(client: httpx.Client, address: str, who: str, back: str) -> str:
    """Where a browser that goes to `address` and signs in as `who` is sent: it begins with `back`."""
    response = client.get(address)
    for _ in range(20):
        if (where := response.headers.get("Location", "")).startswith(back):
            return str(where)
        if response.status_code == 200:
            response = client.post(str(response.url), data={"who": who})
            continue
        assert response.is_redirect, response.text
        response = client.get(response.url.join(where))
    raise AssertionError(f"the provider does not come to an end: {response.text}")


def _install() -> None:
    """What the provider needs, once, as package-lock.json says."""
    if missing := [name for name in ("node", "npm") if shutil.which(name) is None]:
        pytest.skip(f"{' and '.join(missing)} not found")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.removeprefix("v").partition(".")[0]) < _NODE:
        pytest.skip(f"the provider needs node {_NODE}, here is {version.strip()}")
    with (_FOLDER / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted, stamp = lock.read(), _FOLDER / "node_modules/.installed"
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        command = ("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1")
        done = subprocess.run(
            command, cwd=_FOLDER, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        if done.returncode:
            pytest.skip(f"npm cannot install the provider: {done.stderr.strip()[-300:]}")
        stamp.write_text(wanted)

"""The passwords and keys that pgdesk made for itself: .pgdesk/secrets.json, readable by its owner only."""

import json
import os
import secrets
from pathlib import Path

import msgspec

from pgdesk.cli.paths import state_dir


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """Passwords of logins and of the demo's people; the keys that sign tokens and seal what is secret."""

    postgres: str
    authenticator: str
    worker: str
    doorkeeper: str
    reporter: str
    jwt: str
    inbound: str
    seal: str
    demo: str


def load() -> Secrets:
    """Reads the file, making it first where it is missing; PGDESK_JWT_SECRET and the like override.

    What a file of an older version lacks is added to it.
    """
    path = state_dir() / "secrets.json"
    fresh = {name: secrets.token_urlsafe(36) for name in Secrets.__struct_fields__}
    if not path.exists():
        draft = _write(path, fresh)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    kept = json.loads(path.read_text())
    if not fresh.keys() <= kept.keys():
        kept = {**fresh, **kept}
        _write(path, kept).replace(path)
    given = {
        "jwt": os.environ.get("PGDESK_JWT_SECRET"),
        "inbound": os.environ.get("PGDESK_INBOUND_SECRET"),
        "seal": os.environ.get("PGDESK_SECRET_KEYS"),
        "authenticator": os.environ.get("PGDESK_AUTHENTICATOR_PASSWORD"),
        "worker": os.environ.get("PGDESK_WORKER_PASSWORD"),
        "doorkeeper": os.environ.get("PGDESK_DOORKEEPER_PASSWORD"),
        "reporter": os.environ.get("PGDESK_REPORTER_PASSWORD"),
    }
    return msgspec.convert({**kept, **{name: value for name, value in given.items() if value}}, Secrets)


def _write(path: Path, content: dict[str, str]) -> Path:
    """A draft beside the file."""
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2)
    return draft

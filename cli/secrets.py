"""The passwords and keys that pgdesk made for itself: .pgdesk/secrets.json, readable by its owner only."""

import json
import os
import secrets

import msgspec

from pgdesk.cli.paths import state_dir


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """Passwords of the logins, and the key that signs tokens."""

    postgres: str
    authenticator: str
    worker: str
    reporter: str
    jwt: str
    inbound: str


def load() -> Secrets:
    """Reads the file, making it first where it is missing; PGDESK_JWT_SECRET and the like override."""
    path = state_dir() / "secrets.json"
    fresh = {name: secrets.token_urlsafe(36) for name in Secrets.__struct_fields__}
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(fresh, file, indent=2)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    kept = json.loads(path.read_text())
    given = {
        "jwt": os.environ.get("PGDESK_JWT_SECRET"),
        "inbound": os.environ.get("PGDESK_INBOUND_SECRET"),
        "authenticator": os.environ.get("PGDESK_AUTHENTICATOR_PASSWORD"),
        "worker": os.environ.get("PGDESK_WORKER_PASSWORD"),
        "reporter": os.environ.get("PGDESK_REPORTER_PASSWORD"),
    }
    return msgspec.convert({**kept, **{name: value for name, value in given.items() if value}}, Secrets)

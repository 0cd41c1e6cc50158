"""What a client would rather have, by its Accept and Accept-Encoding headers (RFC 9110, section 12)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pgdesk.api.asgi import Scope

_WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
#: Of what is sent as it is, where nobody asks for it: less than of all that is asked for.
_LEAST = 0.0005


def read_header(scope: Scope, name: bytes) -> str | None:
    """All values of this name, as one; None: there is none."""
    values = [value for header, value in scope["headers"] if header == name]
    return b",".join(values).decode("latin-1") if values else None


def wants_page(scope: Scope) -> bool:
    """Whether somebody looks with a browser: it asks for HTML by name, and has no way to send a token."""
    if scope["method"] not in ("GET", "HEAD") or read_header(scope, b"authorization") is not None:
        return False
    weights = _weights(read_header(scope, b"accept") or "")
    return weights.get("text/html", 0) > 0 and weights["text/html"] >= weights.get("application/json", 0)


def choose_coding(accepted: str | None, offered: Sequence[str]) -> str | None:
    """Of what is offered, best first, or "identity"; None: the client takes none of them."""
    weights = _weights(accepted or "")
    others = weights.get("*")
    found = {coding: weights.get(coding, others or 0) for coding in offered}
    found["identity"] = weights.get("identity", _LEAST if others is None else others)
    best = max(found, key=lambda coding: found[coding])
    return best if found[best] else None


def _weights(header: str) -> dict[str, float]:
    """What is named, without its parameters → how welcome it is; what is malformed counts as not named."""
    found: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [_WEIGHT.fullmatch(one) for one in parameters if one.startswith("q=")]
        if name and all(weights):
            found[name] = max(found.get(name, 0), float(weights[0][1]) if weights and weights[0] else 1)
    return found

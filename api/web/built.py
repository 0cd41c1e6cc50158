"""What was built of web/, in memory: it does not change while a process runs, and no request reads a disk."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from msgspec import Struct

import pgdesk

#: A link of the checkout to web/dist; the files themselves in an installed package.
FOLDER = Path(pgdesk.__file__).with_name("web")
INDEX = "index.html"
#: Files there have a digest of their content in their name.
HASHED = ("assets/", "portal/")
#: What pages of other sites load: two scripts, and what the second one loads.
WIDGET, PORTAL = "widget.js", "portal.js"
EMBEDDED = (WIDGET, PORTAL, "portal/")
#: Content coding → ending of the file that has it, best first.
_CODINGS = {"br": ".br", "gzip": ".gz"}
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


class Content(Struct, frozen=True):
    """`codings`: by content coding, "identity" with them."""

    type: str
    codings: dict[str, bytes]
    digest: str

    @classmethod
    def of(cls, path: str, content: bytes, others: dict[str, bytes] | None = None) -> Content:
        kind = _TYPES.get(Path(path).suffix, "application/octet-stream")
        return cls(kind, {**(others or {}), "identity": content}, sha256(content).hexdigest()[:20])


def read_files(folder: Path) -> dict[str, Content]:
    """By path below `folder`; none where nothing was built."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder.rglob("*") if folder.is_dir() else ())
        if path.is_file()
    }
    return {
        path: Content.of(
            path,
            content,
            {coding: found[path + end] for coding, end in _CODINGS.items() if path + end in found},
        )
        for path, content in found.items()
        if not path.endswith(tuple(_CODINGS.values()))
    }

"""Files that pages are made of."""

from __future__ import annotations

from pathlib import Path

from litestar import Response

#: Litestar adds the charset.
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
#: The page loads and asks nothing but this server.
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
}


def serve_file(path: Path) -> Response[bytes]:
    """A file of a page, which may load and ask nothing but this server."""
    return serve(path.read_bytes(), path.suffix)


def serve(content: bytes, suffix: str) -> Response[bytes]:
    """The same of what is in no file."""
    return Response(content, media_type=TYPES[suffix], headers=_HEADERS)

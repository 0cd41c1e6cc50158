"""Another web site that embeds the widget or the portal, under a strict Content-Security-Policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Shop</title><link rel="icon" href="data:,"></head>
<body><main><h1>Shop</h1><p>Lamps and chairs.</p><button>Buy</button></main>
<script src="{desk}/support/widget.js"{data}></script></body></html>"""
_PORTAL = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Shop</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css"></head>
<body><main><h1>Shop</h1><pgdesk-portal {attributes}></pgdesk-portal></main>
<script type="module" src="{desk}/support/portal.js"></script></body></html>"""
_NONE = "'none'"
_STYLE = ":root { color-scheme: light dark; font-size: 20px; } pgdesk-portal { --brand: rgb(0, 96, 0); }"


class Shop:
    """`desk` is the origin of the desk that its pages embed; a path may say the language of the page: /de.

    Pages below /portal embed the portal with `attributes`, others the widget with `data`.
    """

    def __init__(self, port: int) -> None:
        self.origin = f"http://localhost:{port}"
        self.desk = ""
        self.data = self.attributes = ""


@contextmanager
def open_shop() -> Iterator[Shop]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_portal = self.path.startswith("/portal")
            if self.path == "/shop.css":
                kind, page = "text/css", _STYLE.encode()
            elif is_portal:
                language = self.path[8:10] or "en"
                kind = "text/html"
                page = _PORTAL.format(language=language, desk=shop.desk, attributes=shop.attributes).encode()
            else:
                kind = "text/html"
                page = _PAGE.format(language=self.path[1:3] or "en", desk=shop.desk, data=shop.data).encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src {shop.desk}; connect-src {shop.desk}; img-src data:;"
                f" style-src 'self'; require-trusted-types-for 'script';"
                f" trusted-types {'vue' if is_portal else _NONE}",
            )
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    shop = Shop(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

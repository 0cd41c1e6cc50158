"""Another web site that embeds the widget, with as strict a Content-Security-Policy as one can have."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Shop</title><link rel="icon" href="data:,"></head>
<body><main><h1>Shop</h1><p>Lamps and chairs.</p><button>Buy</button></main>
<script src="{desk}/support/widget.js"{data}></script></body></html>"""


class Shop:
    """`desk` is the origin of the desk that its pages embed; a path may say the language of the page: /de."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://localhost:{port}"
        self.desk = ""
        self.data = ""


@contextmanager
def open_shop() -> Iterator[Shop]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = _PAGE.format(language=self.path[1:3] or "en", desk=shop.desk, data=shop.data).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src {shop.desk}; connect-src {shop.desk}; img-src data:;"
                " require-trusted-types-for 'script'; trusted-types 'none'",
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

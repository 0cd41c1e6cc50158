#!/usr/bin/env bash
# obstore 0.12.1 (object_store of Rust).
# AWS_ALLOW_HTTP=true lets a store reach a server that speaks S3 without TLS, as test servers and appliances do, and its
# other AWS_* variables go on counting whatever the program gives. But as soon as the program gives client_options, for
# a time-out, say, that one variable counts no more: each request fails with "builder error", which names no reason.
# Whoever adds a time-out must hand allow_http on. Seen: the lines at "expect" below.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

python3 -m venv "$home/venv"
"$home/venv/bin/pip" install -q --disable-pip-version-check obstore==0.12.1

cat >"$home/get.py" <<'PY'
"""A server that has one object, and stores that ask it for that."""
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from obstore.exceptions import BaseError
from obstore.store import S3Store


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.send_header("Last-Modified", "Mon, 02 Jun 2025 09:00:00 GMT")
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ |= {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_ENDPOINT": f"http://127.0.0.1:{server.server_address[1]}",
    "AWS_ALLOW_HTTP": "true",
}


def get(**given):
    try:
        store = S3Store("bucket", region="eu-west-1", retry_config={"max_retries": 0}, **given)
        return bytes(store.get("key").bytes()).decode()
    except BaseError as error:
        return str(error).splitlines()[0].rpartition(": ")[2]


print("environment:", get())
print("and a time-out:", get(client_options={"timeout": "30s"}))
print("and allow_http:", get(client_options={"timeout": "30s", "allow_http": True}))
PY

seen=$("$home/venv/bin/python" "$home/get.py")
echo "$seen"

expect() {
    grep -qxF "$1" <<<"$seen" || { echo "changed: not seen any more: $1" >&2; exit 1; }
}

expect "environment: hello"
expect "and a time-out: builder error"
expect "and allow_http: hello"

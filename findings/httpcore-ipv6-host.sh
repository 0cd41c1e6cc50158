#!/usr/bin/env bash
# httpcore 1.0.9, httpx 0.28.1 on Python 3.11 and newer.
# Where a webhook's receiver is written as an IPv6 address, httpcore by itself names it in the Host field without the
# brackets that RFC 3986, section 3.2.2, puts around it: "::1:8443" may be the address ::1:8443 as well. Servers that
# read the field strictly answer 400, others find another virtual host. httpx, which sends by httpcore, writes the field
# itself and has them. Seen: the lines at "expect" below; the port is that of the run.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

python3 -m venv "$home/venv"
"$home/venv/bin/pip" install -q --disable-pip-version-check httpcore==1.0.9 httpx==0.28.1 anyio==4.16.0

cat >"$home/host.py" <<'PY'
"""A server on ::1 that notes the Host field of one request by the client that is named."""
import http.server
import socket
import sys
import threading

import httpcore
import httpx

seen = []


class Noting(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        seen.append(self.headers["Host"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class OnSix(http.server.HTTPServer):
    address_family = socket.AF_INET6


server = OnSix(("::1", 0), Noting)
port = server.server_address[1]
threading.Thread(target=server.serve_forever, daemon=True).start()
if sys.argv[1] == "httpcore":
    httpcore.request("GET", f"http://[::1]:{port}/")
else:
    httpx.get(f"http://[::1]:{port}/", trust_env=False)
print(seen[0].replace(str(port), "PORT"))
PY

expect() {
    found=$("$home/venv/bin/python" "$home/host.py" "$1")
    if [ "$found" != "$2" ]; then
        echo "$1 sent Host: $found, not $2" >&2
        exit 1
    fi
    echo "$1 sent Host: $found"
}

expect httpcore "::1:PORT"
expect httpx "[::1]:PORT"

#!/usr/bin/env bash
# imap-tools 1.16.0 on Python 3.11 and newer.
# idle.wait() polls the socket, but reads it through imaplib's buffered file: what has come in the same packet as the
# server's "+ idling" is in the buffer, where no poll sees it. A mail that is told of in that moment, as RFC 2177 lets a
# server do, is not told of until something else comes or the time is over: with the usual minutes, minutes late. Told a
# moment later, it is told at once. Seen: the lines at "expect" below.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

python3 -m venv "$home/venv"
"$home/venv/bin/pip" install -q --disable-pip-version-check imap-tools==1.16.0

cat >"$home/idle.py" <<'PY'
"""A server that is told IDLE, and tells of a mail at once or a moment later; a client that waits three seconds."""
import socket
import sys
import threading
import time

from imap_tools import MailBoxUnencrypted

pause = float(sys.argv[1])
listening = socket.create_server(("127.0.0.1", 0))


def serve() -> None:
    link, _ = listening.accept()
    lines = link.makefile("rb")
    link.sendall(b"* OK ready\r\n")
    for line in lines:
        tag, _, command = line.strip().partition(b" ")
        verb = command.split(b" ")[0].upper()
        if verb == b"IDLE":
            idling, told = b"+ idling\r\n", b"* 5 EXISTS\r\n"
            if pause:
                link.sendall(idling)
                time.sleep(pause)
                link.sendall(told)
            else:
                link.sendall(idling + told)
            assert lines.readline().strip() == b"DONE"
        elif verb == b"CAPABILITY":
            link.sendall(b"* CAPABILITY IMAP4rev1 IDLE\r\n")
        elif verb == b"SELECT":
            link.sendall(b"* 4 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n")
        elif verb == b"LOGOUT":
            link.sendall(b"* BYE\r\n")
        link.sendall(tag + b" OK done\r\n")


threading.Thread(target=serve, daemon=True).start()
with MailBoxUnencrypted("127.0.0.1", listening.getsockname()[1]).login("user", "password") as mailbox:
    began = time.monotonic()
    told = mailbox.idle.wait(timeout=3)
    print(f"told {told} after {'3' if time.monotonic() - began > 2.5 else 'less than 3'} seconds")
PY

expect() {
    case $2 in
        *"$1"*) echo "as expected: $1" ;;
        *) echo "CHANGED, not found: $1"; echo "$2"; exit 1 ;;
    esac
}

expect "told [] after 3 seconds" "$("$home/venv/bin/python" "$home/idle.py" 0)"
expect "told [b'* 5 EXISTS'] after less than 3 seconds" "$("$home/venv/bin/python" "$home/idle.py" 0.5)"

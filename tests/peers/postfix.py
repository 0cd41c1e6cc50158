"""A Postfix of the test's own, in a private folder on a free port: real bounces, delays, limits.

out.example is delivered into one folder, other users' mail into the mailboxes of a Dovecot; gone.example is
refused once taken, later.example put off.
Its nobody@ is refused at once, its busy@ for the time being.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

_MASTER = Path("/usr/lib/postfix/sbin/master")
_MAIN = """
compatibility_level = 3.6
maillog_file = {folder}/log
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = peer.example
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
relayhost =
virtual_mailbox_domains = out.example {domains}
virtual_mailbox_base = {mailboxes}
virtual_mailbox_maps = texthash:{folder}/mailboxes
recipient_delimiter = +
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
virtual_minimum_uid = 1
transport_maps = regexp:{folder}/transports
message_size_limit = 2000000
virtual_mailbox_limit = 0
delay_warning_time = 1s
queue_run_delay = 1s
minimal_backoff_time = 1s
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
smtpd_sender_restrictions = check_sender_access regexp:{folder}/senders
smtpd_recipient_restrictions = regexp:{folder}/recipients, permit_mynetworks, reject
notify_classes =
maillog_file_prefixes = {folder}
"""
_SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
gone unix - n n - - pipe flags=R user=nobody argv=/bin/sh -c {{exit 67}}
later unix - n n - - pipe flags=R user=nobody argv=/bin/sh -c {{exit 75}}
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    def mails(self, address: str, count: int, seconds: float = 60) -> list[bytes]:
        """What came into a mailbox of out.example, as soon as there are so many."""
        field = f"Delivered-To: {address}".encode()
        deadline = time.monotonic() + seconds
        while True:
            mails = [file.read_bytes() for file in sorted((self.folder / "mail" / "all" / "new").glob("*"))]
            found = [raw for raw in mails if field in raw.partition(b"\n\n")[0].split(b"\n")]
            if len(found) >= count:
                return found
            assert time.monotonic() < deadline, (self.folder / "log").read_text()[-4000:]
            time.sleep(0.1)


@contextmanager
def postfix(mailboxes: Path | None = None, users: Sequence[str] = ()) -> Iterator[Postfix]:
    """mailboxes: where a Dovecot has the homes of these users, to whom mail is delivered.

    In the name of peer.example it vouches for senders of these users' domains (RFC 8601).

    Skips the test where there is no Postfix, or the caller is not root, as whom it has to start.
    """
    if not _MASTER.exists():
        pytest.skip("Postfix is not installed")
    if os.geteuid() != 0:
        pytest.skip("Postfix starts as root only")
    # Not in pytest's folder, which each run closes to others: its daemons run as users of their own.
    with tempfile.TemporaryDirectory(prefix="pgdesk-postfix-") as folder:
        yield from _running(Path(folder), mailboxes, users)


def _running(folder: Path, mailboxes: Path | None, users: Sequence[str]) -> Iterator[Postfix]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder.chmod(0o755)
    for name in ("queue", "data", "mail", "etc"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "mail", "nobody", "nogroup")
    mail = (mailboxes or folder / "mail").stat()
    domains = sorted({user.partition("@")[2] for user in users})
    (folder / "senders").write_text(
        "".join(
            f"/@{re.escape(domain)}$/ PREPEND Authentication-Results:"
            f" peer.example; dmarc=pass header.from={domain}\n"
            for domain in domains
        )
    )
    homes = "".join(f"{user} {user}/Maildir/\n" for user in users)
    (folder / "mailboxes").write_text(f"@out.example all/\n{homes}")
    (folder / "transports").write_text("/@gone\\.example$/ gone:\n/@later\\.example$/ later:\n")
    (folder / "recipients").write_text("/^nobody@/ 550 5.1.1 there is nobody\n/^busy@/ 450 4.2.1 busy\n")
    etc = folder / "etc"
    (etc / "main.cf").write_text(
        _MAIN.format(
            folder=folder,
            mailboxes=mailboxes or folder / "mail",
            domains=" ".join(domains),
            user=mail.st_uid,
            group=mail.st_gid,
        ).replace(
            "smtpd_recipient_restrictions = regexp:",
            "smtpd_recipient_restrictions = check_recipient_access regexp:",
        )
    )
    (etc / "master.cf").write_text(_SERVICES.format(port=port))
    command = ["/usr/sbin/postfix", "-c", str(etc)]
    done = subprocess.run([*command, "start"], capture_output=True, text=True, timeout=60, check=False)
    log = folder / "log"
    assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield Postfix(folder, port)
    finally:
        subprocess.run([*command, "stop"], capture_output=True, timeout=60, check=False)

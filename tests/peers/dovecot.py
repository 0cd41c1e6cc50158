"""Debian's Dovecot in a private folder, on free ports of this machine."""

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest

from pgdesk.cli.server.process import free_port
from tests.peers.certificates import make_certificate

HOST, PASSWORD = "localhost", 'horse "battery" \\ stäple'
USERS = [f"{name}@house.example" for name in ("support", "sales", "billing", "spare", "large", "none")]
_PROGRAM, _DOVEADM = "/usr/sbin/dovecot", "/usr/bin/doveadm"
_SECONDS = 30.0
#: {folder} is the only place that it touches.
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_fsync = never
imap_idle_notify_interval = 2 mins
namespace inbox {{
  inbox = yes
  separator = /
}}
{passdb}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
{more}
"""


class Dovecot:
    """`port` speaks TLS from the beginning, `plain_port` by STARTTLS or not at all."""

    def __init__(
        self, folder: Path, more: str = "", tokens_of: str | None = None, users: Sequence[str] = USERS
    ) -> None:
        self.folder = folder
        self.port, self.plain_port = free_port(), free_port()
        self.certificate, key = make_certificate(folder, HOST)
        is_root = os.geteuid() == 0
        own = pwd.getpwuid(os.geteuid()).pw_name
        owner = "dovecot" if is_root else own
        group = _group(owner)
        for name in ("run", "state", "mail"):
            (folder / name).mkdir()
        if is_root:
            shutil.chown(folder / "mail", owner, group)
        self._configuration = folder / "dovecot.conf"
        self._configuration.write_text(
            _CONFIGURATION.format(
                folder=folder,
                certificate=self.certificate,
                key=key,
                mechanisms="plain login" if tokens_of is None else "plain login xoauth2",
                internal=owner,
                login="dovenull" if is_root else own,
                group=group,
                owner=owner,
                plain_port=self.plain_port,
                port=self.port,
                passdb=_by_password(folder, users)
                + ("" if tokens_of is None else _by_token(folder, tokens_of)),
                more=more,
            )
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [_PROGRAM, "-F", "-c", self._configuration], stderr=subprocess.PIPE, start_new_session=True
        )
        ends_at = time.monotonic() + _SECONDS
        while True:
            if self._process.poll() is not None:
                assert self._process.stderr is not None
                raise RuntimeError(f"dovecot does not start: {self._process.stderr.read().decode()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > ends_at:
                    raise
                time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_SECONDS)
            # Sessions outlive it for a while.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process = None

    def trusting(self) -> ssl.SSLContext:
        """Of a client that trusts this server."""
        return ssl.create_default_context(cafile=str(self.certificate))

    @contextmanager
    def as_user(self, user: str, password: str = PASSWORD, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """The mailbox as its owner sees it with a program of their own."""
        with imaplib.IMAP4_SSL(HOST, self.port, ssl_context=self.trusting(), timeout=_SECONDS) as client:
            client.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
            client.select(folder)
            yield client

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        when = None if at is None else imaplib.Time2Internaldate(at)
        with self.as_user(user) as client:
            for mail in mails:
                kind, said = client.append(folder, "", when, mail)  # type: ignore[arg-type]
                assert kind == "OK", said

    def flags(self, user: str, folder: str = "INBOX") -> list[set[str]]:
        """Of each mail, in their order, as far as it is not only of a session."""
        with self.as_user(user, folder=folder) as client:
            _, lines = client.fetch("1:*", "(FLAGS)")
            return [
                {flag.decode() for flag in imaplib.ParseFlags(line)} - {"\\Recent"}
                for line in lines
                if isinstance(line, bytes)
            ]

    def skip_uids(self, user: str, next_uid: int) -> None:
        """The next mail of the folder has this UID."""
        update = ("mailbox", "update", "-u", user, "--min-next-uid", str(next_uid), "INBOX")
        subprocess.run((_DOVEADM, "-c", self._configuration, *update), check=True, timeout=_SECONDS)

    def empty(self) -> None:
        """All mailboxes, which are made anew when they are opened."""
        for mailbox in (self.folder / "mail").iterdir():
            shutil.rmtree(mailbox)

    def log(self) -> str:
        return (self.folder / "dovecot.log").read_text()


@contextmanager
def running_dovecot(
    more: str = "", tokens_of: str | None = None, users: Sequence[str] = USERS
) -> Iterator[Dovecot]:
    if shutil.which(_PROGRAM) is None:
        pytest.skip("dovecot is not installed")
    # Not below pytest's folder, which is closed to the users that Dovecot's parts run as.
    folder = Path(tempfile.mkdtemp(prefix="pgdesk-dovecot-"))
    folder.chmod(0o755)
    made = Dovecot(folder, more, tokens_of, users)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _group(owner: str) -> str:
    return grp.getgrgid(pwd.getpwnam(owner).pw_gid).gr_name


def _by_password(folder: Path, names: Sequence[str]) -> str:
    """A file of users who all have the one password."""
    users = folder / "users"
    users.write_text("".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in names))
    users.chmod(0o644)
    return f"passdb {{\n  driver = passwd-file\n  args = username_format=%u {users}\n}}\n"


def _by_token(folder: Path, issuer: str) -> str:
    """The provider is asked whose token it is (RFC 7662)."""
    asks = folder / "oauth2.conf"
    where = issuer.replace("http://", "http://dovecot:dovecot@")
    asks.write_text(
        f"introspection_url = {where}/token/introspection\n"
        "introspection_mode = post\n"
        "username_attribute = sub\n"
        "active_attribute = active\n"
        "active_value = true\n"
    )
    asks.chmod(0o644)
    return f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {asks}\n}}\n"

"""Words of IMAP servers in the order and the pieces in which they may come."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from pgdesk.mail.imap.connection import Connection
from pgdesk.mail.imap.session import Folder, encode_folder
from pgdesk.mail.problems import MailProblem
from pgdesk.settings import read_networks


@contextmanager
def server(answer: Callable[[socket.socket, bytes, bytes], None]) -> Iterator[Connection]:
    """A connection to one that says what `answer` sends for a tag and a command."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            link, _ = listening.accept()
            with suppress(ConnectionError), link, link.makefile("rb") as lines:
                link.sendall(b"* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n")
                for line in lines:
                    tag, _, command = line.strip().partition(b" ")
                    if command == b"CAPABILITY":
                        link.sendall(b"* CAPABILITY IMAP4rev1 IDLE\r\n%s OK done\r\n" % tag)
                    else:
                        answer(link, tag, command)

        thread = threading.Thread(target=serve)
        thread.start()
        port = listening.getsockname()[1]
        connection = Connection("127.0.0.1", port, "none", read_networks("127.0.0.0/8"))
        try:
            yield connection
        finally:
            connection.shutdown()
            thread.join(30)


@pytest.mark.parametrize("told", [b"* 5 EXISTS\r\n", b"* OK Still here\r\n"])
def test_what_comes_with_the_first_word_of_idle_is_not_waited_for(told: bytes) -> None:
    tags = []

    def answer(link: socket.socket, tag: bytes, command: bytes) -> None:
        if command == b"IDLE":
            tags.append(tag)
            link.sendall(b"+ idling\r\n" + told)
        else:
            assert tag == b"DONE"
            link.sendall(b"%s OK done\r\n" % tags[0])

    with server(answer) as connection:
        began = time.monotonic()
        connection.wait(20)
        assert time.monotonic() - began < 15


def test_a_server_that_says_nothing_is_told_done_when_the_time_is_over() -> None:
    heard: list[bytes] = []
    first: list[bytes] = []

    def remember(link: socket.socket, tag: bytes, command: bytes) -> None:
        if command == b"IDLE":
            first.append(tag)
            heard.append(command)
            link.sendall(b"+ idling\r\n")
        else:
            heard.append(tag)
            link.sendall(b"* 9 EXISTS\r\n%s OK done\r\n" % first[0])

    with server(remember) as connection:
        connection.wait(0.2)
    assert heard == [b"IDLE", b"DONE"]


def test_a_server_that_says_goodbye_in_idle_ends_the_session() -> None:
    def answer(link: socket.socket, tag: bytes, _: bytes) -> None:
        link.sendall(b"+ idling\r\n* BYE for a restart\r\n")

    with server(answer) as connection, pytest.raises(Connection.abort, match="restart"):
        connection.wait(20)


def test_a_mail_comes_whole_in_pieces_and_among_other_words() -> None:
    raw = b"Subject: x\r\n\r\n" + bytes(range(256)) * 3000 + b"\r\n* 1 FETCH (UID 7 BODY[] {3}\r\n"

    def answer(link: socket.socket, tag: bytes, _: bytes) -> None:
        link.sendall(
            b"* 3 EXISTS\r\n* 2 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (UID 7 BODY[] {%d}\r\n" % len(raw)
        )
        for start in range(0, len(raw), 100_001):
            link.sendall(raw[start : start + 100_001])
        link.sendall(b" FLAGS (\\Seen))\r\n%s OK done\r\n" % tag)

    with server(answer) as connection:
        connection.state = "SELECTED"
        assert Folder(connection, "INBOX").fetch(7) == raw


def test_a_mail_that_has_gone_is_none() -> None:
    with server(lambda link, tag, _: link.sendall(b"%s OK done\r\n" % tag)) as connection:
        connection.state = "SELECTED"
        folder = Folder(connection, "INBOX")
        assert folder.fetch(7) is None
        assert folder.sizes([7]) == {}


def test_a_server_that_sends_without_end_is_left() -> None:
    with server(
        lambda link, tag, _: link.sendall(b"* 1 FETCH (UID 7 BODY[] {999999999999}\r\n")
    ) as connection:
        connection.state = "SELECTED"
        with pytest.raises(MailProblem, match=r"mail 7 of folder INBOX .* 999999999999 bytes"):
            Folder(connection, "INBOX").fetch(7)


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", "INBOX"),
        ("A & B", "A &- B"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("😀", "&2D3eAA-"),
    ],
)
def test_names_of_folders_are_written_as_servers_read_them(name: str, encoded: str) -> None:
    assert encode_folder(name) == encoded

"""What `make bench-peers` computes and sends; the comparison itself needs a network and is no test."""

import math

from bench.peers.requests import PAIRS, Call
from bench.peers.table import Line


def test_a_ratio_says_how_many_times_as_fast_pgdesk_is() -> None:
    assert Line("rate", [300, 100, 200], [50, 40, 60], is_rate=True).cells() == (
        "rate",
        "200/s",
        "50/s",
        "4.0 times",
    )
    assert Line("time", [0.01], [0.1, 0.2, 0.3], is_rate=False).cells() == (
        "time",
        "10 ms",
        "200 ms",
        "20.0 times",
    )
    assert Line("none in time", [5], [0], is_rate=True).ratio == math.inf


def test_a_request_names_the_ticket() -> None:
    call = Call("POST", "/tickets/{reference}/", '{"id": {id}}', (("Prefer", "count=exact"),))
    head, _, body = call.raw("host", "secret", 42).partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0] == b"POST /tickets/ESC-00042/ HTTP/1.1"
    assert b"Authorization: Bearer secret" in head
    assert b"Prefer: count=exact" in head
    assert (body, b"Content-Length: 10" in head) == (b'{"id": 42}', True)


def test_each_run_sends_the_same() -> None:
    for pair in PAIRS:
        assert pair.pgdesk.stream("h", "t", 1000, 5) == pair.pgdesk.stream("h", "t", 1000, 5)
        assert (pair.pgdesk.method, pair.pgdesk.body == "") == (pair.peer.method, pair.peer.body == "")

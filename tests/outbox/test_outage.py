"""No mail server for long, then one again: what waited goes once, urgent first, else as it was written."""

from tests.desk import SYSTEM, Desk
from tests.outbox.test_sending import Send
from tests.peers.smtp import DROP, SmtpServer


def _write(desk: Desk, kind: str, address: str, ticket: int) -> None:
    desk.run(
        SYSTEM,
        "SELECT helpdesk.queue_mail(%s, p_address => %s, p_ticket_id => %s)",
        kind,
        address,
        ticket,
    )


def test_what_waited_goes_once_in_order_of_importance_and_age(
    committed: Desk, peer: SmtpServer, send: Send
) -> None:
    ticket = committed.ticket()
    committed.run(SYSTEM, "DELETE FROM helpdesk.outgoing_mail")
    plain = [f"n{number}@out.example" for number in range(60)]
    urgent = [f"u{number}@out.example" for number in range(20)]
    looks = ["421 busy", "554 no", DROP, "421 busy"]
    for number, look in enumerate(looks):
        for address in plain[number::4]:
            _write(committed, "ticket_received", address, ticket)
        for address in urgent[number::4]:
            _write(committed, "password_changed", address, ticket)
        peer.answers["greeting"] = [look]
        assert send() == 0
    written = [
        address
        for (address,) in committed.run(
            SYSTEM, "SELECT address FROM helpdesk.outgoing_mail ORDER BY is_urgent DESC, outgoing_mail_id"
        )
    ]
    while send():
        pass
    assert [one.recipient for one in peer.mails] == written
    assert sorted(written) == sorted(plain + urgent)
    ended = committed.run(SYSTEM, "SELECT DISTINCT state, attempts FROM helpdesk.outgoing_mail")
    assert ended == [("sent", 1)]

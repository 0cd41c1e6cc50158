"""The work before a ticket is opened without an account: where a setting says so, good once, for a while."""

import hashlib
from itertools import count
from typing import Any

import pytest

from tests.desk import ANON, SYSTEM, Desk, Person, Row, refused


def solve(challenge: str, bits: int) -> str:
    for number in count():
        text = f"{challenge}:{number}"
        if int.from_bytes(hashlib.sha256(text.encode()).digest()) >> (256 - bits) == 0:
            return text
    raise AssertionError


def solved(desk: Desk) -> str:
    made = desk.call(ANON, "new_challenge")
    return solve(made["challenge"], made["bits"])


def open_ticket(desk: Desk, **others: Any) -> Row:
    return desk.call(ANON, "create_ticket", subject="x", requester_email="a@guest.example", **others)


@pytest.fixture(autouse=True)
def eight_bits(desk: Desk) -> None:
    desk.set("guest_challenge_bits", 8)


def test_none_is_asked_for_where_the_setting_is_0(desk: Desk) -> None:
    desk.set("guest_challenge_bits", 0)
    assert desk.call(ANON, "new_challenge")["challenge"] is None
    assert open_ticket(desk)["reference"]


def test_a_solved_one_opens_one_ticket(desk: Desk) -> None:
    challenge = solved(desk)
    assert open_ticket(desk, challenge=challenge)["reference"]
    with refused("PD101", "was used", "/rest/rpc/new_challenge"):
        open_ticket(desk, challenge=challenge)
    again = challenge.rpartition(":")[0]
    with refused("PD101", "was used"):
        open_ticket(desk, challenge=next(_others(again, challenge)))


def _others(challenge: str, known: str) -> Any:
    for number in count():
        text = f"{challenge}:{number}"
        if text != known and hashlib.sha256(text.encode()).digest()[0] == 0:
            yield text


def test_customers_and_staff_need_none(desk: Desk) -> None:
    for who in (desk.customer, desk.agent):
        assert desk.call(who, "create_ticket", subject="x")["reference"]


def test_what_is_refused_afterwards_spends_none(desk: Desk) -> None:
    challenge = solved(desk)
    with refused("PD006"):
        open_ticket(desk, challenge=challenge, priority="high")
    assert open_ticket(desk, challenge=challenge)["reference"]


def test_the_same_call_again_needs_no_other(desk: Desk) -> None:
    challenge = solved(desk)
    first = open_ticket(desk, challenge=challenge, idempotency_key="k")
    assert open_ticket(desk, challenge=challenge, idempotency_key="k") == first


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "",
        ":",
        "1",
        "8.99999999999.ab.cd:1",
        "x" * 400,
        "0.99999999999." + "0" * 64 + "." + "0" * 32 + ":1",
        "99.999999999999." + "0" * 64 + "." + "0" * 32 + ":1",
    ],
)
def test_one_that_is_none_of_ours(desk: Desk, wrong: str | None) -> None:
    with refused("PD101"):
        open_ticket(desk, challenge=wrong)


def test_one_whose_terms_were_changed(desk: Desk) -> None:
    made = desk.call(ANON, "new_challenge")["challenge"]
    easier = "1" + made[made.index(".") :]
    longer = made.replace(made.split(".")[1], "99999999999")
    for changed in (easier, longer):
        with refused("PD101", "none of ours"):
            open_ticket(desk, challenge=solve(changed, 8))


def test_one_that_is_not_solved(desk: Desk) -> None:
    made = desk.call(ANON, "new_challenge")["challenge"]
    wrong = next(
        text
        for text in (f"{made}:{number}" for number in count())
        if hashlib.sha256(text.encode()).digest()[0]
    )
    with refused("PD101", "not solved"):
        open_ticket(desk, challenge=wrong)


def test_one_that_has_expired(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    challenge, spent = solved(desk), solved(desk)
    open_ticket(desk, challenge=spent)
    desk.clock("2026-03-02 12:10:00+00")
    with refused("PD101", "expired"):
        open_ticket(desk, challenge=challenge)
    assert desk.one(Person("worker"), "SELECT helpdesk.purge_spent_challenges()") == 1


def test_one_of_before_it_was_made_harder(desk: Desk) -> None:
    challenge = solved(desk)
    desk.set("guest_challenge_bits", 10)
    with refused("PD101", "too easy"):
        open_ticket(desk, challenge=challenge)


def test_the_trap_makes_spam_and_tells_nobody(desk: Desk) -> None:
    desk.set("guest_challenge_bits", 0)
    told = [open_ticket(desk, website=website) for website in ("https://spam.example", "", None)]
    assert [set(answer) for answer in told] == [set(told[0])] * 3
    looked = desk.run(
        SYSTEM,
        "SELECT t.is_spam, EXISTS (SELECT FROM helpdesk.guest_link AS l WHERE l.ticket_id = t.ticket_id)"
        " FROM helpdesk.ticket AS t WHERE t.reference = ANY (%s) ORDER BY t.ticket_id",
        [answer["reference"] for answer in told],
    )
    assert looked == [(True, False), (False, True), (False, True)]

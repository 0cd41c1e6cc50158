"""What comes in by a bridge, once and as nobody else; what goes out by it, and how far it came."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from pgdesk.api.signatures import make_secret
from tests.channels.conftest import Bridge
from tests.desk import SYSTEM, refused
from tests.webhooks.test_delivery import again


def ticket(bridge: Bridge, ticket_id: int) -> Any:
    return bridge.desk.one(
        SYSTEM, "SELECT to_jsonb(t) FROM helpdesk.ticket AS t WHERE ticket_id = %s", ticket_id
    )


def reply(bridge: Bridge, ticket_id: int, body: str) -> Any:
    return bridge.desk.call(bridge.desk.agent, "reply", ticket_id=ticket_id, body=body)


def test_a_conversation_is_a_ticket(bridge: Bridge) -> None:
    first = bridge.says("My printer is on fire\nReally", language="de")
    second = bridge.says("It is out now")
    other = bridge.says("Hello", conversation="c-2", subject="A question")
    made = ticket(bridge, first["ticket_id"])
    assert (made["subject"], made["description"], made["channel"], made["language"]) == (
        "My printer is on fire",
        "My printer is on fire\nReally",
        "chat",
        "de",
    )
    assert (first["message_id"], first["reference"]) == (None, made["reference"])
    assert second["ticket_id"] == first["ticket_id"] != other["ticket_id"]
    assert ticket(bridge, other["ticket_id"])["subject"] == "A question"
    rows = bridge.desk.run(
        SYSTEM,
        "SELECT kind, body, channel, author_id FROM helpdesk.message WHERE message_id = %s",
        second["message_id"],
    )
    assert rows == [("reply", "It is out now", "chat", made["requester_id"])]


def test_what_comes_twice_is_taken_in_once(bridge: Bridge) -> None:
    first, second = bridge.says("Hello", "m-1"), bridge.says("Still there?", "m-2")
    assert not first["is_duplicate"]
    assert bridge.says("Hello", "m-1") == {**first, "is_duplicate": True}
    assert bridge.says("Other words", "m-2") == {**second, "is_duplicate": True}
    assert bridge.desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.ticket") == 1
    assert bridge.desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.message WHERE kind = 'reply'") == 1


def test_all_at_once_is_one_ticket_and_one_person(bridge: Bridge) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: bridge.says(f"Word {n % 8}", f"m-{n % 8}"), range(16)))
    assert len({answer["ticket_id"] for answer in answers}) == 1
    assert sorted(answer["is_duplicate"] for answer in answers) == [False] * 8 + [True] * 8
    assert bridge.desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.bridge_author") == 1
    assert bridge.desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.message WHERE kind = 'reply'") == 7


def test_an_author_is_nobody_whom_the_desk_knows(bridge: Bridge) -> None:
    desk = bridge.desk
    known = desk.one(SYSTEM, "SELECT email FROM helpdesk.person WHERE person_id = %s", desk.admin.id)
    made = bridge.says("I am the administrator", author=known)
    requester = ticket(bridge, made["ticket_id"])["requester_id"]
    ((role, is_guest, email, claimed),) = desk.run(
        SYSTEM,
        "SELECT role, is_guest, email, claimed_email FROM helpdesk.person WHERE person_id = %s",
        requester,
    )
    assert (role, is_guest, email, claimed) == ("customer", True, None, None)
    assert requester != desk.admin.id
    again_made = bridge.says("Me again", conversation="c-2", author=known)
    assert ticket(bridge, again_made["ticket_id"])["requester_id"] == requester
    other = bridge.says("And I", conversation="c-3", author="u-2")
    assert ticket(bridge, other["ticket_id"])["requester_id"] != requester


def test_nothing_comes_in_that_is_not_signed_by_the_bridge(bridge: Bridge) -> None:
    told = {"external_id": "m-1", "conversation": "c-1", "author": {"id": "u-1"}, "text": "Hello"}
    right = bridge.inbound
    for secret in (bridge.outbound, make_secret()):
        bridge.inbound = secret
        assert bridge.post(told).status_code == 401
    bridge.inbound = right
    for headers in (
        {"webhook-timestamp": "1"},
        {"webhook-id": "other"},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,AAAA"},
    ):
        assert bridge.post(told, **headers).status_code == 401
    unknown = bridge.client.post("/inbound/channel/nobody", json=told)
    unsigned = bridge.client.post("/inbound/channel/chat", json=told)
    assert (unknown.status_code, unknown.text) == (unsigned.status_code, unsigned.text), "nor who there is"
    bridge.desk.run(bridge.desk.admin, "UPDATE api.bridges SET is_active = false")
    assert bridge.post(told).status_code == 401
    bridge.desk.run(bridge.desk.admin, "UPDATE api.bridges SET is_active = true")
    assert bridge.post(told).status_code == 200


_NO_MESSAGES: list[Any] = [
    {},
    [],
    {"text": ""},
    {"text": " \n"},
    {"text": "x" * 200_001},
    {"text": "a\0b"},
    {"external_id": " "},
    {"external_id": "x" * 201},
    {"conversation": ""},
    {"author": {}},
    {"author": {"id": ""}},
    {"author": {"id": "u", "person_id": 1}},
    {"language": "klingonisch!"},
    {"requester_id": 1},
    {"channel": "email"},
]


def test_what_is_no_message_is_refused_in_words(bridge: Bridge, subtests: pytest.Subtests) -> None:
    right = {"external_id": "m-1", "conversation": "c-1", "author": {"id": "u-1"}, "text": "Hello"}
    for wrong in _NO_MESSAGES:
        with subtests.test(str(wrong)[:80]):
            answer = bridge.post({**right, **wrong} if wrong else wrong)
            assert (answer.status_code, bool(answer.json()["message"])) == (400, True)
            assert bridge.desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.bridge_message") == 0
            assert bridge.desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.bridge_author") == 0


def test_replies_go_out_into_their_conversation_and_nothing_else(bridge: Bridge) -> None:
    made = bridge.says("My printer is on fire")
    elsewhere = bridge.desk.ticket()
    assert bridge.tell() == []
    message = reply(bridge, made["ticket_id"], "Which one?")
    bridge.desk.call(bridge.desk.agent, "add_note", ticket_id=made["ticket_id"], body="He is always on fire")
    reply(bridge, elsewhere, "Not for the chat")
    bridge.says("The laser")
    (told,) = bridge.tell()
    assert (told["conversation"], told["channel"], told["message"]["body"]) == ("c-1", "chat", "Which one?")
    assert told["message"]["message_id"] == message["message_id"]
    headers, body = bridge.receiver.got[-1]
    assert Webhook(bridge.outbound).verify(body, headers)["type"] == "channel_reply"


def state(bridge: Bridge) -> Any:
    return bridge.desk.run(
        bridge.desk.agent, "SELECT state, detail FROM api.bridge_replies ORDER BY message_id"
    )


def test_how_far_a_reply_came(bridge: Bridge) -> None:
    made = bridge.says("Hello")
    message = reply(bridge, made["ticket_id"], "Yes?")["message_id"]
    assert state(bridge) == [("queued", None)]
    bridge.tell()
    assert state(bridge) == [("sent", None)]
    for told, expected in (("read", "read"), ("delivered", "read"), ("failed", "read")):
        answer = bridge.post({"conversation": "c-1", "message_id": message, "state": told}, "/status")
        assert (answer.status_code, answer.json()) == (200, {"state": expected})
    for wrong, status in (
        ({"conversation": "c-2"}, 404),
        ({"message_id": message + 1}, 404),
        ({"message_id": 2**63}, 400),
        ({"state": "queued"}, 400),
    ):
        answer = bridge.post(
            {"conversation": "c-1", "message_id": message, "state": "read", **wrong}, "/status"
        )
        assert (answer.status_code, answer.json()["code"] == "PD160") == (status, status == 404)


def test_what_did_not_arrive_is_told_to_who_wrote_it(bridge: Bridge) -> None:
    desk = bridge.desk
    made = bridge.says("Hello")
    desk.call(desk.agent, "claim_ticket", ticket_id=made["ticket_id"])
    message = reply(bridge, made["ticket_id"], "Yes?")["message_id"]
    bridge.tell()
    told = {
        "conversation": "c-1",
        "message_id": message,
        "state": "failed",
        "detail": "blocked by the reader",
    }
    assert bridge.post(told, "/status").json() == {"state": "failed"}
    assert state(bridge) == [("failed", "blocked by the reader")]
    assert "channel_reply_failed" in desk.events(made["ticket_id"])
    rung = "SELECT person_id, title FROM helpdesk.notification WHERE kind = 'channel_reply_failed'"
    assert desk.run(SYSTEM, rung) == [(desk.agent.id, f"A reply to {made['reference']} did not arrive")]
    assert bridge.post({**told, "state": "delivered", "detail": None}, "/status").json() == {
        "state": "delivered"
    }


def test_a_bridge_that_is_gone_has_lost_nothing(bridge: Bridge) -> None:
    made = bridge.says("Hello")
    reply(bridge, made["ticket_id"], "Yes?")
    bridge.receiver.status = 410
    bridge.tell()
    assert state(bridge) == [("failed", "status 410")]
    bridge.receiver.status = 204
    bridge.desk.run(bridge.desk.admin, "UPDATE api.webhooks SET is_active = true")
    bridge.desk.one(bridge.desk.admin, "SELECT api.replay_deliveries(%s, '2020-01-01')", bridge.hook)
    assert state(bridge) == [("queued", None)]
    again(bridge.desk)
    (told,) = bridge.tell()
    assert told["message"]["body"] == "Yes?"
    assert state(bridge) == [("sent", None)]


def test_a_conversation_goes_on_with_its_merged_ticket_and_its_follow_up(bridge: Bridge) -> None:
    desk = bridge.desk
    made = bridge.says("Hello")
    into = desk.ticket()
    desk.call(desk.admin, "merge_tickets", ticket_ids=[made["ticket_id"]], into_id=into)
    reply(bridge, into, "Here I answer")
    assert [told["message"]["body"] for told in bridge.tell()] == ["Here I answer"]
    assert bridge.says("There I am")["ticket_id"] == into
    desk.update(into, status="closed")
    # Two days ago; no rule lets anybody say so.
    with desk.db.transaction():
        desk.run(SYSTEM, "SET LOCAL session_replication_role = replica")
        desk.run(
            SYSTEM,
            "UPDATE helpdesk.ticket SET closed_at = now() - interval '2 days' WHERE ticket_id = %s",
            into,
        )
    desk.set("reopen_within_days", 1)
    late = bridge.says("And one more thing")
    assert late["ticket_id"] not in (made["ticket_id"], into)
    reply(bridge, late["ticket_id"], "Yes?")
    assert [told["message"]["body"] for told in bridge.tell()] == ["Yes?"]


def test_required_fields_are_not_asked_for_and_nobody_else_gets_round_them(bridge: Bridge) -> None:
    desk = bridge.desk
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.custom_field (object, key, label, field_type, is_required_on_create)"
        " VALUES ('ticket', 'place', 'Place', 'text', true)",
    )
    assert bridge.says("Hello")["ticket_id"]
    for who in (desk.customer, desk.agent):
        with refused("PD006", "channel chat is not chosen"):
            desk.call(who, "create_ticket", subject="Hello", channel="chat")

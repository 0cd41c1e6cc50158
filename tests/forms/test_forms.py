"""Forms by which tickets are opened: who may use them, what they ask for, what becomes of the answers."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.desk import ANON, SYSTEM, Desk, Person, Row, refused

ADDRESS = "ann@guest.example"


@pytest.fixture
def returns(desk: Desk) -> Desk:
    """A public form for returns: kind always, order when something comes back, reason for an exchange."""
    for key, kind in (
        ("kind", "select"),
        ("order_no", "text"),
        ("extras", "multi_select"),
        ("reason", "text"),
    ):
        desk.call(
            desk.admin,
            "add_custom_field",
            object="ticket",
            key=key,
            label=key.title(),
            field_type=kind,
            customer_access="edit",
            **({"options": Jsonb(["return", "exchange", "other"])} if "select" in kind else {}),
        )
    desk.run(
        desk.admin,
        "INSERT INTO api.request_forms (form, title, audience, ticket_type, department_id)"
        " VALUES ('returns', 'Return something', 'public', 'task', %s)",
        desk.billing,
    )
    fields = (
        ("kind", True, {}, {}),
        ("order_no", False, {"kind": ["return", "exchange"]}, {"kind": ["return"]}),
        ("extras", False, {}, {}),
        ("reason", True, {"kind": ["exchange"], "extras": ["other"]}, {}),
        ("description", False, {"kind": []}, {}),
    )
    for position, (key, is_required, shown, required) in enumerate(fields):
        desk.run(
            desk.admin,
            "INSERT INTO api.request_form_fields"
            " (form, key, position, is_required, shown_when, required_when)"
            " VALUES ('returns', %s, %s, %s, %s, %s)",
            key,
            position,
            is_required,
            Jsonb(shown),
            Jsonb(required),
        )
    return desk


def send(desk: Desk, answers: Row, who: Person = ANON, **others: Any) -> Row:
    """The ticket that was made."""
    if who is ANON:
        others["requester_email"] = ADDRESS
    made = desk.call(who, "create_ticket", form="returns", custom_fields=Jsonb(answers), **others)
    found: Row = desk.one(
        SYSTEM, "SELECT to_jsonb(t) FROM helpdesk.ticket AS t WHERE reference = %s", made["reference"]
    )
    return found


@pytest.mark.parametrize("who", ["guest", "customer", "agent"])
def test_the_form_says_what_kind_of_ticket_it_is(returns: Desk, who: str) -> None:
    person = ANON if who == "guest" else getattr(returns, who)
    ticket = send(returns, {"kind": "return", "order_no": "A1"}, person)
    assert (ticket["subject"], ticket["ticket_type"]) == ("Return something", "task")
    assert ticket["department_id"] == returns.billing, "though guests could not choose it by themselves"


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": "return"}, "order_no"),
        ({"kind": "return", "order_no": "  "}, "order_no"),
        ({"kind": "exchange", "extras": ["return", "other"]}, "reason"),
    ],
)
def test_what_is_shown_and_required_must_be_answered(returns: Desk, answers: Row, missing: str) -> None:
    with refused("PD102", f"wants to know: {missing}", "request_form_fields"):
        send(returns, answers)


@pytest.mark.parametrize(
    ("answers", "unasked"),
    [
        ({"kind": "other", "order_no": "A1"}, "order_no"),
        ({"kind": "exchange", "reason": "x"}, "reason"),
        ({"kind": "exchange", "extras": ["return"], "reason": "x"}, "reason"),
        ({"kind": "other", "nothing": "x", "also": 1}, "also, nothing"),
    ],
)
def test_what_is_not_shown_is_not_taken(returns: Desk, answers: Row, unasked: str) -> None:
    with refused("PD102", f"does not ask for: {unasked}"):
        send(returns, answers)


@pytest.mark.parametrize(
    "answers",
    [
        {"kind": "other"},
        {"kind": "exchange"},
        {"kind": "exchange", "order_no": "A1", "extras": ["other"], "reason": "too small"},
        {"kind": "other", "order_no": None, "extras": []},
    ],
)
def test_what_fits_is_taken(returns: Desk, answers: Row) -> None:
    assert send(returns, answers, description="It is too big.")["description"] == "It is too big."


def test_a_subject_that_is_not_asked_for_is_refused(returns: Desk) -> None:
    with refused("PD102", "does not ask for: subject"):
        send(returns, {"kind": "other"}, subject="Mine")


def test_without_a_form_a_ticket_has_a_subject(desk: Desk) -> None:
    with refused("PD006", "subject is missing"):
        desk.call(desk.customer, "create_ticket", description="x")


@pytest.mark.parametrize(
    ("audience", "organisation", "users"),
    [
        ("public", None, {"guest", "customer", "stranger", "agent"}),
        ("customers", None, {"customer", "stranger", "agent"}),
        ("organisation", "shared_organisation", {"customer", "agent"}),
    ],
)
def test_who_may_use_it_sees_it(
    returns: Desk, audience: str, organisation: str | None, users: set[str]
) -> None:
    returns.run(
        returns.admin,
        "UPDATE api.request_forms SET audience = %s, organisation_id = %s",
        audience,
        organisation and getattr(returns, organisation),
    )
    for name in ("guest", "customer", "stranger", "agent"):
        who = ANON if name == "guest" else getattr(returns, name)
        seen = returns.run(who, "SELECT 1 FROM api.request_forms JOIN api.request_form_fields USING (form)")
        assert bool(seen) == (name in users), name
        if name in users:
            send(returns, {"kind": "other"}, who)
        else:
            with refused("PD001", "form returns not found"):
                send(returns, {"kind": "other"}, who)


def test_one_that_is_not_active_is_not_used(returns: Desk) -> None:
    returns.run(returns.admin, "UPDATE api.request_forms SET is_active = false")
    with refused("PD001"):
        send(returns, {"kind": "other"}, returns.agent)


def test_a_form_asks_for_what_customers_may_fill_in(returns: Desk) -> None:
    returns.call(
        returns.admin, "add_custom_field", object="ticket", key="secret", label="x", field_type="text"
    )
    for key in ("secret", "nothing", "priority"):
        with refused("PD006", f"no custom field {key}"):
            returns.run(
                returns.admin, "INSERT INTO api.request_form_fields (form, key) VALUES ('returns', %s)", key
            )


@pytest.mark.parametrize(
    "wrong", [{"nothing": []}, {"kind": "return"}, {"order_no": []}, [], "x", {"kind": None}]
)
def test_conditions_name_other_fields_of_the_form(returns: Desk, wrong: Any) -> None:
    for column in ("shown_when", "required_when"):
        with refused("PD006", "names no other field"):
            returns.run(
                returns.admin,
                f"UPDATE api.request_form_fields SET {column} = %s WHERE key = 'order_no'",
                Jsonb(wrong),
            )


def test_what_others_look_at_stays(returns: Desk) -> None:
    with refused("PD009", "looks at kind"):
        returns.run(returns.admin, "DELETE FROM api.request_form_fields WHERE key = 'kind'")
    returns.run(returns.admin, "DELETE FROM api.request_form_fields WHERE key = 'reason'")
    returns.run(returns.admin, "DELETE FROM api.request_forms")
    assert returns.run(SYSTEM, "SELECT 1 FROM helpdesk.request_form_field") == []


def remove(desk: Desk, key: str, **others: Any) -> None:
    field = desk.one(SYSTEM, "SELECT custom_field_id FROM helpdesk.custom_field WHERE key = %s", key)
    desk.call(desk.admin, "remove_custom_field", custom_field_id=field, **others)


def test_a_custom_field_that_a_form_asks_for_is_not_purged(returns: Desk) -> None:
    with refused("23503"):
        remove(returns, "reason", purge=True)


def test_one_that_was_put_away_is_asked_for_no_more(returns: Desk) -> None:
    remove(returns, "order_no")
    send(returns, {"kind": "return"})
    with refused("PD102", "does not ask for: order_no"):
        send(returns, {"kind": "return", "order_no": "A1"})
    seen = returns.run(ANON, "SELECT key FROM api.request_form_fields ORDER BY position")
    assert [key for (key,) in seen] == ["kind", "extras", "reason", "description"]


def test_a_page_gets_the_whole_form_in_one_answer(returns: Desk) -> None:
    (form,) = returns.one(ANON, "SELECT api.offered_forms()")
    assert (form["form"], form["title"]) == ("returns", "Return something")
    kind, order, *_, description = form["fields"]
    assert [option["value"] for option in kind["options"]] == ["return", "exchange", "other"]
    assert (order["label"], order["field_type"], order["options"]) == ("Order_No", "text", None)
    assert order["shown_when"] == {"kind": ["return", "exchange"]}
    assert (description["label"], description["field_type"]) == ("Description", "long_text")
    returns.run(returns.admin, "UPDATE api.request_forms SET audience = 'customers'")
    assert returns.one(ANON, "SELECT api.offered_forms()") == []
    assert len(returns.one(returns.customer, "SELECT api.offered_forms()")) == 1

"""How clients may spell a request to a route of the seed documents."""

import pytest

from tests.api.conftest import Desk


@pytest.fixture(scope="module")
def reference(desk: Desk) -> str:
    row = desk.database.execute(
        "SELECT reference FROM helpdesk.ticket WHERE ticket_id = %s", (desk.ticket_id,)
    ).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("route", ["/support", "/support/tickets", "/support/agent/tickets"])
def test_a_route_may_end_with_a_slash(desk: Desk, route: str, slash: str) -> None:
    answer = desk.client.get(route + slash, headers=desk.headers("admin"))
    assert answer.status_code == 200
    assert desk.ticket_id in [row["ticket_id"] for row in answer.json()]


@pytest.mark.parametrize(
    "route", ["/support/{}", "/support/tickets/{}", "/support/agent/tickets/{}", "/support/agent/tickets/{}/"]
)
def test_a_ticket_is_named_by_id_or_reference(desk: Desk, reference: str, route: str) -> None:
    for name in (desk.ticket_id, reference, reference.lower()):
        answer = desk.client.get(route.format(name), headers=desk.headers("agent"))
        assert (answer.status_code, answer.json().get("ticket_id")) == (200, desk.ticket_id)


def test_every_verb_of_a_ticket_takes_a_reference(desk: Desk) -> None:
    """Whatever the verb then says of an empty body, it has found the ticket."""
    opened = desk.client.post("/support/tickets", json={"subject": "x"}, headers=desk.headers("customer"))
    reference = opened.json()["reference"]
    rows = desk.database.execute(
        "SELECT path FROM helpdesk.route_alias WHERE method = 'POST' AND path LIKE %s AND is_shipped",
        ("%{ticket}%",),
    ).fetchall()
    assert len(rows) > 15
    for (path,) in rows:
        address = path.replace("{ticket}", reference).replace("{reply}", "0")
        answer = desk.client.post(address, json={}, headers=desk.headers("admin"))
        assert "bigint" not in answer.text
        assert "ticket 0" not in answer.text
        assert "ticket null" not in answer.text, address


@pytest.mark.parametrize("name", ["ESC-99999", "XYZ-00001", "99999999999999999999", "0"])
def test_a_ticket_that_is_not_there(desk: Desk, name: str) -> None:
    for answer in (
        desk.client.get(f"/support/agent/tickets/{name}", headers=desk.headers("agent")),
        desk.client.post(
            f"/support/agent/tickets/{name}/reply", json={"body": "x"}, headers=desk.headers("agent")
        ),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "PD001")
        assert answer.json()["message"] == f"ticket {name} not found"
        assert answer.json()["hint"]


def test_a_stranger_is_not_told_which_tickets_there_are(desk: Desk, reference: str) -> None:
    there, not_there = (desk.client.get(f"/support/{name}") for name in (reference, "ESC-99999"))
    assert there.status_code == not_there.status_code == 401
    assert there.json() == not_there.json()


@pytest.mark.parametrize("word", ["hub", "nothing", "inbound", "widget", "live"])
def test_a_word_is_no_ticket(desk: Desk, word: str) -> None:
    assert desk.client.get(f"/support/{word}", headers=desk.headers("agent")).status_code == 404


def test_a_fixed_word_goes_before_a_pattern(desk: Desk) -> None:
    for path in ("/support/create", "/support/tickets/create/"):
        answer = desk.client.get(path, headers=desk.headers("customer"))
        assert (answer.status_code, answer.json()["priority"]) == (200, "medium")
    assert (
        "my_queue"
        in desk.client.get("/support/agent/tickets/dashboard", headers=desk.headers("agent")).json()
    )


def test_every_list_has_a_limit(desk: Desk) -> None:
    rows = desk.database.execute(
        "SELECT path, arguments FROM helpdesk.route_alias"
        " WHERE method = 'GET' AND target NOT LIKE 'rpc/%' AND NOT is_single"
    ).fetchall()
    assert len(rows) > 15
    assert [path for path, arguments in rows if not {"limit", "order"} <= set(arguments)] == []


def test_a_list_is_paged(desk: Desk) -> None:
    for number in range(3):
        desk.client.post(
            "/support/tickets", json={"subject": f"Paged {number}"}, headers=desk.headers("customer")
        )
    asked = {"headers": desk.headers("customer"), "params": {"subject": "like.Paged*", "order": "ticket_id"}}
    whole = desk.client.get("/support/tickets", **asked).json()  # type: ignore[arg-type]
    asked["params"] = {**asked["params"], "limit": "1", "offset": "1"}
    assert desk.client.get("/support/tickets", **asked).json() == whole[1:2]  # type: ignore[arg-type]
    answer = desk.client.get(
        "/support/tickets?subject=like.Paged*&order=ticket_id",
        headers={**desk.headers("customer"), "Range": "0-1", "Prefer": "count=exact"},
    )
    assert (answer.status_code, answer.headers["Content-Range"]) == (206, "0-1/3")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("status=open", True),
        ("status=eq.open", True),
        ("status=closed", False),
        ("status=not.eq.open", False),
        ("status=closed&status=open", True),
        ("status=in.(open,closed)", True),
        ("status=&priority=", True),
        ("assignee_id=null", True),
        ("department_id=not.is.null", False),
        ("is_spam=false", True),
        ("subject=Scanner offline", True),
        ("created_at=gt.2020-01-01", True),
        ("or=(status.eq.open,status.eq.closed)", True),
        ("select=ticket_id&limit=1000", True),
        ("status=open&status=neq.closed", True),
    ],
)
def test_a_plain_word_filters(desk: Desk, query: str, is_found: bool) -> None:
    opened = desk.client.post(
        "/support/tickets", json={"subject": "Scanner offline"}, headers=desk.headers("customer")
    )
    answer = desk.client.get(f"/support/agent/tickets?{query}", headers=desk.headers("agent"))
    assert answer.status_code == 200, answer.text
    assert (opened.json()["ticket_id"] in [row["ticket_id"] for row in answer.json()]) == is_found


@pytest.mark.parametrize(
    ("route", "body", "message"),
    [
        ("/support/tickets", {"title": "x"}, "title is unknown here"),
        ("/support/agent/tickets/{}/reply", {"boddy": "x"}, "boddy is unknown here"),
        ("/support/agent/tickets/{}/reply", {}, "body is missing"),
        ("/support/agent/tickets/{}/macro", {}, "macro_id is missing"),
        ("/support/agent/tickets/{}/macro", {"rule_id": 1}, "rule_id is unknown here"),
        ("/support/agent/tickets/bulk", {"ids": [1]}, "ids is unknown here"),
        ("/support/agent/tickets/bulk", {"ticket_ids": [1]}, "actions is missing"),
        ("/support/agent/tickets/{}/priority", {}, "priority is missing"),
        ("/api/tickets/{}/escalate", {"staff_ids": ["1"]}, "staff_ids is unknown here"),
    ],
)
def test_a_wrong_key_is_named(desk: Desk, route: str, body: dict[str, object], message: str) -> None:
    answer = desk.client.post(route.format(desk.ticket_id), json=body, headers=desk.headers("agent"))
    assert (answer.status_code, answer.json()["code"]) == (422, "PD006")
    assert answer.json()["message"] == message
    assert answer.json()["hint"].startswith("Known are: ")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"staffIds": "1", "message": "m"}, "staffIds is not a list"),
        ({"staffIds": ["x"], "message": "m"}, "staffIds is not of digits"),
        ({"staffIds": [], "message": "m"}, "staffIds names nobody"),
        ({"message": "m"}, "staffIds names nobody"),
        ({"staffIds": ["1"], "message": "m", "requestedBy": "me"}, "requestedBy is not of digits"),
    ],
)
def test_escalate_speaks_of_what_the_client_sent(desk: Desk, body: dict[str, object], message: str) -> None:
    answer = desk.client.post(
        f"/api/tickets/{desk.ticket_id}/escalate", json=body, headers=desk.headers("agent")
    )
    assert (answer.status_code, answer.json()["message"]) == (422, message)


def test_requests_for_help_are_paged_and_told_apart(desk: Desk) -> None:
    for number in range(3):
        desk.client.post(
            f"/api/tickets/{desk.ticket_id}/escalate",
            json={"staffIds": [str(desk.people["third"])], "message": f"No. {number}"},
            headers=desk.headers("agent"),
        )

    def asked(query: str) -> list[dict[str, str]]:
        answer = desk.client.get(f"/api/mentions/escalations?{query}", headers=desk.headers("third"))
        return list(answer.json()["escalations"])

    assert [row["message"] for row in asked("limit=2")] == ["No. 2", "No. 1"]
    assert [row["message"] for row in asked("limit=1&offset=1")] == ["No. 1"]
    mention_id = int(asked("limit=1")[0]["mentionId"])
    desk.client.post(
        "/rest/rpc/address_mention", json={"mention_id": mention_id}, headers=desk.headers("third")
    )
    assert [row["message"] for row in asked("isAddressed=false&limit=1")] == ["No. 1"]
    assert str(mention_id) in [row["mentionId"] for row in asked("isAddressed=true")]


def test_links_follow_the_prefix(desk: Desk) -> None:
    desk.database.execute("UPDATE helpdesk.setting SET value = '\"desk\"' WHERE key = 'route_prefix'")
    try:
        rows = desk.client.get("/rest/notifications?limit=5", headers=desk.headers("third")).json()
        assert rows
        assert {row["link"].split("/")[1] for row in rows} == {"desk"}
    finally:
        desk.database.execute("UPDATE helpdesk.setting SET value = NULL WHERE key = 'route_prefix'")

"""Over the generated API: a field is a column at once, to filter by, to order by and to embed."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest

from tests.api.server import bearer, serving, settings_for
from tests.conftest import clone
from tests.desk import Desk, Person, make_desk


@dataclass
class Site:
    client: httpx.Client
    desk: Desk

    def send(self, who: Person, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = bearer(who.role, who.id) if who.id else {}
        return self.client.request(method, f"/rest/{path}", json=body, headers=headers)

    def get(self, who: Person, path: str) -> Any:
        """What the path answers as soon as the server knows its columns; it is told by NOTIFY."""
        until = time.monotonic() + 10
        while True:
            response = self.send(who, "GET", path)
            if response.status_code == 200:
                return response.json()
            unknown = response.json()["code"] in ("PGRST200", "PGRST204", "PGRST205", "42703", "42P01")
            assert unknown, response.text
            assert time.monotonic() < until

    def post(self, who: Person, verb: str, expected: int = 200, **body: Any) -> Any:
        until = time.monotonic() + 10
        while True:
            response = self.send(who, "POST", f"rpc/{verb}", body)
            if response.status_code == expected:
                return response.json() if response.content else None
            assert response.status_code >= 400, response.text
            assert time.monotonic() < until
            assert response.json()["code"] in ("PGRST200", "PGRST202"), response.text


@pytest.fixture(scope="module")
def site(server_dsn: str) -> Iterator[Site]:
    with clone(server_dsn, f"custom_http_{os.getpid()}") as dsn, psycopg.connect(dsn) as connection:
        desk = make_desk(connection)
        connection.commit()
        with serving(settings_for(dsn)) as client:
            site = Site(client, desk)
            for key, kind, more in (
                ("severity", "select", {"options": ["low", "high"], "customer_access": "edit"}),
                ("cost", "number", {"is_filterable": True, "min_value": 0}),
                ("tools", "multi_select", {"options": ["a", "b"]}),
            ):
                site.post(
                    desk.admin,
                    "add_custom_field",
                    object="ticket",
                    key=key,
                    label=key,
                    field_type=kind,
                    **more,
                )
            for severity, cost, tools in (("low", 3, ["a"]), ("high", 1, ["a", "b"]), ("high", 2, [])):
                fields = {"severity": severity, "cost": cost, "tools": tools}
                site.post(desk.agent, "create_ticket", subject=f"{severity} {cost}", custom_fields=fields,
                          requester_id=desk.customer.id)  # fmt: skip
            yield site


def subjects(rows: list[dict[str, Any]]) -> list[str]:
    return [row["subject"] for row in rows]


def test_filter_order_and_embed(site: Site) -> None:
    agent = site.desk.agent
    rows = site.get(
        agent,
        "tickets?select=subject,custom:ticket_custom_fields!inner(severity,cost)"
        "&custom.severity=eq.high&order=custom(cost).desc",
    )
    assert rows == [
        {"subject": f"high {cost}", "custom": {"severity": "high", "cost": cost}} for cost in (2, 1)
    ]
    assert subjects(
        site.get(agent, "tickets?select=subject,ticket_custom_fields!inner()&ticket_custom_fields.cost=gte.2"
                        "&order=ticket_custom_fields(cost)")
    ) == ["high 2", "low 3"]  # fmt: skip
    assert subjects(
        site.get(
            agent, "tickets?select=subject,ticket_custom_fields!inner()&ticket_custom_fields.tools=cs.{b}"
        )
    ) == ["high 1"]
    chosen = "ticket_custom_fields!inner(ticket_custom_choices!inner(key))"
    assert subjects(
        site.get(
            agent,
            f"tickets?select=subject,{chosen}&ticket_custom_fields.ticket_custom_choices.value=eq.a&order=ticket_id",
        )
    ) == ["low 3", "high 1"]
    direct = "tickets?select=subject,ticket_custom_choices!inner(value)&ticket_custom_choices.value=eq.a"
    for who in (agent, site.desk.admin):
        assert subjects(site.get(who, f"{direct}&order=ticket_id")) == ["low 3", "high 1"]


def test_a_field_is_there_at_once(site: Site) -> None:
    admin = site.desk.admin
    made = site.post(
        admin, "add_custom_field", object="ticket", key="fresh", label="Fresh", field_type="checkbox"
    )
    assert site.get(admin, "ticket_custom_fields?select=fresh&fresh=is.true") == []
    assert site.get(admin, f"custom_fields?select=key&custom_field_id=eq.{made['custom_field_id']}") == [
        {"key": "fresh"}
    ]
    until = time.monotonic() + 10
    while (
        "fresh" not in site.send(admin, "GET", "").json()["definitions"]["ticket_custom_fields"]["properties"]
    ):
        assert time.monotonic() < until
    site.post(admin, "remove_custom_field", 204, custom_field_id=made["custom_field_id"])
    until = time.monotonic() + 10
    while (gone := site.send(admin, "GET", "ticket_custom_fields?select=fresh")).status_code == 200:
        assert time.monotonic() < until
    assert gone.status_code == 400


def test_customers_over_http(site: Site) -> None:
    customer = site.desk.customer
    rows = site.get(
        customer, "tickets?select=ticket_id,subject,ticket_custom_fields(severity)&order=ticket_id"
    )
    assert [row["ticket_custom_fields"] for row in rows] == [{"severity": s} for s in ("low", "high", "high")]
    for hidden in ("cost", "*"):
        response = site.send(customer, "GET", f"tickets?select=subject,ticket_custom_fields({hidden})")
        assert (response.status_code, response.json()["code"]) == (403, "42501")
    assert site.send(customer, "GET", "ticket_custom_fields?cost=eq.1&select=severity").status_code == 403
    mine = {"ticket_id": rows[0]["ticket_id"], "custom_fields": {"severity": "high"}}
    assert site.send(customer, "POST", "rpc/set_custom_fields", mine).status_code == 200
    (changed,) = site.get(customer, f"ticket_custom_fields?select=severity&ticket_id=eq.{mine['ticket_id']}")
    assert changed == {"severity": "high"}
    mine["custom_fields"] = {"severity": "low"}
    assert site.send(customer, "POST", "rpc/set_custom_fields", mine).status_code == 200


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"cost": -1}, 422, "PD801"),
        ({"cost": "x"}, 422, "PD801"),
        ({"nope": 1}, 422, "PD801"),
        ([], 422, "PD801"),
    ],
)
def test_refusals_name_the_field(site: Site, values: Any, status: int, code: str) -> None:
    body = {"subject": "x", "custom_fields": values}
    response = site.send(site.desk.agent, "POST", "rpc/create_ticket", body)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["hint"]


def test_a_missing_field_is_refused_and_nothing_is_left(site: Site) -> None:
    desk = site.desk
    made = site.post(
        desk.admin, "add_custom_field", object="ticket", key="team", label="Team", field_type="text",
        is_required_on_create=True, is_required_on_resolve=True,
    )  # fmt: skip
    for path, body in (("rpc/create_ticket", {"subject": "lost"}), ("tickets", {"subject": "lost"})):
        response = site.send(desk.agent, "POST", path, body)
        assert (response.status_code, response.json()["code"]) == (422, "PD802")
        assert "team" in response.json()["message"]
    assert site.get(desk.agent, "tickets?subject=eq.lost") == []
    site.post(desk.admin, "remove_custom_field", 204, custom_field_id=made["custom_field_id"], purge=True)


def test_objects_over_http(site: Site) -> None:
    desk = site.desk
    site.post(desk.admin, "add_custom_object", object="assets", label="Assets")
    site.post(
        desk.admin, "add_custom_field", object="assets", key="serial", label="Serial", field_type="text",
        is_filterable=True,
    )  # fmt: skip
    (ticket, *_) = site.get(desk.agent, "tickets?select=ticket_id&order=ticket_id")
    for serial in ("B2", "A1"):
        record = site.post(
            desk.agent, "save_record", object="assets", name="Laptop", custom_fields={"serial": serial}
        )
    link = {"object": "assets", "record_id": record["record_id"]}
    site.post(desk.agent, "link_record", 204, **link, **ticket)
    site.post(desk.agent, "link_record", 204, **link, person_id=desk.customer.id)
    assert site.get(desk.agent, "custom_assets?select=serial&order=serial") == [
        {"serial": "A1"},
        {"serial": "B2"},
    ]
    assert site.get(
        desk.agent, "tickets?select=custom_assets!inner(name,serial)&custom_assets.serial=eq.A1"
    ) == [{"custom_assets": [{"name": "Laptop", "serial": "A1"}]}]
    assert site.get(desk.agent, "custom_assets?select=serial,people!inner(name)") == [
        {"serial": "A1", "people": [{"name": "Max"}]}
    ]
    assert site.send(desk.customer, "GET", "custom_assets").status_code == 403

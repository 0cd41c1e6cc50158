"""Custom objects: records with fields of their own, linked to tickets, people and organisations."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.custom.desk import CustomDesk
from tests.desk import ANON, SYSTEM, Person, Row, refused

LINKS = ("tickets", "people", "organisations")


@pytest.fixture
def assets(desk: CustomDesk) -> CustomDesk:
    desk.call(desk.admin, "add_custom_object", object="assets", label="Assets", is_visible_to_customers=True)
    desk.field(
        "serial", object="assets", is_required_on_create=True, pattern="^[A-Z]+$", customer_access="read"
    )
    desk.field("cost", "number", "assets", is_filterable=True)
    desk.field("ports", "multi_select", "assets", options=["usb", "lan"])
    return desk


def save(
    desk: CustomDesk, who: Person, name: str | None = "Laptop", record: int | None = None, **values: Any
) -> Row:
    return desk.call(
        who, "save_record", object="assets", name=name, record_id=record, custom_fields=Jsonb(values)
    )


def link(
    desk: CustomDesk, record: int, verb: str = "link_record", who: Person | None = None, **target: Any
) -> None:
    desk.call(who or desk.agent, verb, object="assets", record_id=record, **target)


def test_records_are_created_changed_and_removed(assets: CustomDesk) -> None:
    made = save(assets, assets.agent, serial="AB", cost=10, ports=["usb"])
    assert (made["name"], made["serial"], made["cost"], made["ports"], made["version"]) == (
        "Laptop", "AB", 10, ["usb"], 1,
    )  # fmt: skip
    changed = save(assets, assets.agent, None, made["record_id"], cost=None)
    assert (changed["name"], changed["serial"], changed["cost"], changed["version"]) == (
        "Laptop",
        "AB",
        None,
        2,
    )
    shown = "SELECT record_id, name, serial, cost, ports FROM api.custom_assets"
    assert assets.run(assets.agent, shown) == [(made["record_id"], "Laptop", "AB", None, ["usb"])]
    audited = "SELECT action FROM audit.change WHERE table_name = 'custom_assets' ORDER BY change_id"
    assets.call(assets.agent, "remove_record", object="assets", record_id=made["record_id"])
    assert assets.run(assets.agent, shown) == []
    assert [a for (a,) in assets.run(SYSTEM, audited)] == ["insert", "update", "delete"]


def test_every_column_of_an_object_is_described(assets: CustomDesk) -> None:
    described = dict(
        assets.run(
            SYSTEM,
            "SELECT c.relname || '.' || a.attname, col_description(c.oid, a.attnum)"
            " FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0"
            " WHERE c.relnamespace = 'api'::regnamespace AND starts_with(c.relname, 'custom_assets')",
        )
    )
    assert len(described) == 14
    assert None not in described.values()
    assert described["custom_assets.cost"] == "Cost"
    assert described["custom_assets.record_id"] == "Key."


def test_records_are_validated(assets: CustomDesk) -> None:
    with refused("PD802", "serial"):
        save(assets, assets.agent)
    with refused("PD801", "serial"):
        save(assets, assets.agent, serial="ab")
    with refused("PD801", "colour"):
        save(assets, assets.agent, serial="AB", colour="red")
    with refused("23502"):
        save(assets, assets.agent, None, serial="AB")
    with refused("23514"):
        save(assets, assets.agent, " ", serial="AB")
    made = save(assets, assets.agent, serial="AB")["record_id"]
    with refused("PD802", "serial"):
        save(assets, assets.agent, None, made, serial=None)
    with refused("PD802", "serial"):
        assets.run(SYSTEM, "INSERT INTO helpdesk.custom_assets (name) VALUES ('x')")
    with refused("PD005"):
        assets.call(assets.agent, "save_record", object="assets", record_id=made, version=7)
    with refused("PD001"):
        save(assets, assets.agent, "x", 0, serial="AB")
    with refused("PD001"):
        assets.call(assets.agent, "save_record", object="ticket", name="x")
    for who in (assets.customer, ANON):
        with refused("42501"):
            save(assets, who, serial="AB")
    with refused("PD002"):
        save(assets, assets.light, serial="AB")


def test_links_show_records_to_those_whose_they_are(assets: CustomDesk) -> None:
    records = [save(assets, assets.agent, serial="AB", cost=n)["record_id"] for n in range(4)]
    own, foreign = assets.ticket(), assets.ticket(requester=assets.stranger)
    link(assets, records[0], ticket_id=own)
    link(assets, records[1], ticket_id=foreign)
    link(assets, records[2], person_id=assets.customer.id)
    link(assets, records[3], organisation_id=assets.shared_organisation)
    link(assets, records[3], organisation_id=assets.shared_organisation)
    shown = "SELECT record_id FROM api.custom_assets ORDER BY 1"
    assert assets.run(assets.customer, shown) == [(records[0],), (records[2],), (records[3],)]
    assert assets.run(assets.stranger, shown) == [(records[1],)]
    assert len(assets.run(assets.agent, shown)) == 4
    assert [len(assets.run(assets.customer, f"SELECT * FROM api.custom_assets_{to}")) for to in LINKS] == [
        1,
        1,
        1,
    ]
    with refused("42501"):
        assets.run(assets.customer, "SELECT cost FROM api.custom_assets")
    assert assets.run(assets.customer, "SELECT serial FROM api.custom_assets LIMIT 1") == [("AB",)]
    link(assets, records[0], "unlink_record", ticket_id=own)
    assert len(assets.run(assets.customer, shown)) == 2
    assets.call(assets.admin, "change_custom_object", object="assets", is_visible_to_customers=False)
    with refused("42501"):
        assets.run(assets.customer, shown)


def test_a_link_needs_both_ends(assets: CustomDesk) -> None:
    record = save(assets, assets.agent, serial="AB")["record_id"]
    ticket = assets.ticket(department_id=assets.billing)
    with refused("PD006"):
        link(assets, record)
    with refused("PD006"):
        link(assets, record, ticket_id=ticket, person_id=1)
    for target in ("ticket", "person", "organisation"):
        unknown: dict[str, Any] = {f"{target}_id": 0}
        with refused("PD001"):
            link(assets, record, **unknown)
    with refused("PD001"):
        link(assets, 0, ticket_id=ticket)
    assets.set("agent_visibility", "departments")
    with refused("PD001"):
        link(assets, record, ticket_id=ticket)


@pytest.mark.parametrize(
    "name",
    [
        "Bad",
        "field",
        "fields",
        "objects",
        "options",
        "assets_ticket",
        "assets_choice",
        "assets_people",
        "x" * 41,
    ],
)
def test_a_name_that_would_collide_is_refused(desk: CustomDesk, name: str) -> None:
    with refused("23514"):
        desk.call(desk.admin, "add_custom_object", object=name, label="x")


def test_what_is_built_in_stays(desk: CustomDesk) -> None:
    for verb in ("change_custom_object", "remove_custom_object"):
        with refused("PD803"):
            desk.call(desk.admin, verb, object="ticket", **({"label": "x"} if verb[0] == "c" else {}))
        with refused("PD001"):
            desk.call(desk.admin, verb, object="planet")
    with refused("PD803"):
        desk.run(SYSTEM, "DELETE FROM helpdesk.custom_object WHERE object = 'person'")


def test_an_object_is_removed_brought_back_and_purged(assets: CustomDesk) -> None:
    record = save(assets, assets.agent, serial="AB", ports=["lan"])["record_id"]
    link(assets, record, ticket_id=assets.ticket())
    assets.call(assets.admin, "remove_custom_object", object="assets")
    with refused("42P01"):
        assets.run(assets.agent, "SELECT * FROM api.custom_assets")
    with refused("PD001"):
        save(assets, assets.agent, serial="AB")
    assets.call(assets.admin, "change_custom_object", object="assets", is_active=True)
    assert assets.run(assets.agent, "SELECT serial FROM api.custom_assets") == [("AB",)]
    assets.call(assets.admin, "remove_custom_object", object="assets", purge=True)
    left = (
        "SELECT relname FROM pg_class WHERE starts_with(relname, 'custom_assets') AND relkind IN ('r', 'v')"
    )
    assert assets.run(SYSTEM, left) == []
    assert assets.one(assets.admin, "SELECT count(*) FROM api.custom_fields") == 0
    assets.call(assets.admin, "add_custom_object", object="assets", label="Again")


def test_a_long_name_works(desk: CustomDesk) -> None:
    name = "x" * 40
    desk.call(desk.admin, "add_custom_object", object=name, label="Long")
    desk.field("y" * 50, "number", name, is_filterable=True)
    made = desk.call(desk.agent, "save_record", object=name, name="r", custom_fields=Jsonb({"y" * 50: 1}))
    assert desk.one(desk.agent, f"SELECT {'y' * 50} FROM api.custom_{name}") == 1
    desk.call(desk.agent, "link_record", object=name, record_id=made["record_id"], person_id=desk.customer.id)

"""Section 18: definitions that nothing reads, values that nothing writes, records that nothing checks."""

from psycopg.types.json import Jsonb

from tests.custom.desk import CustomDesk
from tests.desk import Desk, refused


def customised(desk: Desk) -> CustomDesk:
    return CustomDesk(**vars(desk))


def test_peer_18_values_are_written_once_and_found(desk: Desk) -> None:
    made = customised(desk)
    made.field("severity", "select", options=["low", "high"])
    ticket, other = made.ticket(), made.ticket()
    for value in ("low", "high"):
        made.fill(made.agent, ticket, severity=value)
    made.fill(made.agent, other, severity="low")
    find = "SELECT ticket_id FROM api.ticket_custom_fields WHERE severity = 'high'"
    assert made.run(made.agent, find) == [(ticket,)]
    assert made.matching(made.agent, {"field": "custom.severity", "operator": "is", "value": "high"}) == {
        ticket
    }


def test_peer_18_required_validated_and_conditional_mean_something(desk: Desk) -> None:
    made = customised(desk)
    incident = {"field": "ticket_type", "operator": "is", "value": "incident"}
    made.field("serial", pattern="^[A-Z]{2}$", is_required_on_create=True, conditions=incident)
    assert made.create(made.agent)
    with refused("PD802", "serial"):
        made.call(made.agent, "create_ticket", subject="x", ticket_type="incident")
    with refused("PD801", "serial"):
        made.create(made.agent, serial="abc")


def test_peer_18_records_are_checked_against_their_fields(desk: Desk) -> None:
    made = customised(desk)
    made.call(made.admin, "add_custom_object", object="assets", label="Assets")
    made.field("cost", "number", "assets", min_value=0)
    for wrong in ({"cost": "much"}, {"cost": -1}, {"colour": "red"}):
        with refused("PD801"):
            made.call(made.agent, "save_record", object="assets", name="x", custom_fields=Jsonb(wrong))

"""The form for a new ticket names what its caller may fill in, and what each field takes."""

from tests.custom.desk import CustomDesk
from tests.desk import ANON


def test_each_is_asked_for_what_they_may_fill_in(desk: CustomDesk) -> None:
    high = {"field": "priority", "operator": "is", "value": "high"}
    desk.field("colour", "select", customer_access="edit", options=["red", "blue"], conditions=high)
    desk.field("weight", "number", customer_access="read", min_value=1)
    desk.field("secret", "text")
    offered = {
        who.role: {f["key"]: f for f in desk.call(who, "ticket_form")["custom_fields"]}
        for who in (ANON, desk.customer, desk.agent)
    }
    assert set(offered["anon"]) == set(offered["customer"]) == {"colour"}
    assert set(offered["agent"]) == {"colour", "weight", "secret"}
    colour = offered["customer"]["colour"]
    assert colour["conditions"] == high
    assert [option["value"] for option in colour["options"]] == ["red", "blue"]
    assert (offered["agent"]["weight"]["min_value"], offered["agent"]["weight"]["options"]) == (1, None)
    assert desk.call(ANON, "ticket_form")["priority"] == "medium"

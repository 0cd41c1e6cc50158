"""Settings: value, else environment, else default; and only what fits."""

import json

import pytest
from psycopg.types.json import Json, Jsonb

from tests.desk import SYSTEM, Desk, refused


def test_value_then_environment_then_default(desk: Desk) -> None:
    def in_force() -> object:
        internal = desk.one(SYSTEM, "SELECT helpdesk.setting_text('ticket_reference_prefix')")
        assert (
            desk.one(
                desk.agent, "SELECT value_in_force FROM api.settings WHERE key = 'ticket_reference_prefix'"
            )
            == internal
        )
        return internal

    assert in_force() == "ESC"
    desk.run(
        SYSTEM,
        "SELECT helpdesk.adopt_environment(%s)",
        Jsonb({"ticket_reference_prefix": "ENV", "unknown": 1}),
    )
    assert in_force() == "ENV"
    desk.set("ticket_reference_prefix", "VAL")
    assert in_force() == "VAL"
    desk.run(desk.admin, "UPDATE api.settings SET value = NULL WHERE key = 'ticket_reference_prefix'")
    assert in_force() == "ENV"
    desk.run(SYSTEM, "SELECT helpdesk.adopt_environment('{}')")
    assert in_force() == "ESC"


def test_a_json_null_is_no_value(desk: Desk) -> None:
    desk.set("ticket_reference_prefix", None)
    assert desk.one(
        SYSTEM, "SELECT value IS NULL FROM helpdesk.setting WHERE key = 'ticket_reference_prefix'"
    )


def test_an_unknown_key_is_null(desk: Desk) -> None:
    assert desk.one(SYSTEM, "SELECT helpdesk.setting('nope')") is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("allow_customer_close", "yes"),
        ("allow_customer_close", 1),
        ("allow_customer_close", []),
        ("auto_close_resolved_after_days", "7"),
        ("auto_close_resolved_after_days", -1),
        ("auto_close_resolved_after_days", 3651),
        ("auto_close_resolved_after_days", 1.5),
        ("auto_close_resolved_after_days", 10**12),
        ("auto_close_resolved_after_days", True),
        ("ticket_reference_prefix", "esc"),
        ("ticket_reference_prefix", ""),
        ("ticket_reference_prefix", "TOOLONGPREFIX"),
        ("ticket_reference_prefix", 7),
        ("route_prefix", "a/b"),
        ("mode", "space"),
        ("mode", ["self_hosted"]),
        ("mode", "cloud"),
        ("storage_service", "tape"),
        ("enable_real_time", "on"),
        ("inbound_email_enabled", "yes"),
        ("mode", {}),
        ("default_priority", "nope"),
        ("default_priority", ""),
        ("status_on_agent_reply", "nope"),
        ("status_on_customer_reply", 7),
        ("notification_channels", ["fax"]),
        ("notification_channels", "email"),
        ("auto_follow", ["assigned", "x"]),
        ("webhook_url", "x" * 10_001),
    ],
)
@pytest.mark.parametrize("column", ["value", "environment_value"])
def test_a_value_that_does_not_fit_is_refused(desk: Desk, key: str, value: object, column: str) -> None:
    with refused("PD013", f"setting {key} cannot be", "It takes"):
        desk.run(SYSTEM, f"UPDATE helpdesk.setting SET {column} = %s WHERE key = %s", Json(value), key)
    if column == "value":
        with refused("PD013"):
            desk.run(desk.admin, "UPDATE api.settings SET value = %s WHERE key = %s", Json(value), key)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("allow_customer_close", False),
        ("auto_close_resolved_after_days", 0),
        ("auto_close_resolved_after_days", 3650),
        ("ticket_reference_prefix", "A1"),
        ("mode", "self_hosted"),
        ("enable_real_time", False),
        ("default_priority", "critical"),
        ("status_on_agent_reply", ""),
        ("status_on_agent_reply", "in_progress"),
        ("notification_channels", []),
        ("notification_channels", ["webhook", "email"]),
        ("webhook_url", "https://hook.example/x"),
    ],
)
def test_a_value_that_fits_is_taken(desk: Desk, key: str, value: object) -> None:
    desk.run(desk.admin, "UPDATE api.settings SET value = %s WHERE key = %s", Json(value), key)
    assert desk.one(desk.agent, "SELECT value_in_force FROM api.settings WHERE key = %s", key) == value


def test_a_priority_of_ones_own_can_be_the_default(desk: Desk) -> None:
    desk.run(
        desk.admin,
        "INSERT INTO api.priorities (priority, label, position, color) "
        "VALUES ('blocker', 'Blocker', 60, '#000000')",
    )
    desk.set("default_priority", "blocker")
    assert desk.ticket_row(desk.ticket())["priority"] == "blocker"


def test_only_admins_change_settings_and_only_the_value(desk: Desk) -> None:
    with refused("42501"):
        desk.run(desk.agent, "UPDATE api.settings SET value = '1'")
    with refused("42501"):
        desk.run(desk.admin, "UPDATE api.settings SET default_value = '1'")
    for who in (desk.customer, desk.guest):
        with refused("42501"):
            desk.run(who, "SELECT 1 FROM api.settings")
    desk.forbid("admin", "settings.edit")
    assert (
        desk.run(
            desk.admin,
            "UPDATE api.settings SET value = 'true' WHERE key = 'allow_customer_close' RETURNING key",
        )
        == []
    )


def test_the_shipped_defaults_are_these(desk: Desk) -> None:
    """As the seed documents give them, but for live streams, which need nothing here and are on."""
    rows = dict(desk.run(SYSTEM, "SELECT key, default_value FROM helpdesk.setting"))
    expected = {
        "route_prefix": "support",
        "ticket_reference_prefix": "ESC",
        "default_priority": "medium",
        "allow_customer_close": True,
        "auto_close_resolved_after_days": 7,
        "max_attachments_per_reply": 5,
        "max_attachment_size_kb": 10240,
        "storage_service": "local",
        "notification_channels": ["email"],
        "webhook_url": None,
        "mode": "self_hosted",
        "enable_real_time": True,
        "inbound_email_enabled": False,
        "activities_kept_days": 90,
    }
    assert {key: rows.get(key) for key in expected} == expected, json.dumps(rows)

"""Who may open a ticket for whom, and what a new ticket is given."""

import pytest

from tests.desk import ANON, SYSTEM, Desk, refused


def test_a_customer_opens_a_ticket_for_themself(desk: Desk) -> None:
    made = desk.call(desk.customer, "create_ticket", subject="  Help  ")
    assert made["requester_id"] == desk.customer.id
    assert made["organisation_id"] == desk.shared_organisation
    assert (made["subject"], made["status"], made["priority"], made["ticket_type"], made["version"]) == (
        "Help",
        "open",
        "medium",
        "question",
        1,
    )


def test_a_ticket_may_say_nothing_beyond_its_subject(desk: Desk) -> None:
    insert = "INSERT INTO helpdesk.ticket (subject, requester_id, description) VALUES ('x', %s, NULL)"
    assert desk.one(SYSTEM, f"{insert} RETURNING description", desk.customer.id) == ""
    assert desk.call(desk.customer, "create_ticket", subject="x", description=None)["description"] == ""


def test_a_customer_opens_no_ticket_for_another(desk: Desk) -> None:
    with refused("PD002", "tickets.create_for_others"):
        desk.call(desk.customer, "create_ticket", subject="x", requester_id=desk.stranger.id)


def test_a_customers_plain_insert_is_theirs(desk: Desk) -> None:
    assert (
        desk.one(desk.customer, "INSERT INTO api.tickets (subject) VALUES ('x') RETURNING requester_id")
        == desk.customer.id
    )
    with refused("PD002", "tickets.create_for_others"):
        desk.run(
            desk.customer,
            "INSERT INTO api.tickets (subject, requester_id) VALUES ('x', %s)",
            desk.stranger.id,
        )


@pytest.mark.parametrize("given", ["assignee_id", "due_at", "tags"])
def test_what_only_staff_give_is_refused_to_others(desk: Desk, given: str) -> None:
    value = {"assignee_id": desk.agent.id, "due_at": "2030-01-01", "tags": ["printer"]}[given]
    with refused("PD002"):
        desk.call(desk.customer, "create_ticket", subject="x", **{given: value})
    with refused("PD002"):
        desk.call(ANON, "create_ticket", subject="x", requester_email="new@guest.example", **{given: value})


@pytest.mark.parametrize("who", ["agent", "admin"])
def test_staff_open_tickets_for_anybody(desk: Desk, who: str) -> None:
    staff = getattr(desk, who)
    assert (
        desk.call(staff, "create_ticket", subject="x", requester_id=desk.stranger.id)["requester_id"]
        == desk.stranger.id
    )
    assert desk.call(staff, "create_ticket", subject="x")["requester_id"] == staff.id
    made = desk.call(
        staff,
        "create_ticket",
        subject="x",
        requester_email="New.Guest@Elsewhere.Example",
        requester_name="New",
    )
    assert desk.run(
        SYSTEM, "SELECT name, email, is_guest FROM helpdesk.person WHERE person_id = %s", made["requester_id"]
    ) == [("New", "new.guest@elsewhere.example", True)]


def test_staff_without_the_permission_open_none_for_others(desk: Desk) -> None:
    desk.forbid("agent", "tickets.create_for_others")
    with refused("PD002", "tickets.create_for_others"):
        desk.call(desk.agent, "create_ticket", subject="x", requester_id=desk.customer.id)
    assert desk.call(desk.agent, "create_ticket", subject="x")["requester_id"] == desk.agent.id


def test_staff_without_the_permission_open_none_assigned(desk: Desk) -> None:
    desk.forbid("agent", "tickets.assign")
    with refused("PD002", "tickets.assign"):
        desk.call(desk.agent, "create_ticket", subject="x", assignee_id=desk.agent.id)


def test_a_ticket_can_begin_with_department_assignee_and_tags(desk: Desk) -> None:
    made = desk.call(
        desk.agent,
        "create_ticket",
        subject="x",
        requester_id=desk.customer.id,
        department_id=desk.billing,
        assignee_id=desk.colleague.id,
        tags=["network", "printer"],
        priority="urgent",
        ticket_type="incident",
    )
    assert (made["department_id"], made["assignee_id"], made["priority"]) == (
        desk.billing,
        desk.colleague.id,
        "urgent",
    )
    assert desk.events(made["ticket_id"]) == ["ticket_created", "ticket_assigned", "tag_added", "tag_added"]


def test_an_agent_may_tag_a_new_ticket_of_a_department_out_of_sight(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    made = desk.call(
        desk.agent,
        "create_ticket",
        subject="x",
        requester_id=desk.customer.id,
        department_id=desk.billing,
        tags=["printer"],
    )
    assert "tag_added" in desk.events(made["ticket_id"])


def test_a_light_agent_opens_no_ticket(desk: Desk) -> None:
    with refused("PD002", "tickets.create"):
        desk.call(desk.light, "create_ticket", subject="x")
    with refused("PD002", "tickets.create"):
        desk.run(desk.light, "INSERT INTO api.tickets (subject) VALUES ('x')")


def test_a_guest_inserts_nothing_directly(desk: Desk) -> None:
    with refused("42501"):
        desk.run(ANON, "INSERT INTO api.tickets (subject) VALUES ('x')")


def test_the_mail_domain_maps_a_new_customer_to_an_organisation(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.organisation_domain VALUES ('shared.example', %s)",
        desk.shared_organisation,
    )
    made = desk.call(desk.agent, "create_ticket", subject="x", requester_email="new@shared.example")
    assert made["organisation_id"] == desk.shared_organisation


# --- reference


@pytest.mark.parametrize(
    ("number", "padded"), [(42, "00042"), (99_999, "99999"), (100_000, "100000"), (1_234_567, "1234567")]
)
def test_a_reference_is_padded_and_never_truncated(desk: Desk, number: int, padded: str) -> None:
    desk.db.execute(f"ALTER TABLE helpdesk.ticket ALTER ticket_id RESTART WITH {number}")
    reference = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.ticket (subject, requester_id) VALUES ('x', %s) RETURNING reference",
        desk.customer.id,
    )
    assert reference == f"ESC-{padded}"


def test_a_new_prefix_holds_for_new_tickets(desk: Desk) -> None:
    old = desk.ticket()
    desk.set("ticket_reference_prefix", "HELP")
    new = desk.ticket()
    assert desk.ticket_row(old)["reference"].startswith("ESC-")
    assert desk.ticket_row(new)["reference"] == f"HELP-{new:05}"


def test_a_reference_cannot_be_chosen(desk: Desk) -> None:
    made = desk.ticket(reference="ESC-1")
    assert desk.ticket_row(made)["reference"] == f"ESC-{made:05}"


# --- first status and defaults


def test_the_default_status_and_priority_are_data(desk: Desk) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.status VALUES ('fresh', 'new', 'Fresh', '#000000', 1, true)")
    desk.set("default_priority", "low")
    made = desk.call(desk.customer, "create_ticket", subject="x")
    assert (made["status"], made["status_category"], made["priority"]) == ("fresh", "new", "low")


def test_a_due_date_is_an_instant(desk: Desk) -> None:
    for due_at in ("infinity", "-infinity", "4713-01-01 BC", "2200-01-01Z"):
        with refused("23514", "ticket_due_is_in_our_time"):
            desk.call(desk.agent, "create_ticket", subject="x", due_at=due_at)


@pytest.mark.parametrize("status", ["waiting_on_customer", "on_hold", "resolved", "closed"])
def test_a_ticket_begins_unsolved_and_not_waiting(desk: Desk, status: str) -> None:
    with refused("PD003", status):
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.ticket (subject, status, requester_id) VALUES ('x', %s, %s)",
            status,
            desk.customer.id,
        )


def test_an_unknown_or_inactive_status_is_refused(desk: Desk) -> None:
    with refused("PD006", "nowhere"):
        desk.run(desk.agent, "INSERT INTO api.tickets (subject, status) VALUES ('x', 'nowhere')")
    desk.run(SYSTEM, "UPDATE helpdesk.status SET is_active = false WHERE status = 'in_progress'")
    with refused("PD006", "in_progress"):
        desk.run(desk.agent, "INSERT INTO api.tickets (subject, status) VALUES ('x', 'in_progress')")


@pytest.mark.parametrize("subject", ["", "   ", "x" * 501])
def test_a_subject_has_one_to_500_characters(desk: Desk, subject: str) -> None:
    with refused("23514", "ticket_subject_is_short_text"):
        desk.call(desk.customer, "create_ticket", subject=subject)


@pytest.mark.parametrize(("column", "value"), [("ticket_type", "x"), ("channel", "x"), ("requester_id", 0)])
def test_a_reference_to_nothing_is_refused(desk: Desk, column: str, value: object) -> None:
    with refused("23503"):
        desk.call(desk.agent, "create_ticket", subject="x", **{column: value})


def test_unknown_tags_are_named(desk: Desk) -> None:
    with refused("PD006", "nope, never"):
        desk.call(desk.agent, "create_ticket", subject="x", tags=["printer", "nope", "never"])


def test_created_at_is_not_in_the_future(desk: Desk) -> None:
    desk.clock("2024-05-01 12:00+00")
    with refused("PD010", "created_at"):
        desk.ticket(created_at="2024-05-01 12:00:01+00")
    made = desk.ticket(created_at="2024-05-01 11:00+00")
    assert desk.ticket_row(made)["created_at"].startswith("2024-05-01T11:00")


def test_nobody_opens_a_ticket_for_who_is_deactivated(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET is_active = false WHERE person_id = %s", desk.stranger.id)
    email = desk.one(SYSTEM, "SELECT email FROM helpdesk.person WHERE person_id = %s", desk.stranger.id)
    with refused("PD006", "not active"):
        desk.call(desk.agent, "create_ticket", subject="x", requester_id=desk.stranger.id)
    with refused("PD006", "not active"):
        desk.call(desk.agent, "create_ticket", subject="x", requester_email=email)


def test_a_customer_names_no_other_address(desk: Desk) -> None:
    with refused("PD002", "tickets.create_for_others"):
        desk.call(desk.customer, "create_ticket", subject="x", requester_email="other@example.org")
    own = desk.call(desk.customer, "create_ticket", subject="x", requester_email=" Max@Desk.example ")
    assert own["requester_id"] == desk.customer.id

"""Identity, handles, organisations, permissions and the staff list."""

import pytest

from tests.desk import ANON, SYSTEM, Desk, Person, refused

# --- who am I


def test_me_is_the_person_of_the_token(desk: Desk) -> None:
    for who in (desk.customer, desk.agent, desk.admin):
        assert desk.run(who, "SELECT person_id, role FROM api.me()") == [(who.id, who.role)]


@pytest.mark.parametrize("reason", ["inactive", "renamed role", "guest", "unknown", "without person"])
def test_a_token_of_nobody_sees_nothing(desk: Desk, reason: str) -> None:
    desk.ticket()
    who = {
        "inactive": desk.retired,
        "renamed role": Person("agent", desk.customer.id),
        "guest": desk.guest,
        "unknown": Person("agent", 0),
        "without person": Person("agent"),
    }[reason]
    assert desk.run(who, "SELECT 1 FROM api.me()") == []
    for view in ("tickets", "people"):
        assert desk.run(who, f"SELECT 1 FROM api.{view}") == []
    with refused("PD011", "no active person"):
        desk.run(who, "SELECT hook.pre_request()")
    if who.role == "agent":
        with refused("PD001"):
            desk.call(who, "claim_ticket", ticket_id=desk.ticket())
        with refused("PD002"):
            desk.call(who, "create_ticket", subject="x")


def test_who_loses_the_role_loses_the_rights_of_old_tokens(desk: Desk) -> None:
    desk.run(desk.admin, "UPDATE api.people SET role = 'customer' WHERE person_id = %s", desk.agent.id)
    desk.ticket()
    assert desk.run(desk.agent, "SELECT 1 FROM api.tickets") == []
    assert desk.run(Person("customer", desk.agent.id), "SELECT name FROM api.me()") == [("Bob",)]


def test_a_former_light_agent_has_a_customers_permissions(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'customer' WHERE person_id = %s", desk.light.id)
    former = Person("customer", desk.light.id)
    ticket = desk.call(former, "create_ticket", subject="x")["ticket_id"]
    assert desk.call(former, "reply", ticket_id=ticket, body="x")["kind"] == "reply"


# --- permissions as rows


@pytest.mark.parametrize("role", ["agent", "admin"])
def test_a_permission_is_a_row(desk: Desk, role: str) -> None:
    who = getattr(desk, role)
    ticket = desk.ticket()
    desk.run(
        desk.admin,
        "DELETE FROM api.role_permissions WHERE (role, permission) = (%s, 'tickets.priority')",
        role,
    )
    with refused("PD002", "permission tickets.priority is missing", "administrator"):
        desk.call(who, "set_priority", ticket_id=ticket, priority="low")
    desk.run(desk.admin, "INSERT INTO api.role_permissions VALUES (%s, 'tickets.priority')", role)
    assert desk.call(who, "set_priority", ticket_id=ticket, priority="low")["priority"] == "low"


def test_only_admins_give_permissions(desk: Desk) -> None:
    with refused("42501"):
        desk.run(desk.agent, "INSERT INTO api.role_permissions VALUES ('agent', 'settings.edit')")
    desk.permit("agent", "settings.edit")
    with refused("42501"):
        desk.run(desk.agent, "INSERT INTO api.role_permissions VALUES ('customer', 'settings.edit')")


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("reply", {"body": "x"}),
        ("set_status", {"status": "in_progress"}),
        ("set_priority", {"priority": "low"}),
        ("assign_ticket", {"assignee_id": None}),
        ("unassign_ticket", {}),
        ("close_ticket", {}),
        ("resolve_ticket", {}),
        ("set_department", {"department_id": None}),
        ("delete_ticket", {}),
        ("restore_ticket", {}),
        ("remove_tags", {"tags": []}),
    ],
)
def test_a_light_agent_reads_and_notes_only(desk: Desk, verb: str, arguments: dict[str, object]) -> None:
    ticket = desk.ticket()
    assert desk.one(desk.light, "SELECT count(*) FROM api.tickets") == 1
    with refused("PD002", "permission tickets."):
        desk.call(desk.light, verb, ticket_id=ticket, **arguments)


def test_a_light_agent_cannot_become_a_full_one(desk: Desk) -> None:
    with refused("42501"):
        desk.run(desk.light, "UPDATE api.agents SET is_light = false")
    desk.run(desk.light, "UPDATE api.agents SET availability = 'away'")
    assert desk.run(SYSTEM, "SELECT person_id FROM helpdesk.agent WHERE availability = 'away'") == [
        (desk.light.id,)
    ]


# --- rows of people


def test_everybody_edits_the_own_name_and_nobody_elses(desk: Desk) -> None:
    for who in (desk.customer, desk.light):
        desk.run(who, "UPDATE api.people SET name = 'New', language = 'de', time_zone = 'Europe/Berlin'")
        assert desk.run(SYSTEM, "SELECT person_id FROM helpdesk.person WHERE name = 'New'") == [(who.id,)]
        desk.run(SYSTEM, "UPDATE helpdesk.person SET name = 'Old' WHERE person_id = %s", who.id)
        with refused("PD002" if who is desk.light else "42501"):
            desk.run(who, "UPDATE api.people SET email = NULL")
        for column in ("role", "is_active", "handle", "is_guest"):
            with refused("42501"):
                desk.run(who, f"UPDATE api.people SET {column} = NULL")


def test_admins_create_people_and_staff_have_agent_rows(desk: Desk) -> None:
    made = desk.one(
        desk.admin,
        "INSERT INTO api.people (name, email, role) "
        "VALUES ('Nia', ' Nia@Desk.Example ', 'agent') RETURNING person_id",
    )
    assert desk.run(desk.agent, "SELECT email, handle FROM api.people WHERE person_id = %s", made) == [
        ("nia@desk.example", "nia")
    ]
    assert desk.run(
        desk.agent, "SELECT is_light, availability FROM api.agents WHERE person_id = %s", made
    ) == [(False, "online")]
    desk.run(desk.admin, "UPDATE api.people SET role = 'agent' WHERE person_id = %s", desk.stranger.id)
    assert desk.run(desk.agent, "SELECT handle FROM api.staff WHERE person_id = %s", desk.stranger.id) == [
        ("zoe",)
    ]


@pytest.mark.parametrize(
    ("name", "email", "handle"),
    [
        ("Bob", "bob@other.example", "bob{id}"),
        ("Ünal", None, "nal"),
        ("李雷", None, "staff{id}"),
        ("x", "A+B C@x.example", None),
        ("Anna-Lena O'Neill", None, "anna-lena.o.neill"),
        ("Y" * 150, None, "y" * 40),
    ],
)
def test_the_handle_of_staff_is_derived_and_unique(
    desk: Desk, name: str, email: str | None, handle: str | None
) -> None:
    statement = "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, 'agent') RETURNING person_id"
    if handle is None:
        with refused("23514", "person_email_is_lower_address"):
            desk.run(SYSTEM, statement, name, email)
        return
    made = desk.one(SYSTEM, statement, name, email)
    assert desk.one(SYSTEM, "SELECT handle FROM helpdesk.person WHERE person_id = %s", made) == handle.format(
        id=made
    )


@pytest.mark.parametrize(
    "zone",
    ["Mars/Olympus", "Berlin", "Europe/Berlin5", "Foo5", "<X>+3", "", "+02", "PST", "IST", "EST", "CET",
     "EET", "pst", "PST8", "Etc/GMT+15", "europe/berlin", "EUROPE/BERLIN", "utc", "Factory",
     "localtime", "GMT+1", "posix/Europe/Berlin", "right/Europe/Berlin", "posixrules", " UTC",
     "Europe/Berlin ", "Europe//Berlin"],
)  # fmt: skip
def test_an_unknown_time_zone_is_refused(desk: Desk, zone: str) -> None:
    with refused("PD006", "is unknown", "IANA"):
        desk.run(desk.customer, "UPDATE api.people SET time_zone = %s", zone)


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "America/Argentina/Buenos_Aires",
        "Etc/GMT+5",
        "Asia/Kolkata",
        "UTC",
        "GMT",
        "Etc/UTC",
        "Japan",
    ],
)
def test_a_known_time_zone_is_taken(desk: Desk, zone: str) -> None:
    desk.run(desk.customer, "UPDATE api.people SET time_zone = %s", zone)
    assert desk.one(desk.customer, "SELECT time_zone FROM api.me()") == zone


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("email", "nobody", "person_email_is_lower_address"),
        ("name", " \t", "person_name_is_short_text"),
        ("handle", "a b", "person_handle_is_word"),
        ("role", "root", "person_role_is_known"),
        ("language", "English", "person_language_is_tag"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(desk: Desk, column: str, value: str, constraint: str) -> None:
    with refused("23514", constraint):
        statement = f"UPDATE api.people SET {column} = %s WHERE person_id = %s"
        desk.run(desk.admin, statement, value, desk.agent.id)


def test_customers_see_their_organisation_and_no_notes_on_it(desk: Desk) -> None:
    assert desk.run(desk.customer, "SELECT name FROM api.organisations") == [("Shared",)]
    with refused("42501"):
        desk.run(desk.customer, "SELECT notes FROM api.organisations")


def test_a_shared_organisation_shows_its_tickets(desk: Desk) -> None:
    desk.ticket(requester=desk.customer)
    assert len(desk.run(desk.teammate, "SELECT 1 FROM api.tickets")) == 1
    desk.run(desk.admin, "UPDATE api.organisations SET has_shared_tickets = false")
    assert desk.run(desk.teammate, "SELECT 1 FROM api.tickets") == []
    assert len(desk.run(desk.customer, "SELECT 1 FROM api.tickets")) == 1


# --- the staff list


def test_the_staff_list_has_everybody_who_can_be_asked(desk: Desk) -> None:
    listed = {person for (person,) in desk.run(desk.light, "SELECT person_id FROM api.staff")}
    assert listed == {desk.admin.id, desk.agent.id, desk.colleague.id, desk.light.id}
    for who in (desk.customer, ANON):
        with refused("42501"):
            desk.run(who, "SELECT 1 FROM api.staff")


def test_online_is_seen_lately_and_not_set_to_offline(desk: Desk) -> None:
    def online() -> bool:
        found: bool = desk.one(
            desk.colleague, "SELECT is_online FROM api.staff WHERE person_id = %s", desk.agent.id
        )
        return found

    desk.clock("2024-05-01 10:00+00")
    assert not online()
    desk.call(desk.agent, "heartbeat")
    assert online()
    desk.clock("2024-05-01 10:04:59+00")
    assert online()
    desk.clock("2024-05-01 10:05+00")
    assert not online()
    desk.set("online_within_seconds", 600)
    assert online()
    desk.call(desk.agent, "heartbeat", availability="offline")
    assert not online()
    desk.call(desk.agent, "heartbeat", availability="away")
    assert online()
    with refused("23514", "agent_availability_is_known"):
        desk.call(desk.agent, "heartbeat", availability="asleep")


# --- who adds whom


def test_a_guest_becomes_the_person_who_is_added_and_keeps_the_tickets(desk: Desk) -> None:
    claimed = desk.call(ANON, "create_ticket", subject="y", requester_email="gil@guests.example")["reference"]
    ticket = desk.call(desk.agent, "create_ticket", subject="x", requester_email="gil@guests.example")[
        "ticket_id"
    ]
    added = desk.call(desk.agent, "add_person", name="Gil", email=" Gil@Guests.example")
    assert (added["name"], added["email"], added["role"], added["is_guest"]) == (
        "Gil",
        "gil@guests.example",
        "customer",
        False,
    )
    gil = Person("customer", added["person_id"])
    assert desk.run(gil, "SELECT ticket_id FROM api.tickets") == [(ticket,)], "not what somebody claimed"
    assert desk.run(gil, "SELECT 1 FROM api.tickets WHERE reference = %s", claimed) == []


def test_who_has_an_account_is_not_added_again(desk: Desk) -> None:
    email = desk.one(SYSTEM, "SELECT email FROM helpdesk.person WHERE person_id = %s", desk.customer.id)
    with refused("PD019", email):
        desk.call(desk.admin, "add_person", name="Somebody", email=email)


def test_agents_add_customers_and_admins_everybody(desk: Desk) -> None:
    assert desk.call(desk.agent, "add_person", name="Phone caller")["email"] is None
    with refused("PD002", "people.edit"):
        desk.call(desk.agent, "add_person", name="Friend", email="friend@x.example", role="agent")
    with refused("PD002", "people.customers"):
        desk.call(desk.light, "add_person", name="Caller")
    added = desk.call(desk.admin, "add_person", name="Eve", email="eve@x.example", role="agent")
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.agent WHERE person_id = %s", added["person_id"]) == [(1,)]


def test_agents_correct_a_customers_name_and_no_colleagues(desk: Desk) -> None:
    update = "UPDATE api.people SET name = 'Corrected' WHERE person_id = %s RETURNING name"
    assert desk.run(desk.agent, update, desk.customer.id) == [("Corrected",)]
    assert desk.run(desk.agent, update, desk.colleague.id) == []
    assert desk.run(desk.light, update, desk.customer.id) == []

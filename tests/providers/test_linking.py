"""Who somebody is whom a provider signs in, and as what: rules of the database."""

import hashlib
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.crowd import Crowd
from tests.desk import SYSTEM, Desk, Person, refused

ISSUER = "https://login.example"
ADDRESS = "carl@shop.example"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    _set_up(desk)
    return desk


def _set_up(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.identity_provider (provider, name, issuer, client_id, domains)"
        " VALUES ('example', 'Example', %s, 'x', '{shop.example}')",
        ISSUER,
    )


def _change(desk: Desk, **columns: Any) -> None:
    for name, value in columns.items():
        desk.run(SYSTEM, f"UPDATE helpdesk.identity_provider SET {name} = %s", value)


def _give(desk: Desk, group: str, role: str) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.identity_provider_group VALUES ('example', %s, %s)", group, role)


def _open(desk: Desk, subject: str = "s1", issuer: str = ISSUER, **told: Any) -> dict[str, Any]:
    """What the provider's answer leads to."""
    said = {"email": ADDRESS, "is_verified": True, "name": "Carl", "groups": [], **told}
    digest = hashlib.sha256(repr((subject, said, id(said))).encode()).digest()
    found: dict[str, Any] = desk.one(
        SYSTEM,
        "SELECT helpdesk.open_provider_session('example', %s, %s, %s, %s, '10.0.0.0/24', 'test')",
        *(issuer, subject, Jsonb(said), digest),
    )
    return found


def _refusal(answer: dict[str, Any]) -> str | None:
    return answer["refusal"]["code"] if "refusal" in answer else None


def _person(desk: Desk, email: str = ADDRESS, **columns: Any) -> int:
    values = {"name": "Carl", "email": email, "role": "customer", **columns}
    found: int = desk.one(
        SYSTEM,
        f"INSERT INTO helpdesk.person ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})"
        " RETURNING person_id",
        *values.values(),
    )
    return found


def _role(desk: Desk, person_id: int) -> str:
    return str(desk.one(SYSTEM, "SELECT role FROM helpdesk.person WHERE person_id = %s", person_id))


# --- who it is


def test_who_has_the_address_is_the_person(desk: Desk) -> None:
    carl = _person(desk)
    assert _open(desk)["person_id"] == carl
    assert _open(desk, email="other@shop.example")["person_id"] == carl, "only the subject counts now"


def test_any_address_of_a_person_will_do(desk: Desk) -> None:
    carl = _person(desk, "main@shop.example")
    desk.run(SYSTEM, "INSERT INTO helpdesk.person_address (email, person_id) VALUES (%s, %s)", ADDRESS, carl)
    assert _open(desk)["person_id"] == carl


@pytest.mark.parametrize(
    "told",
    [
        {"is_verified": False},
        {"is_verified": None},
        {"is_verified": "true"},
        {"email": None},
        {"email": "no address"},
        {"email": "carl@elsewhere.example"},
        {"email": "carl@x.shop.example"},
        {"email": "carl@shop.example.evil.example"},
        {"email": "shop.example"},
        {"email": "carl@shop.example@evil.example"},
    ],
)
def test_an_address_counts_only_if_it_is_vouched_for_by_who_may(desk: Desk, told: dict[str, Any]) -> None:
    _change(desk, new_role="customer")
    _person(desk)
    assert _refusal(_open(desk, **told)) == "PD072"
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.identity") == 0


def test_a_provider_without_domains_vouches_for_nobody_and_one_with_all_for_everybody(desk: Desk) -> None:
    carl = _person(desk)
    _change(desk, domains=[])
    assert _refusal(_open(desk)) == "PD072"
    _change(desk, domains=["*"])
    assert _open(desk)["person_id"] == carl


def test_another_issuer_under_the_same_name_is_another_world(desk: Desk) -> None:
    carl = _person(desk)
    assert _open(desk)["person_id"] == carl
    other = "https://other.example"
    assert _refusal(_open(desk, issuer=other)) == "PD071"
    _change(desk, issuer=other, domains=[])
    assert _refusal(_open(desk, issuer=other)) == "PD072", "its s1 is somebody else"


def test_a_password_set_before_the_address_was_shown_to_be_theirs_is_void(desk: Desk) -> None:
    """Else who registered the address of another keeps a way in."""
    carl = _person(desk)
    hashed = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA"
    desk.run(SYSTEM, "SELECT helpdesk.set_password(%s, %s, 20)", carl, hashed)
    before = desk.one(SYSTEM, "SELECT helpdesk.add_session(%s, sha256('x'), '', '')", carl)
    opened = _open(desk)
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.credential WHERE person_id = %s", carl) == 0
    assert not desk.one(SYSTEM, "SELECT helpdesk.is_live_session(%s, %s)", before, carl)
    assert desk.one(SYSTEM, "SELECT helpdesk.is_live_session(%s, %s)", opened["session_id"], carl)


def test_a_password_of_who_has_shown_the_address_stays(desk: Desk) -> None:
    carl = _person(desk)
    hashed = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA"
    desk.run(SYSTEM, "SELECT helpdesk.set_password(%s, %s, 20)", carl, hashed)
    desk.run(SYSTEM, "UPDATE helpdesk.person_address SET verified_at = now() WHERE person_id = %s", carl)
    _open(desk)
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.credential WHERE person_id = %s", carl) == 1
    assert desk.one(
        SYSTEM,
        "SELECT array_agg(kind ORDER BY outgoing_mail_id) FROM helpdesk.outgoing_mail WHERE person_id = %s",
        carl,
    ) == ["password_changed", "identity_linked"]


# --- who is new


def test_nobody_new_is_let_in_unless_the_provider_says_as_what(desk: Desk) -> None:
    assert _refusal(_open(desk)) == "PD073"
    _change(desk, new_role="agent")
    made = _open(desk)
    assert (made["role"], desk.one(SYSTEM, "SELECT name FROM helpdesk.person WHERE email = %s", ADDRESS)) == (
        *("agent", "Carl"),
    )


def test_a_guest_becomes_a_person_and_keeps_the_tickets(desk: Desk) -> None:
    carl = _person(desk, is_guest=True)
    assert _refusal(_open(desk)) == "PD073"
    _change(desk, new_role="customer")
    assert _open(desk)["person_id"] == carl
    assert not desk.one(SYSTEM, "SELECT is_guest FROM helpdesk.person WHERE person_id = %s", carl)


def test_who_is_deactivated_stays_out_and_is_linked_to_nothing(desk: Desk) -> None:
    carl = _person(desk, is_active=False)
    assert _refusal(_open(desk)) == "PD074"
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.identity") == 0
    desk.run(SYSTEM, "UPDATE helpdesk.person SET is_active = true WHERE person_id = %s", carl)
    assert _open(desk)["person_id"] == carl
    desk.run(SYSTEM, "UPDATE helpdesk.person SET is_active = false WHERE person_id = %s", carl)
    assert _refusal(_open(desk)) == "PD074"


def test_an_inactive_provider_signs_nobody_in(desk: Desk) -> None:
    _person(desk)
    _change(desk, is_active=False)
    assert _refusal(_open(desk)) == "PD071"


def test_who_signs_in_twice_at_once_is_made_once(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    _set_up(desk)
    _change(desk, new_role="customer")
    told = Jsonb({"email": ADDRESS, "is_verified": True, "name": "Carl", "groups": []})

    def sign_in(token: str) -> Any:
        def run(connection: Any) -> Any:
            return connection.execute(
                "SELECT helpdesk.open_provider_session('example', %s, 's1', %s, sha256(%s::bytea), '', '')",
                (ISSUER, told, token.encode()),
            ).fetchall()

        return run

    outcomes = crowd.run(*(sign_in(f"token {number}") for number in range(5)))
    people = {outcome[0][0]["person_id"] for outcome in outcomes}
    assert len(people) == 1


# --- as what


def test_groups_raise_and_lower_at_each_login(desk: Desk) -> None:
    carl = _person(desk)
    _give(desk, "staff", "agent")
    _give(desk, "chiefs", "admin")
    _change(desk, new_role="customer")
    for groups, role in (
        (["staff"], "agent"),
        (["staff", "chiefs"], "admin"),
        (["chiefs", "unknown"], "admin"),
        (["unknown"], "customer"),
        ([], "customer"),
    ):
        assert _open(desk, groups=groups)["role"] == role
        assert _role(desk, carl) == role


def test_a_group_may_have_a_role_of_the_desks_own(desk: Desk) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.desk_role (role, builds_on) VALUES ('team_lead', 'agent')")
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.role_permission (role, permission)"
        " SELECT 'team_lead', r.permission FROM helpdesk.role_permission AS r WHERE r.role = 'agent'"
        " UNION SELECT 'team_lead', 'settings.edit'",
    )
    for group, role in (("leads", "team_lead"), ("staff", "agent"), ("readers", "light_agent")):
        _give(desk, group, role)
    _change(desk, new_role="customer")
    shown = (
        "SELECT helpdesk.desk_role_of(p.role, a) FROM helpdesk.person AS p"
        " LEFT JOIN helpdesk.agent AS a USING (person_id) WHERE p.email = %s"
    )
    for groups, desk_role in (
        (["readers"], "light_agent"),
        (["readers", "leads", "staff"], "team_lead"),
        (["staff", "readers"], "agent"),
        ([], "customer"),
        (["leads"], "team_lead"),
        (["readers"], "light_agent"),
    ):
        _open(desk, groups=groups)
        assert desk.one(SYSTEM, shown, ADDRESS) == desk_role


def test_who_is_in_none_of_the_groups_stays_out_where_there_is_no_role_for_others(desk: Desk) -> None:
    carl = _person(desk, role="agent")
    _give(desk, "staff", "agent")
    assert _open(desk, groups=["staff"])["person_id"] == carl
    assert _refusal(_open(desk, groups=["others"])) == "PD073"


def test_without_rows_for_groups_the_role_stays(desk: Desk) -> None:
    carl = _person(desk, role="agent")
    _change(desk, new_role="customer")
    _open(desk, groups=["staff"])
    assert _role(desk, carl) == "agent"


def test_the_last_administrator_stays_one_and_gets_in(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET email = %s WHERE person_id = %s", ADDRESS, desk.admin.id)
    _give(desk, "staff", "agent")
    assert _open(desk, groups=["staff"])["role"] == "admin"
    _person(desk, "second@shop.example", role="admin")
    assert _open(desk, groups=["staff"])["role"] == "agent"


# --- who sees and changes it


def test_people_see_and_unlink_their_own(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET email = %s WHERE person_id = %s", ADDRESS, desk.customer.id)
    _open(desk)
    (identity,) = desk.run(desk.customer, "SELECT identity_id, provider, email FROM api.identities")
    assert identity[1:] == ("example", ADDRESS)
    assert desk.run(desk.agent, "SELECT 1 FROM api.identities") == []
    with refused("PD001"):
        desk.call(desk.agent, "unlink_identity", identity_id=identity[0])
    desk.call(desk.customer, "unlink_identity", identity_id=identity[0])
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.identity") == []


def test_without_the_permission_an_administrator_changes_no_provider(desk: Desk) -> None:
    desk.forbid("admin", "providers.edit")
    assert desk.run(desk.admin, "SELECT 1 FROM api.identity_providers") == []
    with refused("42501"):
        desk.run(
            desk.admin,
            "INSERT INTO api.identity_providers (provider, name, issuer, client_id)"
            " VALUES ('y', 'y', 'https://y', 'y')",
        )
    with refused("PD002"):
        desk.call(desk.admin, "set_client_secret", provider="example", client_secret=None)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("provider", "Ä"), ("provider", "-a"), ("provider", "a/b"), ("provider", "x" * 41)),
        *(
            ("issuer", "ftp://x"),
            ("issuer", "https://x?y"),
            ("issuer", "https://u@x"),
            ("issuer", "https://"),
        ),
        *(("issuer", "javascript:alert(1)"), ("issuer", "https://x#y"), ("issuer", "https://x\\y")),
        *(("scopes", ["email"]), ("scopes", []), ("scopes", ["openid", ""])),
        *(("domains", ["Shop.example"]), ("domains", ["a@shop.example"]), ("domains", ["shop"])),
        *(("domains", [""]), ("domains", ["*.shop.example"]), ("client_id", ""), ("client_id", "ä")),
        *(("new_role", "admin"), ("group_claim", ""), ("name", " ")),
    ],
)
def test_what_is_no_provider_is_refused(desk: Desk, column: str, value: object) -> None:
    given = {"provider": "y", "name": "y", "issuer": "https://y", "client_id": "y", column: value}
    with refused("23514"):
        desk.run(
            desk.admin,
            f"INSERT INTO api.identity_providers ({', '.join(given)})"
            f" VALUES ({', '.join(['%s'] * len(given))})",
            *given.values(),
        )


def test_a_secret_that_is_not_sealed_is_refused_and_none_is_in_the_audit_log(desk: Desk) -> None:
    with refused("23514"):
        desk.call(desk.admin, "set_client_secret", provider="example", client_secret=b"plain")
    sealed = b"\x01" + bytes(40)
    desk.call(desk.admin, "set_client_secret", provider="example", client_secret=sealed)
    assert desk.run(desk.admin, "SELECT has_client_secret FROM api.identity_providers") == [(True,)]
    told = desk.one(
        SYSTEM,
        "SELECT array_agg(DISTINCT k) FROM audit.change AS c CROSS JOIN jsonb_object_keys(c.new_values) AS k",
    )
    assert ("has_client_secret" in told, "client_secret" in told) == (True, False)


def test_clients_and_workers_sign_nobody_in(desk: Desk) -> None:
    for who in (desk.customer, desk.admin, Person("worker")):
        with refused("42501"):
            desk.run(who, "SELECT helpdesk.open_provider_session('example', '', '', '{}', '', '', '')")

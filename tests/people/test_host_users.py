"""A host's token names its own user; the person is made when they are first seen."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, acting_as
from tests.crowd import gather
from tests.desk import SYSTEM, Desk, Person, refused

CLAIMS = {"sub": "host-7", "name": "Hanna Host", "email": "hanna@host.example"}


@pytest.fixture
def host(desk: Desk) -> Desk:
    desk.set("host_external_id_claim", "sub")
    return desk


@contextmanager
def request(
    desk: Desk, role: str = "customer", *, read_only: bool = False, **claims: Any
) -> Iterator[Connection]:
    with acting_as(desk.db, role, None, **claims) as db:
        if read_only:
            db.execute("SET LOCAL transaction_read_only = on")
        db.execute("SELECT hook.pre_request()")
        yield db


def enter(desk: Desk, role: str = "customer", **claims: Any) -> dict[str, Any]:
    with request(desk, role, **{**CLAIMS, **claims}) as db:
        (found,) = db.execute("SELECT to_jsonb(e) FROM api.enter() AS e").fetchall()
    row: dict[str, Any] = found[0]
    return row


def test_who_is_seen_first_is_made_a_person(host: Desk) -> None:
    made = enter(host)
    assert (made["name"], made["role"], made["external_id"]) == ("Hanna Host", "customer", "host-7")
    assert (made["is_guest"], made["email"]) == (False, None)
    assert enter(host)["person_id"] == made["person_id"]
    with request(host, **CLAIMS) as db:
        db.execute("SELECT api.create_ticket(subject => 'From the host')")
    found = host.run(SYSTEM, "SELECT requester_id FROM helpdesk.ticket WHERE subject = 'From the host'")
    assert found == [(made["person_id"],)]


def test_the_first_request_may_be_any_that_writes(host: Desk) -> None:
    with request(host, **CLAIMS) as db:
        db.execute("SELECT api.create_ticket(subject => 'At once')")
    assert host.one(SYSTEM, "SELECT count(*) FROM helpdesk.person WHERE external_id = 'host-7'") == 1


def test_a_request_that_reads_makes_nobody(host: Desk) -> None:
    with refused("PD093", "known yet", "rpc/enter"), request(host, read_only=True, **CLAIMS):
        pass
    made = enter(host)
    with request(host, read_only=True, **CLAIMS) as db:
        assert db.execute("SELECT person_id FROM api.me()").fetchall() == [(made["person_id"],)]


def test_without_the_setting_such_a_token_names_nobody(desk: Desk) -> None:
    with refused("PD011"), request(desk, **CLAIMS):
        pass
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.person WHERE external_id = 'host-7'") == []


def test_the_name_follows_the_host(host: Desk) -> None:
    enter(host)
    assert enter(host, name="Hanna Renamed")["name"] == "Hanna Renamed"
    assert enter(host, name=None)["name"] == "Hanna Renamed"


def test_claims_are_those_that_settings_name(host: Desk) -> None:
    for key, claim in (("external_id", "uid"), ("name", "full"), ("organisation", "company")):
        host.set(f"host_{key}_claim", claim)
    made = enter(host, uid="u1", full="Uma", company="Shared")
    assert (made["external_id"], made["name"]) == ("u1", "Uma")
    assert made["organisation_id"] == host.shared_organisation
    assert enter(host, uid="u2", company="Unknown")["organisation_id"] is None


def test_no_role_above_what_the_setting_allows(host: Desk) -> None:
    for role in ("agent", "admin"):
        with refused("PD002", f"make nobody {role}"):
            enter(host, role)
    host.set("host_highest_role", "agent")
    with refused("PD002", "make nobody admin"):
        enter(host, "admin")
    made = enter(host, "agent")
    assert (made["role"], made["handle"] is not None) == ("agent", True)
    assert enter(host, "customer", sub="host-8")["role"] == "customer"
    assert enter(host, "agent", sub="host-8")["role"] == "agent"
    host.set("host_highest_role", "customer")
    with refused("PD002"):
        enter(host, "agent", sub="host-9")
    assert enter(host, "customer", sub="host-8")["role"] == "customer"


def test_an_address_is_taken_over_only_where_the_host_vouches_for_it(host: Desk) -> None:
    assert enter(host, email="max@desk.example")["person_id"] != host.customer.id
    host.set("host_emails_are_verified", True)
    for person, email, sub in (
        (host.stranger, "Zoe@desk.example", "z"),
        (host.guest, "gus@desk.example", "g"),
    ):
        linked = enter(host, email=email, sub=sub)
        assert (linked["person_id"], linked["is_guest"]) == (person.id, False)
    assert enter(host, sub="n", email="new@host.example")["email"] == "new@host.example"
    again = enter(host, sub="other", email="zoe@desk.example")
    assert (again["person_id"] != host.stranger.id, again["email"]) == (True, None)


@pytest.mark.parametrize("email", ["ada@desk.example", "bob@desk.example"])
def test_no_address_makes_a_hosts_user_staff(host: Desk, email: str) -> None:
    host.set("host_emails_are_verified", True)
    host.set("host_highest_role", "agent")
    for role in ("customer", "agent"):
        made = enter(host, role, email=email, sub=f"evil-{role}")
        assert made["person_id"] not in (host.admin.id, host.agent.id)


def test_who_is_deactivated_stays_out(host: Desk) -> None:
    made = enter(host)
    host.run(host.admin, "UPDATE api.people SET is_active = false WHERE person_id = %s", made["person_id"])
    with refused("PD011"):
        enter(host)


def test_who_was_merged_is_the_other(host: Desk) -> None:
    made = enter(host)
    host.run(SYSTEM, "UPDATE helpdesk.person SET external_id = 'crm' WHERE person_id = %s", host.customer.id)
    host.call(host.agent, "merge_people", source_id=made["person_id"], target_id=host.customer.id)
    assert enter(host, name=None)["person_id"] == host.customer.id
    host.call(host.agent, "merge_people", source_id=host.customer.id, target_id=host.stranger.id)
    assert enter(host, name=None)["person_id"] == host.stranger.id


@pytest.mark.parametrize("sub", ["x" * 256, ["a"], {"a": 1}, 7, "'; DROP TABLE x; --", "\u00e9"])
def test_whatever_the_host_names_is_a_key_or_refused(host: Desk, sub: Any) -> None:
    if sub == "x" * 256:
        with refused("PD006", "255"):
            enter(host, sub=sub)
        return
    key = sub if isinstance(sub, str) else None
    made = enter(host, sub=sub)
    assert key is None or made["external_id"] == key
    assert enter(host, sub=sub)["person_id"] == made["person_id"]


def test_of_many_first_requests_one_makes_the_person(fresh_db: str) -> None:
    with gather(fresh_db, Desk) as crowd:
        crowd.desk.set("host_external_id_claim", "sub")
        crowd.desk.db.commit()

        def come(connection: psycopg.Connection[Any]) -> Any:
            with acting_as(connection, "customer", None, **CLAIMS) as db:
                db.execute("SELECT hook.pre_request()")
                return db.execute("SELECT person_id FROM api.enter()").fetchall()[0][0]

        found = crowd.run(*[come] * 6)
        assert len(set(found)) == 1, json.dumps(found)
        assert crowd.value("SELECT count(*) FROM helpdesk.person WHERE external_id = 'host-7'") == 1


def test_a_token_that_names_a_person_is_not_looked_at(host: Desk) -> None:
    with acting_as(host.db, "customer", host.customer.id, **CLAIMS) as db:
        db.execute("SELECT hook.pre_request()")
        assert db.execute("SELECT person_id FROM api.me()").fetchall() == [(host.customer.id,)]
    assert Person("customer", host.customer.id) == host.customer

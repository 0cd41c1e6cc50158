"""The `pgdesk` command as a person starts it."""

import base64
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import psycopg
import pytest
from argon2 import PasswordHasher
from joserfc.jwk import ECKey
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pgdesk.api.envelope import Envelope
from pgdesk.api.login.tokens import digest
from pgdesk.cli.database import LOGINS
from pgdesk.cli.deploy.clock import choose_clock
from pgdesk.cli.paths import ROOT
from pgdesk.cli.run.supervise import pick_port

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def run(fresh_db: str, room: Path) -> Run:
    """Runs `pgdesk ARGUMENTS` on a database of its own, state kept apart."""
    password = str(conninfo_to_dict(fresh_db)["password"])
    logins = {f"PGDESK_{login.upper()}_PASSWORD": password for login in LOGINS}
    environment = {**os.environ, **logins, "PGDESK_STATE_DIR": str(room), "PGDESK_DATABASE_URL": fresh_db}

    def start(*arguments: str, typed: str = "", **more: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "pgdesk.cli.main", *arguments],
            cwd=ROOT,
            env={**environment, "LC_ALL": "C", **more},
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return start


def add_person(dsn: str, role: str, is_active: bool = True) -> int:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(
            "INSERT INTO helpdesk.person (name, email, role, is_active)"
            " VALUES ('Ada', %s, %s, %s) RETURNING person_id",
            (f"ada.{role}.{is_active}@example.com".lower(), role, is_active),
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_migrate_says_that_there_is_nothing_to_do(run: Run) -> None:
    done = run("migrate")
    assert done.returncode == 0, done.stderr
    assert "nothing to do: the files of db/ are those that were deployed" in done.stderr
    assert "pgdesk doctor compares" in done.stderr


def test_a_database_that_is_not_there(run: Run) -> None:
    done = run("migrate", PGDESK_DATABASE_URL="postgresql://127.0.0.1:1/nothing?connect_timeout=2")
    assert done.returncode == 1
    assert done.stderr.startswith("pgdesk: cannot connect to the database")
    assert "Traceback" not in done.stderr


def test_a_connection_string_that_is_none(run: Run) -> None:
    done = run("migrate", PGDESK_DATABASE_URL="this is wrong")
    assert done.returncode == 1
    assert "PGDESK_DATABASE_URL" in done.stderr


def test_a_token_carries_role_person_and_end(run: Run, fresh_db: str) -> None:
    person_id = add_person(fresh_db, "agent")
    done = run("token", "--role", "agent", "--hours", "2", PGDESK_JWT_SECRET="x" * 40)
    assert done.returncode == 0, done.stderr
    payload = done.stdout.strip().split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert 7000 < claims.pop("exp") - time.time() <= 7200
    assert claims == {"role": "agent", "person_id": person_id, "aud": "pgdesk"}


def test_a_token_for_nobody_is_refused(run: Run, fresh_db: str) -> None:
    gone = add_person(fresh_db, "agent", is_active=False)
    customer = add_person(fresh_db, "customer")
    assert "no active agent" in run("token").stderr
    assert "not active" in run("token", "--person", str(gone)).stderr
    assert f"person {customer} (Ada) is customer, not agent" in run("token", "--person", str(customer)).stderr
    assert "no person 999999" in run("token", "--person", "999999").stderr


def test_the_first_admin_of_an_empty_database(run: Run, fresh_db: str) -> None:
    assert "pgdesk user add" in run("token", "--role", "admin").stderr
    added = run("user", "add", "Ada", "ada@example.com", "--role", "admin")
    assert (added.returncode, added.stdout) == (0, "")
    assert "admin Ada is person" in added.stderr
    assert run("token", "--role", "admin").returncode == 0
    again = run("user", "add", "Eve", "ADA@example.com")
    assert (again.returncode, again.stderr.splitlines()[-1]) == (
        1,
        "pgdesk: there is a person with the address ada@example.com",
    )


def test_a_password_is_read_and_never_an_argument(run: Run, fresh_db: str) -> None:
    person_id = add_person(fresh_db, "agent")
    cheap = {"PGDESK_PASSWORD_MEMORY_MB": "1", "PGDESK_PASSWORD_PASSES": "1"}
    email = "ada.agent.true@example.com"
    short = run("user", "password", email.upper(), "--stdin", typed="too short\n", **cheap)
    assert (short.returncode, short.stderr) == (1, "pgdesk: a password has at least 10 characters\n")
    assert run("user", "password", "nobody@example.com", "--stdin").returncode == 1
    set_ = run("user", "password", email, "--stdin", typed="correct horse battery\nmore", **cheap)
    assert set_.returncode == 0, set_.stderr
    with psycopg.connect(fresh_db) as connection:
        rows = connection.execute("SELECT person_id, password_hash FROM helpdesk.credential").fetchall()
    ((found, hashed),) = rows
    assert found == person_id
    assert PasswordHasher().verify(hashed, "correct horse battery")


def test_an_invitation_is_a_link_of_which_the_database_keeps_the_hash(run: Run, fresh_db: str) -> None:
    person_id = add_person(fresh_db, "admin")
    email = "ada.admin.true@example.com"
    invited = run("user", "invite", email, PGDESK_PUBLIC_URL="https://desk.example")
    origin, _, token = invited.stdout.strip().partition("/auth/password#")
    assert origin == "https://desk.example"
    with psycopg.connect(fresh_db) as connection:
        rows = connection.execute("SELECT person_id, token_hash FROM helpdesk.login_link").fetchall()
    assert [(found, bytes(kept)) for found, kept in rows] == [(person_id, digest(token))]
    assert run("user", "invite", "nobody@example.com").returncode == 1


def test_a_role_is_given_but_not_the_last_administrators(run: Run, fresh_db: str) -> None:
    add_person(fresh_db, "admin")
    add_person(fresh_db, "agent")
    last = run("user", "role", "ada.admin.true@example.com", "agent")
    assert (last.returncode, last.stderr) == (1, "pgdesk: Ada is the last administrator\n")
    assert run("user", "role", "ada.agent.true@example.com", "admin").returncode == 0
    assert run("user", "role", "ada.admin.true@example.com", "agent").returncode == 0


def test_psql_acts_as_a_role(run: Run) -> None:
    query = "SELECT session_user, current_user, current_setting('request.jwt.claims')::json ->> 'person_id'"
    done = run("psql", "--as", "agent", "--person", "7", "-Atc", query)
    assert done.stdout.strip() == "authenticator|agent|7", done.stderr
    assert run("psql", "--as", "worker", "-Atc", "SELECT session_user").stdout.strip() == "worker"
    refused = run("psql", "--as", "customer", "-Atc", "SELECT * FROM helpdesk.ticket")
    assert "permission denied for schema helpdesk" in refused.stderr


def test_psql_lists_what_there_is_to_whom_it_is(run: Run) -> None:
    assert "helpdesk | ticket " in run("psql", "-c", r"\d").stdout
    reports = run("psql", "--as", "reporter", "-c", r"\d").stdout
    assert "sla_results" in reports
    assert "helpdesk" not in reports


def test_psql_needs_none_on_the_path(run: Run) -> None:
    done = run("psql", "-Atc", "SELECT 1", PATH="/nowhere")
    assert done.stdout.strip() == "1", done.stderr


def forget_changes(dsn: str) -> None:
    """Those of the deploy: they have waited to be sealed since the tests began, perhaps for too long."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica; TRUNCATE audit.change")


def test_doctor_finds_what_is_wrong(run: Run, fresh_db: str) -> None:
    forget_changes(fresh_db)
    fine = run("doctor")
    assert fine.returncode == 0, fine.stdout
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute("SELECT helpdesk.enqueue('note')")
        connection.execute("UPDATE dramatiq.queue SET available_at = now() - interval '1 hour'")
    stuck = run("doctor")
    assert stuck.returncode == 1
    assert "WRONG queue: queue default: 1 jobs wait" in stuck.stdout
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute("UPDATE pgdesk_deploy.file SET digest = 'x' WHERE path LIKE 'migrations/V0010%'")
    changed = run("doctor", "--quick")
    assert "WRONG deploy: 1 files differ (migrations/V0010__base.sql)" in changed.stdout


def test_doctor_finds_a_clock_that_does_not_tick(run: Run, fresh_db: str) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute("UPDATE helpdesk.schedule_clock SET chosen_at = now() - interval '2 minutes'")
        connection.execute("UPDATE helpdesk.schedule SET timed_at = now() - interval '2 minutes'")
    found = run("doctor", "--quick")
    assert found.returncode == 1
    assert "WRONG clock: no worker ticks: start one (since " in found.stdout
    assert "WRONG job check_sla: due and not begun (since " in found.stdout


def test_doctor_verifies_every_sla_clock(run: Run, fresh_db: str) -> None:
    forget_changes(fresh_db)
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO helpdesk.person (name, email) VALUES ('Cleo', 'cleo@example.org');"
            "INSERT INTO helpdesk.ticket (subject, requester_id)"
            " SELECT 'Printer', person_id FROM helpdesk.person, generate_series(1, 5)"
        )
    fine = run("doctor")
    assert fine.returncode == 0, fine.stdout
    assert "ok    SLA clocks: equal to the events, 5 tickets in" in fine.stdout
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute(
            "UPDATE helpdesk.sla_clock SET used_us = 7, due_at = now() - interval '1 day'"
            " WHERE metric = 'resolution' AND ticket_id = (SELECT max(ticket_id) FROM helpdesk.ticket)"
        )
        connection.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'helpdesk.sla_clock_due_idx'::regclass"
        )
    wrong = run("doctor")
    assert wrong.returncode == 1
    assert "WRONG SLA clocks: 1 differ from the events, the first: ticket" in wrong.stdout
    assert "WRONG SLA sweep: 1 warnings or breaches are due" in wrong.stdout
    assert "WRONG indexes: not usable: helpdesk.sla_clock_due_idx" in wrong.stdout
    quick = run("doctor", "--quick")
    assert "SLA clocks" not in quick.stdout


def test_a_sweep_runs_a_job(run: Run) -> None:
    done = run("sweep", "purge_schedule_runs")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("purge_schedule_runs: ")
    assert run("sweep", "close_resolved", "--days", "7").stdout == "close_resolved: 0\n"
    assert "takes no 7 days" in run("sweep", "check_sla", "--days", "7").stderr
    wrong = run("sweep", "no_such_job")
    assert wrong.returncode == 1
    assert "purge_schedule_runs" in wrong.stderr


def test_a_dry_run_says_what_it_would_touch(run: Run, fresh_db: str) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute("UPDATE helpdesk.schedule SET is_active = false")
        connection.execute(
            "INSERT INTO helpdesk.schedule_run (name, started_at, duration)"
            " VALUES ('seals', helpdesk.clock() - interval '20 days', '0')"
        )
    dry = run("sweep", "purge_schedule_runs", "--days", "10", "--dry-run")
    assert (dry.returncode, dry.stdout) == (
        0,
        "purge_schedule_runs would say 1\nhelpdesk.schedule_run: 1 deleted\n",
    )
    assert run("sweep", "purge_schedule_runs", "--days", "10").stdout == "purge_schedule_runs: 1\n"
    again = run("sweep", "purge_schedule_runs", "--days", "10", "--dry-run")
    assert again.stdout == "purge_schedule_runs would say 0\n"
    assert run("sweep", "no_such_job", "--dry-run").returncode == 1


def test_five_commands_share_a_private_cluster_and_the_last_one_stops_it(room: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PGDESK_DATABASE_URL"}
    environment["PGDESK_STATE_DIR"] = str(room)
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "pgdesk.cli.main", "migrate"],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(5)
    ]
    errors = [process.communicate(timeout=120)[1] for process in started]
    assert [process.returncode for process in started] == [0] * 5, errors
    assert sum("nothing to do" not in error for error in errors) == 1
    assert not [
        p for p in psutil.process_iter(["cmdline"]) if any(str(room) in a for a in p.info["cmdline"] or [])
    ]
    secrets = room / "secrets.json"
    assert secrets.stat().st_mode & 0o777 == 0o600


def test_reset_refuses_while_another_command_works(room: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PGDESK_DATABASE_URL"}
    environment["PGDESK_STATE_DIR"] = str(room)
    queries = ["-c", "SELECT 'in'", "-c", "SELECT pg_sleep(60)"]
    shell = [sys.executable, "-m", "pgdesk.cli.main", "psql", *queries]
    with subprocess.Popen(shell, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as busy:
        assert busy.stdout is not None
        assert any("in" in line for line in busy.stdout)
        done = subprocess.run(
            [sys.executable, "-m", "pgdesk.cli.main", "demo", "--reset"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        for child in psutil.Process(busy.pid).children():
            child.send_signal(signal.SIGTERM)
    assert done.returncode == 1
    assert "another pgdesk command uses" in done.stderr


def test_a_taken_port_is_told_and_another_one_used() -> None:
    lines: list[str] = []
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        taken = squatter.getsockname()[1]
        chosen = pick_port(taken, lines.append)
    assert chosen > taken
    assert lines == [f"port {taken} is taken; using {chosen} (choose one with --port or PGDESK_PORT)"]


def test_a_setting_comes_from_the_environment_until_it_goes(run: Run, fresh_db: str) -> None:
    def prefix() -> object:
        with psycopg.connect(fresh_db) as connection:
            return connection.execute("SELECT helpdesk.setting('ticket_reference_prefix')").fetchone()

    assert run("migrate", PGDESK_TICKET_REFERENCE_PREFIX="HELP").returncode == 0
    assert prefix() == ("HELP",)
    assert run("migrate").returncode == 0
    assert prefix() == ("ESC",)
    wrong = run("migrate", PGDESK_ALLOW_CUSTOMER_CLOSE="perhaps")
    assert wrong.returncode == 1
    assert "PGDESK_ALLOW_CUSTOMER_CLOSE must be true or false" in wrong.stderr
    wrong = run("migrate", PGDESK_AUTO_CLOSE_RESOLVED_AFTER_DAYS="a week")
    assert wrong.returncode == 1
    assert "PGDESK_AUTO_CLOSE_RESOLVED_AFTER_DAYS must be a whole number, not 'a week'" in wrong.stderr


def test_migrate_switches_the_schedule_off_where_it_is_told_to(run: Run, fresh_db: str) -> None:
    assert "clock: off (PGDESK_CLOCK is off)" in run("migrate", PGDESK_CLOCK="off").stderr
    found = run("doctor", "--quick").stdout
    assert "ok    clock: off, as PGDESK_CLOCK said to migrate" in found
    wrong = run("migrate", PGDESK_CLOCK="perhaps")
    assert (wrong.returncode, wrong.stderr) == (
        1,
        "pgdesk: PGDESK_CLOCK must be auto, worker or off, not 'perhaps'\n",
    )


def test_without_pg_cron_the_worker_keeps_the_clock(pg18: str) -> None:
    assert choose_clock(pg18) == "worker (pg_cron not installed)"


def test_a_deployer_without_superuser_leaves_the_clock_to_the_worker(fresh_db: str, server_dsn: str) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        preloaded = connection.execute("SELECT current_setting('cron.database_name', true)").fetchone()
        if preloaded == (None,):
            pytest.skip("pg_cron is not installed")
        connection.execute(
            sql.SQL("CREATE ROLE plain_deployer LOGIN PASSWORD {} IN ROLE pgdesk_owner").format(
                sql.Literal(connection.info.password)
            )
        )
    try:
        plain = psycopg.conninfo.make_conninfo(fresh_db, user="plain_deployer")
        assert choose_clock(plain) == "worker (scheduling in pg_cron needs a superuser)"
    finally:
        with psycopg.connect(fresh_db, autocommit=True) as connection:
            connection.execute("DROP ROLE plain_deployer")


def test_all_secrets_are_sealed_anew_by_another_key(run: Run, fresh_db: str) -> None:
    old, new = "an old key of at least 32 bytes: yes", "a new key of at least 32 bytes: too"
    first, second = (Envelope(old).seal(f"trunk.secret {key}", b"plain %d" % key) for key in (1, 2))
    with psycopg.connect(fresh_db, autocommit=True) as database:
        database.execute("CREATE TABLE helpdesk.trunk (trunk_id int PRIMARY KEY, secret helpdesk.sealed)")
        database.execute("INSERT INTO helpdesk.trunk VALUES (1, %s), (2, %s), (3, NULL)", (first, second))

        def sealed() -> list[bytes]:
            rows = database.execute("SELECT secret FROM helpdesk.trunk ORDER BY trunk_id").fetchall()
            return [secret for (secret,) in rows]

        without = run("keys", "reseal", PGDESK_SECRET_KEYS=new)
        assert (without.returncode, "trunk.secret 1" in without.stderr) == (1, True)
        assert sealed() == [first, second, None]
        assert "2 secrets" in run("keys", "reseal", PGDESK_SECRET_KEYS=f"{new},{old}").stderr
        anew = sealed()
        opened = [Envelope(new).open(f"trunk.secret {key}", anew[key - 1]) for key in (1, 2)]
        assert opened == [b"plain 1", b"plain 2"]
        run("keys", "reseal", PGDESK_SECRET_KEYS=new)
        assert sealed() == anew


def test_keys_that_sign_are_made_listed_and_retired(run: Run, fresh_db: str) -> None:
    add_person(fresh_db, "agent")
    seal = {"PGDESK_SECRET_KEYS": "a key that seals and has 32 bytes or more"}
    assert "PGDESK_JWT_SECRET signs tokens" in run("keys", "list", **seal).stderr
    assert run("migrate", **seal).returncode == 0, "it makes the first one"
    (first,) = run("keys", "list", **seal).stdout.splitlines()
    first_id, *told = first.split()
    assert told == ["signing", "ES256"]
    issued = run("token", "--hours", "48", **seal).stdout
    head = issued.split(".")[0]
    assert json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"] == first_id

    second_id = run("keys", "rotate", **seal).stdout.strip()
    assert f"{second_id}  published  ES256  signs from" in run("keys", "list", **seal).stdout
    refused = run("keys", "retire", first_id, **seal)
    assert (refused.returncode, refused.stderr.strip()) == (1, f"pgdesk: key {first_id} signs tokens")
    third_id = run("keys", "rotate", "--at-once", **seal).stdout.strip()
    assert f"{first_id}  replaced   ES256  needed until" in run("keys", "list", **seal).stdout, "48 hours"
    assert run("keys", "retire", first_id, **seal).returncode == 0
    assert f"{first_id}  retired    ES256  since" in run("keys", "list", **seal).stdout
    assert f"{third_id}  signing    ES256" in run("keys", "list", **seal).stdout


def test_doctor_tells_of_a_key_that_nobody_opens(run: Run) -> None:
    seal = {"PGDESK_SECRET_KEYS": "a key that seals and has 32 bytes or more"}
    assert "PGDESK_JWT_SECRET signs tokens" in run("doctor", "--quick", **seal).stdout
    run("migrate", **seal)
    key_id = run("keys", "list", **seal).stdout.split()[0]
    assert f"{key_id} signs tokens" in run("doctor", "--quick", **seal).stdout
    told = run("doctor", "--quick", PGDESK_SECRET_KEYS="another key that seals and has 32 bytes or more")
    assert (told.returncode, f"signing key {key_id}: a secret cannot be sealed or opened" in told.stdout) == (
        *(1, True),
    )


def test_who_cannot_open_the_key_that_signs_makes_none(run: Run) -> None:
    assert run("migrate", PGDESK_SECRET_KEYS="a key that seals and has 32 bytes or more").returncode == 0
    other = {"PGDESK_SECRET_KEYS": "another key that seals and has 32 bytes+"}
    for command in (("keys", "rotate"), ("keys", "rotate", "--at-once"), ("token",)):
        done = run(*command, **other)
        assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("is_set", [False, True])
def test_the_public_keys_of_a_host_are_taken_as_jwk_set_or_pem(
    run: Run, tmp_path: Path, fresh_db: str, is_set: bool
) -> None:
    key = ECKey.generate_key("P-384")
    file = tmp_path / "host.keys"
    private = {**key.as_dict(private=True), "kid": "2026"}
    file.write_text(json.dumps({"keys": [private]}) if is_set else key.as_pem(private=False).decode())
    done = run("keys", "trust", str(file))
    assert (done.returncode, done.stdout.strip()) == (0, key.thumbprint()), done.stderr
    with psycopg.connect(fresh_db) as connection:
        rows = connection.execute("SELECT is_of_host, public_jwk FROM helpdesk.signing_key").fetchall()
    ((is_of_host, public),) = rows
    assert (is_of_host, public["alg"], public.get("kid"), "d" in public) == (
        *(True, "ES384", "2026" if is_set else None),
        False,
    )
    assert f"{key.thumbprint()}  trusted    ES384" in run("keys", "list").stdout


def test_the_public_keys_of_a_host_are_taken_from_its_address(run: Run, tmp_path: Path) -> None:
    first, second = (ECKey.generate_key("P-256") for _ in range(2))
    file = tmp_path / "jwks.json"
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        near = {"PGDESK_OIDC_NETWORKS": "127.0.0.0/8"}
        for keys in ([first], [first, second]):
            file.write_text(json.dumps({"keys": [key.as_dict(private=False) for key in keys]}))
            done = run("keys", "trust", f"{address}/jwks.json", **near)
            assert done.stdout.split() == [key.thumbprint() for key in keys], done.stderr
        missing = run("keys", "trust", f"{address}/nothing", **near)
        private = run("keys", "trust", f"{address}/jwks.json")
        server.shutdown()
    assert (missing.returncode, "it answers 404" in missing.stderr) == (1, True)
    assert (private.returncode, "has no public address" in private.stderr) == (1, True)
    assert run("keys", "list").stdout.count("trusted") == 2


@pytest.mark.parametrize("begin", ["-", "-h"])
def test_a_key_whose_id_begins_like_an_option_is_retired(run: Run, tmp_path: Path, begin: str) -> None:
    keys = iter(lambda: ECKey.generate_key("P-256"), None)
    key = next(key for key in keys if key.thumbprint().startswith(begin))
    file = tmp_path / "host.keys"
    file.write_text(json.dumps(key.as_dict(private=False)))
    assert run("keys", "trust", str(file)).stdout.strip() == key.thumbprint()
    done = run("keys", "retire", key.thumbprint())
    assert (done.returncode, done.stderr.strip()) == (0, f"what {key.thumbprint()} signed is refused")


@pytest.mark.parametrize(
    "text", ["", "{", "{}", '{"keys": [1]}', '{"kty": "oct", "k": "c2VjcmV0"}', "-----BEGIN"]
)
def test_what_is_no_public_key_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "host.keys"
    file.write_text(text)
    done = run("keys", "trust", str(file))
    assert (done.returncode, "no public RSA or EC keys" in done.stderr) == (1, True), done.stderr

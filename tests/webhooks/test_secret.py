"""POST /webhooks/{webhook_id}/secret: what signs, shown once, and nowhere else."""

from collections.abc import Iterator

import httpx
import psycopg
import pytest
from psycopg.rows import tuple_row

from pgdesk.api.envelope import Envelope
from tests.api.server import SECRET_KEY, bearer, serving, settings_for
from tests.desk import Desk, make_desk


@pytest.fixture
def admin(fresh_db: str) -> Iterator[tuple[httpx.Client, Desk, int]]:
    """A client that an admin's token has, the database, and a webhook."""
    with (
        psycopg.connect(fresh_db, autocommit=True, row_factory=tuple_row) as database,
        serving(settings_for(fresh_db)) as client,
    ):
        desk = make_desk(database)
        hook = desk.one(
            desk.admin,
            "INSERT INTO api.webhooks (name, url) VALUES ('hook', 'https://x.example') RETURNING webhook_id",
        )
        client.headers.update(bearer("admin", desk.admin.id or 0))
        yield client, desk, hook


def test_a_secret_is_shown_once_and_kept_sealed(admin: tuple[httpx.Client, Desk, int]) -> None:
    client, desk, hook = admin
    made = client.post(f"/webhooks/{hook}/secret", json={})
    assert made.status_code == 200
    secret = made.json()["secret"]
    assert secret.startswith("whsec_")
    ((key, sealed),) = desk.db.execute(
        "SELECT webhook_secret_id, secret FROM helpdesk.webhook_secret"
    ).fetchall()
    assert Envelope(SECRET_KEY).open(f"webhook_secret.secret {key}", sealed) == secret.encode()
    for table in ("audit.change", "helpdesk.webhook_secret", "helpdesk.webhook"):
        told = desk.db.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t").fetchone()
        assert told is not None
        assert secret not in told[0]
        assert secret.removeprefix("whsec_").encode().hex() not in told[0]
    audited = desk.db.execute(
        "SELECT count(*) FROM audit.change WHERE table_name = 'webhook_secret' AND new_values ? 'secret'"
    )
    assert audited.fetchone() == (0,)
    shown = client.get("/rest/webhooks").json()[0]
    assert shown["secret_made_at"]
    assert "secret" not in shown


def test_one_that_the_receiver_has_already(admin: tuple[httpx.Client, Desk, int]) -> None:
    client, _, hook = admin
    own = client.post(f"/webhooks/{hook}/secret", json={}).json()["secret"]
    assert client.post(f"/webhooks/{hook}/secret", json={"secret": own}).json() == {"secret": own}
    for wrong in (
        {"secret": "plain text"},
        {"secret": "whsec_AAAA"},
        {"overlap_hours": -1},
        {"overlap_hours": 169},
    ):
        answer = client.post(f"/webhooks/{hook}/secret", json=wrong)
        assert answer.status_code == 400
        assert "plain text" not in answer.text


def test_who_may_not_makes_none(admin: tuple[httpx.Client, Desk, int]) -> None:
    client, desk, hook = admin
    assert client.post(f"/webhooks/{hook + 1}/secret", json={}).status_code == 404
    del client.headers["Authorization"]
    assert client.post(f"/webhooks/{hook}/secret", json={}).status_code == 401
    for who in (desk.agent, desk.customer):
        answer = client.post(f"/webhooks/{hook}/secret", json={}, headers=bearer(who.role, who.id or 0))
        assert answer.status_code == 403
    assert desk.db.execute("SELECT count(*) FROM helpdesk.webhook_secret").fetchone() == (0,)

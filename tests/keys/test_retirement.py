"""A key stays as long as a token of it may be good, and not longer."""

from psycopg.types.json import Jsonb

from pgdesk.api.envelope import Envelope
from pgdesk.api.login.signing_keys import make_signing_key
from tests.desk import SYSTEM, Desk, refused
from tests.keys.conftest import SECRET_KEYS


def _add(desk: Desk) -> str:
    public, private = make_signing_key(Envelope(SECRET_KEYS))
    desk.run(SYSTEM, "SELECT helpdesk.add_signing_key(%s, %s)", Jsonb(public), private)
    return str(public["kid"])


def _states(desk: Desk) -> dict[str, str]:
    return dict(desk.run(desk.admin, "SELECT key_id, state FROM api.signing_keys"))


def _retire_past(desk: Desk) -> int:
    return int(desk.one(SYSTEM, "SELECT helpdesk.retire_signing_keys()"))


def test_a_key_goes_when_the_last_token_of_a_session_is_past(desk: Desk) -> None:
    desk.clock("2026-03-02 08:00+00")
    first, second = _add(desk), _add(desk)
    assert _states(desk) == {first: "signing", second: "published"}
    desk.clock("2026-03-02 08:15+00")
    assert _states(desk) == {first: "replaced", second: "signing"}
    desk.clock("2026-03-03 08:16+00")
    assert _retire_past(desk) == 0
    desk.clock("2026-03-03 08:18+00")
    assert _retire_past(desk) == 1
    assert _states(desk) == {first: "retired", second: "signing"}
    assert _retire_past(desk) == 0


def test_a_key_with_a_token_that_lives_longer_waits_for_it(desk: Desk) -> None:
    desk.clock("2026-03-02 08:00+00")
    first, second = _add(desk), _add(desk)
    for until in ("2026-03-04 08:00+00", "2026-03-02 12:00+00"):
        desk.run(SYSTEM, "SELECT helpdesk.note_signed_token(%s, %s)", first, until)
    desk.clock("2026-03-04 07:59+00")
    assert _retire_past(desk) == 0
    desk.clock("2026-03-04 08:01+00")
    assert _retire_past(desk) == 1
    assert _states(desk) == {first: "retired", second: "signing"}


def test_the_key_that_signs_is_not_retired_and_any_other_is_at_once(desk: Desk) -> None:
    first, second = _add(desk), _add(desk)
    with refused("PD070", "pgdesk keys rotate --at-once"):
        desk.call(desk.admin, "retire_signing_key", key_id=first)
    desk.call(desk.admin, "retire_signing_key", key_id=second)
    assert _states(desk) == {first: "signing", second: "retired"}
    assert desk.one(SYSTEM, "SELECT private_key IS NULL FROM helpdesk.signing_key WHERE key_id = %s", second)
    with refused("PD001"):
        desk.call(desk.admin, "retire_signing_key", key_id=second)


def test_an_administrator_without_the_permission_sees_and_retires_nothing(desk: Desk) -> None:
    _add(desk)
    second = _add(desk)
    desk.forbid("admin", "keys.edit")
    assert _states(desk) == {}
    with refused("PD002"):
        desk.call(desk.admin, "retire_signing_key", key_id=second)

"""What opens a door stands nowhere in the database: it keeps hashes."""

from psycopg import sql

from tests.login.conftest import PASSWORD, House


def everything(house: House) -> str:
    """All rows of all tables, as text."""
    names = house.database.execute(
        "SELECT schemaname, tablename FROM pg_tables"
        " WHERE schemaname IN ('helpdesk', 'audit', 'dramatiq', 'pgdesk_deploy')"
    ).fetchall()
    assert len(names) > 80
    texts = []
    for schema, table in names:
        statement = sql.SQL("SELECT string_agg(t::text, ' ') FROM {} AS t").format(
            sql.Identifier(schema, table)
        )
        texts += [text for (text,) in house.database.execute(statement) if text]
    return " ".join(texts)


def test_passwords_and_tokens_are_in_no_table(house: House) -> None:
    member = house.person()
    first = member.log_in()
    second = house.post("refresh", refresh_token=first["refresh_token"]).json()
    member.try_password("a wrong one 123")
    house.post("login", email="typed into the address", password=PASSWORD)
    house.post("logout", refresh_token=second["refresh_token"])
    kept = everything(house)
    assert member.email in kept
    secrets = [PASSWORD, "a wrong one 123", "typed into the address"]
    secrets += [one[name] for one in (first, second) for name in ("access_token", "refresh_token")]
    for secret in secrets:
        assert secret not in kept
        assert secret.encode().hex() not in kept


def test_the_hash_of_a_password_is_in_no_audit_row(house: House) -> None:
    member = house.person()
    kept = house.value(
        "SELECT string_agg(c::text, ' ') FROM audit.change AS c"
        " WHERE table_name = 'credential' AND row_key = %s",
        str(member.person_id),
    )
    assert kept
    assert "argon2" not in kept

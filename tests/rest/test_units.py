"""Headers, tokens, configuration, hints, views: the parts that need no database."""

from __future__ import annotations

import base64
import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from joserfc import jwt as jose
from joserfc.jwk import ECKey, RSAKey

from pgdesk.api.errors import ApiError, ConfigError
from pgdesk.api.rest.auth.jwt import Authenticator
from pgdesk.api.rest.config import Config, from_values
from pgdesk.api.rest.database.pgerrors import status_of
from pgdesk.api.rest.jspath import parse_path
from pgdesk.api.rest.observations import TOKEN_EVICTED, TOKEN_FOUND, TOKEN_LOOKED_UP, Observation, log
from pgdesk.api.rest.parse.media import parse_accept
from pgdesk.api.rest.parse.preferences import parse_preferences
from pgdesk.api.rest.parse.query import canonical_query, read_query
from pgdesk.api.rest.response.encode import accepts_gzip
from pgdesk.api.rest.schema_cache import views
from pgdesk.api.rest.schema_cache.fuzzy import FuzzySet
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier, SchemaCache, Table
from pgdesk.api.rest.schema_cache.unknown import unknown_table
from pgdesk.api.rest.standalone import config_file
from pgdesk.api.rest.standalone.config_file import dump, load
from tests.rest.tokens import sign

SECRET = "a secret that only these tests know"


def test_accept_is_ordered_by_weight_then_specificity() -> None:
    found = parse_accept("text/csv;q=0.1, */*, application/json")
    assert [str(one) for one in found] == ["application/json", "*/*", "text/csv"]


def test_first_of_a_repeated_preference_counts() -> None:
    found = parse_preferences("count=exact, count=planned, tx=commit, nope", False)
    assert (found.get("count"), found.get("tx"), found.invalid) == ("exact", None, ("nope",))


def test_values_are_not_part_of_a_shape() -> None:
    first = read_query(b"select=id&id=eq.1&name=in.(a,b)", False)
    second = read_query(b"select=id&id=eq.2&name=in.(c)", False)
    assert first.shape == second.shape
    assert (first.values, second.values) == (["1", "(a,b)"], ["2", "(c)"])


def test_limits_are_part_of_a_shape() -> None:
    assert read_query(b"limit=1", False).shape != read_query(b"limit=2", False).shape


def test_canonical_query_sorts_and_joins() -> None:
    assert canonical_query(b"select=id&id=gt.1&id=lt.3") == "id=gt.1,lt.3&select=id"


@pytest.mark.parametrize(
    ("state", "message", "authenticated", "status"),
    [
        ("42501", "", True, 403),
        ("42501", "", False, 401),
        ("23505", "", True, 409),
        ("25006", "", True, 405),
        ("40001", "", True, 500),
        ("53300", "", True, 503),
        ("PT418", "", True, 418),
        ("PT699", "", True, 699),
        ("PT100", "", True, 500),
        ("PTxyz", "", True, 500),
        ("22023", 'role "x" does not exist', True, 401),
        ("P0001", "", True, 400),
        ("P0002", "", True, 500),
        ("99999", "", True, 400),
    ],
)
def test_status_of_sqlstate(state: str, message: str, authenticated: bool, status: int) -> None:
    assert status_of(state, message, authenticated) == status


def test_nearest_name() -> None:
    tables = FuzzySet(["tickets", "organizations", "tags"])
    assert tables.best("ticket", 0.75) == "tickets"
    assert tables.best("organisations", 0.75) == "organizations"
    assert tables.best("zzz", 0.75) is None


@pytest.mark.parametrize(("tables", "hint"), [(499, "Perhaps you meant the table 's.table_7'"), (500, None)])
def test_no_hints_for_a_schema_of_very_many_tables(tables: int, hint: str | None) -> None:
    names = [QualifiedIdentifier("s", f"table_{number}") for number in range(tables)]
    schema_cache = SchemaCache(
        {name: Table(*name, None, False, True, True, True, (), {}) for name in names}, {}, {}, {}
    )
    assert unknown_table(QualifiedIdentifier("s", "tablle_7"), schema_cache).hint == hint


CLAIMS = {"role": "r", "realm": {"my roles": ["a", "desk_b", 3, {"id": 1}], "n": {"x": 1, "y": "two"}}}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.role", "r"),
        ("$['realm'][\"my roles\"][1]", "desk_b"),
        ("$.realm['my roles'][-1].id", 1),
        ("$.realm['my roles'][1:3]", "desk_b"),
        ("$.realm['my roles'][9, 0]", "a"),
        ("$.realm.*", CLAIMS["realm"]["my roles"]),  # type: ignore[index]
        ("$..id", 1),
        ("$.realm['my roles'][?@ == 'desk_b']", "desk_b"),
        ("$.realm['my roles'][?(@ != 'a' && @ != 3)]", "desk_b"),
        ("$.realm['my roles'][?search(@, '^desk')]", "desk_b"),
        ("$.realm['my roles'][?match(@, 'desk')]", None),
        ("$.realm['my roles'][?length(@) > 1 || @ < 4]", "desk_b"),
        ("$.realm['my roles'][?@.id]", {"id": 1}),
        ("$.realm['my roles'][?!(@ == $.realm['my roles'][0])]", "desk_b"),
        ("$.realm.n[?count(@.*) == 0 && @ != 1]", "two"),
        ("$.realm.none", None),
        ('.realm."my roles"[0]', "a"),
        ('.realm."my roles"[?(@ ^== "desk")]', "desk_b"),
        ('.realm."my roles"[?(@ ==^ "_b")]', "desk_b"),
        ('.realm."my roles"[?(@ *== "sk_")]', "desk_b"),
        ('.realm."my roles"[?(@ != "a")]', "desk_b"),
        (".realm.none", None),
    ],
)
def test_role_claim_path(path: str, found: object) -> None:
    parsed = parse_path(path)
    assert parsed.walk(CLAIMS) == (found is not None, found)
    assert parsed.is_deprecated == path.startswith(".")
    assert parse_path(parsed.text) == parsed


@pytest.mark.parametrize(
    "path", ["", "role", ".role##", ".a[", '.a[?(@ = "x")]', '.a[?(@ == "x")].b', "$.", "$.a b", "$.a[?@ =]"]
)
def test_what_is_no_role_claim_path(path: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"failed to parse role-claim-key value ({path})")):
        parse_path(path)


class Counts(Counter[Observation]):
    def observe(self, seen: Observation, *values: object) -> None:
        self[seen] += 1


def authenticator(counts: Counts | None = None, **settings: str) -> Authenticator:
    config = from_values({"jwt-secret": SECRET, "db-anon-role": "anon", **settings})
    return Authenticator(config, log if counts is None else counts.observe)


def refusal(authorization: str, **settings: str) -> str:
    with pytest.raises(ApiError) as caught:
        authenticator(**settings).identify(authorization)
    assert caught.value.status == 401
    return f"{caught.value.code} {caught.value.message}"


def test_token_gives_role_and_claims() -> None:
    found = authenticator().identify("Bearer " + sign({"role": "agent", "n": 1}, SECRET.encode()))
    assert (found.role, msgspec.json.decode(found.claims_text)) == ("agent", {"role": "agent", "n": 1})
    assert authenticator().identify(None).role == "anon"


def test_token_is_forgotten_when_it_expires() -> None:
    clock = iter((1_000.0, 1_120.0))
    known = Authenticator(from_values({"jwt-secret": SECRET}), now=lambda: next(clock))
    token = "Bearer " + sign({"role": "agent", "exp": 1_060}, SECRET.encode())
    assert known.identify(token).role == "agent"
    with pytest.raises(ApiError, match="JWT expired"):
        known.identify(token)


def test_tokens_used_last_are_kept() -> None:
    """Those with a good signature, also when they have expired."""
    counts = Counts()
    known = authenticator(counts, **{"jwt-cache-max-entries": "2"})
    first, second, third = (sign({"role": "agent", "n": n}, SECRET.encode()) for n in range(3))
    for token in (first, second, first, third, first, second):
        known.identify(f"Bearer {token}")
    assert counts == {TOKEN_LOOKED_UP: 6, TOKEN_FOUND: 2, TOKEN_EVICTED: 2}
    expired = sign({"role": "agent", "exp": 1}, SECRET.encode())
    for token in (expired, expired, "not.a.token", "not.a.token"):
        with pytest.raises(ApiError):
            known.identify(f"Bearer {token}")
    assert counts == {TOKEN_LOOKED_UP: 10, TOKEN_FOUND: 3, TOKEN_EVICTED: 3}


def test_tokens_without_a_cache() -> None:
    counts = Counts()
    known = authenticator(counts, **{"jwt-cache-max-entries": "0"})
    token = sign({"role": "agent"}, SECRET.encode())
    assert [known.identify(f"Bearer {token}").role for _ in range(2)] == ["agent", "agent"]
    assert not counts


def test_token_of_the_anonymous_role_authenticates_nobody() -> None:
    known = authenticator()
    for claims in ({}, {"role": "anon"}):
        assert not known.identify("Bearer " + sign(claims, SECRET.encode())).is_authenticated
    assert known.identify("Bearer " + sign({"role": "agent"}, SECRET.encode())).is_authenticated


def test_token_refused() -> None:
    good = sign({"role": "agent"}, SECRET.encode())
    assert refusal("Bearer a.b") == "PGRST301 Expected 3 parts in JWT; got 2"
    assert refusal("Bearer " + good[:-2] + "xx").startswith("PGRST301")
    for exp in (1e20, 10**20, 10**400, 4e9 + 0.5):
        assert refusal("Bearer " + sign({"exp": exp}, SECRET.encode())) == "PGRST303 JWT expired"
    assert refusal("Bearer " + sign({"aud": "y"}, SECRET.encode()), **{"jwt-aud": "x"}).startswith("PGRST303")


def test_a_token_that_nests_deeper_than_anything_is_refused() -> None:
    nested = b"[" * 5000 + b"]" * 5000
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","x":' + nested + b"}").decode().rstrip("=")
    assert refusal(f"Bearer {head}.e30.AA") == "PGRST301 JWT cryptographic operation failed"
    signed = sign({"x": msgspec.Raw(nested)}, SECRET.encode())
    assert refusal(f"Bearer {signed}") == "PGRST303 Parsing claims failed"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_asymmetric_keys(algorithm: str) -> None:
    key = RSAKey.generate_key(2048) if algorithm == "RS256" else ECKey.generate_key("P-256")
    public = msgspec.json.encode({"keys": [{**key.as_dict(private=False), "kid": "k1"}]}).decode()
    token = jose.encode({"alg": algorithm, "kid": "k1"}, {"role": "agent"}, key)
    known = authenticator(**{"jwt-secret": public})
    assert known.identify(f"Bearer {token}").role == "agent"
    with pytest.raises(ApiError, match="No suitable key"):
        known.identify("Bearer " + sign({"role": "agent"}, public.encode()))


def test_configuration_file_and_variables(tmp_path: Path) -> None:
    file = tmp_path / "rest.conf"
    file.write_text('# a comment\ndb-schemas = "a, b"\nserver-port = 3001 # here too\ndb-max-rows = 5\n')
    found = load(file, {"PGRST_DB_MAX_ROWS": "7", "PGRST_APP_SETTINGS_X": "y", "HOME": "/"})
    assert found.db_schemas == ("a", "b")
    assert (found.server_port, found.db_max_rows, found.app_settings) == (3001, 7, {"X": "y"})


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("admin-server-port", "3000", "admin-server-port cannot be the same as server-port"),
        ("client-error-verbosity", "x", "Invalid client-error-verbosity. Check your configuration."),
        ("db-schemas", "a, pg_catalog", "db-schemas does not allow schema: 'pg_catalog'"),
        ("db-tx-end", "maybe", "Invalid transaction termination. Check your configuration."),
        ("jwt-aud", "http://%%x", "jwt-aud should be a string or a valid URI"),
        ("jwt-role-claim-key", "x", "failed to parse role-claim-key value (x)"),
        ("jwt-secret", "short", "The JWT secret must be at least 32 characters long."),
        ("log-level", "never", "Invalid logging level. Check your configuration."),
        ("openapi-mode", "x", "Invalid openapi-mode. Check your configuration."),
        ("openapi-server-proxy-uri", "ftp://x", "Malformed proxy uri"),
        ("openapi-server-proxy-uri", "helpdesk.example/api", "Malformed proxy uri"),
        ("openapi-server-proxy-uri", "https://helpdesk.example:port/", "Malformed proxy uri"),
        ("openapi-server-proxy-uri", "https://me@x", "Malformed proxy uri"),
        ("server-unix-socket-mode", "800", "Invalid server-unix-socket-mode: not an octal"),
        (
            "server-unix-socket-mode",
            "599",
            "Invalid server-unix-socket-mode: needs to be between 600 and 777",
        ),
    ],
)
def test_wrong_setting_is_named(key: str, value: str, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)):
        from_values({key: value})


def test_values_of_a_wrong_kind_do_not_count() -> None:
    found = from_values(
        {"db-max-rows": True, "db-channel-enabled": 13.0, "server-port": "many", "no-such-key": "x"}
    )
    assert (found.db_max_rows, found.db_channel_enabled, found.server_port) == (None, True, 3000)


@pytest.mark.parametrize(
    ("value", "meant"), [("TRUE", True), ('"false"', False), ("1", True), ("0", False), (False, False)]
)
def test_ways_to_write_a_boolean(value: str | bool, meant: bool) -> None:
    assert from_values({"server-timing-enabled": value}).server_timing_enabled is meant


def test_an_older_name_counts_where_the_newer_is_missing() -> None:
    assert from_values({"max-rows": "5"}).db_max_rows == 5
    assert from_values({"max-rows": "5", "db-max-rows": "6"}).db_max_rows == 6
    assert from_values({"db-pool-max-idletime": "5", "db-pool-timeout": "6"}).db_pool_max_idletime == 6


def test_an_empty_value_is_none_but_for_the_search_path() -> None:
    found = load(None, {"PGRST_LOG_LEVEL": "", "PGRST_DB_SCHEMAS": "", "PGRST_DB_EXTRA_SEARCH_PATH": ""})
    assert (found.log_level, found.db_schemas, found.db_extra_search_path) == ("error", ("public",), ())


def test_syntax_of_the_file() -> None:
    text = 'a = "x \\"y\\" \\u0041 $$ $(HOME)" # note\nb=1.5\n  c-d.e = true\n\nf = "$(b)"\ng = -3'
    assert config_file.parse(text, {"HOME": "/h"}) == {
        "a": 'x "y" A $ /h',
        "b": 1.5,
        "c-d.e": True,
        "f": "1.5",
        "g": -3,
    }
    for wrong in ("a = b", 'a = "$(NONE)"', "a", 'a = "x', "a = 1x"):
        with pytest.raises(ConfigError):
            config_file.parse(wrong, {})


def test_a_dumped_configuration_can_be_read_again(tmp_path: Path) -> None:
    given = {
        "jwt-secret": base64.b64encode(bytes(range(100, 140))).decode(),
        "jwt-secret-is-base64": True,
        "jwt-role-claim-key": '$.roles[?search(@, "^a$")]',
        "db-schemas": "a, b",
        "db-max-rows": 5.0,
        "server-unix-socket-mode": "777",
        "app.settings.quoted": 'a "b" $c \\',
    }
    dumped = dump(from_values(given))
    file = tmp_path / "rest.conf"
    file.write_text(dumped)
    assert 'db-schemas = "a,b"\n' in dumped
    assert dumped.splitlines() == sorted(dumped.splitlines())
    assert dump(load(file, {})) == dumped
    assert msgspec.structs.replace(load(file, {}), admin_server_host=None) == from_values(given)


def test_secrets_from_files(tmp_path: Path) -> None:
    binary = bytes(range(256))
    (tmp_path / "binary").write_bytes(binary)
    (tmp_path / "coded").write_bytes(base64.urlsafe_b64encode(binary) + b"\n")
    (tmp_path / "uri").write_text("host=x\n")
    environ = {"PGRST_JWT_SECRET": f"@{tmp_path}/binary", "PGRST_DB_URI": f"@{tmp_path}/uri"}
    assert load(None, environ).secret_bytes == binary
    assert load(None, environ).db_uri == "host=x"
    environ = {"PGRST_JWT_SECRET": f"@{tmp_path}/coded", "PGRST_JWT_SECRET_IS_BASE64": "true"}
    assert load(None, environ).secret_bytes == binary
    with pytest.raises(ConfigError, match="is not base64"):
        from_values({"jwt-secret": "no base-64!", "jwt-secret-is-base64": True})


def test_defaults_are_postgrests() -> None:
    assert (Config().db_pool, Config().server_port, Config().db_tx_end) == (10, 3000, "commit")


def test_gzip_only_where_accepted() -> None:
    assert accepts_gzip("br, gzip")
    assert not accepts_gzip("gzip;q=0, br")
    assert not accepts_gzip(None)


def test_columns_of_a_view_are_followed_through_views() -> None:
    def rule(*entries: tuple[int, int, int]) -> str:
        nodes = " ".join(
            f"{{TARGETENTRY :expr {{VAR :varno 1}} :resno {number} :resname x :ressortgroupref 0 "
            f":resorigtbl {table} :resorigcol {column} :resjunk false}}"
            for number, table, column in entries
        )
        return f"({{QUERY :commandType 1 :rtable <> :targetList ({nodes}) :override 0}})"

    found = views.resolve([(50, rule((1, 10, 3), (2, 0, 0))), (60, rule((1, 50, 1)))])
    assert found == {50: [(1, (10, 3))], 60: [(1, (10, 3))]}

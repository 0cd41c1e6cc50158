"""Headers, tokens, configuration, hints, views: the parts that need no database."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest
from joserfc import jwt as jose
from joserfc.jwk import ECKey, RSAKey

from api.rest.catalogue import views
from api.rest.config import Config, ConfigError, from_values, load
from api.rest.errors import ApiError
from api.rest.fuzzy import FuzzySet
from api.rest.jspath import parse_path, walk
from api.rest.jwt import Authenticator, CacheCounts, sign
from api.rest.parse.media import parse_accept
from api.rest.parse.preferences import parse_preferences
from api.rest.parse.query import canonical_query, read_query
from api.rest.pgerrors import status_of
from api.rest.respond.encode import accepts_gzip

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


def test_role_claim_path() -> None:
    claims = {"realm": {"my roles": ["a", "desk_b"]}}
    assert walk(claims, parse_path('.realm."my roles"[0]')) == (True, "a")
    assert walk(claims, parse_path('.realm."my roles"[?(@ ^== "desk")]')) == (True, "desk_b")
    assert walk(claims, parse_path(".realm.none")) == (False, None)


def authenticator(counts: CacheCounts | None = None, **settings: str) -> Authenticator:
    config = from_values({"jwt-secret": SECRET, "db-anon-role": "anon", **settings})
    return Authenticator(config, counts or CacheCounts())


def refusal(authorization: str, **settings: str) -> str:
    with pytest.raises(ApiError) as caught:
        authenticator(**settings).identify(authorization)
    assert caught.value.status == 401
    return f"{caught.value.code} {caught.value.message}"


def test_token_gives_role_and_claims() -> None:
    found = authenticator().identify("Bearer " + sign({"role": "agent", "n": 1}, SECRET.encode()))
    assert (found.role, msgspec.json.decode(found.claims_text)) == ("agent", {"role": "agent", "n": 1})
    assert authenticator().identify(None).role == "anon"


def test_token_is_forgotten_when_it_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    known = authenticator()
    token = "Bearer " + sign({"role": "agent", "exp": int(time.time()) + 60}, SECRET.encode())
    assert known.identify(token).role == "agent"
    later = time.time() + 120
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(ApiError, match="JWT expired"):
        known.identify(token)


def test_tokens_used_last_are_kept() -> None:
    """Those with a good signature, also when they have expired."""
    counts = CacheCounts()
    known = authenticator(counts, **{"jwt-cache-max-entries": "2"})
    first, second, third = (sign({"role": "agent", "n": n}, SECRET.encode()) for n in range(3))
    for token in (first, second, first, third, first, second):
        known.identify(f"Bearer {token}")
    assert counts == CacheCounts(requests=6, hits=2, evictions=2)
    expired = sign({"role": "agent", "exp": 1}, SECRET.encode())
    for token in (expired, expired, "not.a.token", "not.a.token"):
        with pytest.raises(ApiError):
            known.identify(f"Bearer {token}")
    assert counts == CacheCounts(requests=10, hits=3, evictions=3)


def test_tokens_without_a_cache() -> None:
    counts = CacheCounts()
    known = authenticator(counts, **{"jwt-cache-max-entries": "0"})
    token = sign({"role": "agent"}, SECRET.encode())
    assert [known.identify(f"Bearer {token}").role for _ in range(2)] == ["agent", "agent"]
    assert counts == CacheCounts()


def test_token_of_the_anonymous_role_authenticates_nobody() -> None:
    known = authenticator()
    for claims in ({}, {"role": "anon"}):
        assert not known.identify("Bearer " + sign(claims, SECRET.encode())).is_authenticated
    assert known.identify("Bearer " + sign({"role": "agent"}, SECRET.encode())).is_authenticated


def test_token_refused() -> None:
    good = sign({"role": "agent"}, SECRET.encode())
    assert refusal("Bearer a.b") == "PGRST301 Expected 3 parts in JWT; got 2"
    assert refusal("Bearer " + good[:-2] + "xx").startswith("PGRST301")
    assert refusal("Bearer " + sign({"aud": "y"}, SECRET.encode()), **{"jwt-aud": "x"}).startswith("PGRST303")


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
    assert (found.server_port, found.db_max_rows, found.app_settings) == (3001, 7, {"x": "y"})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("db-schemata", "x"),
        ("internal-schema-cache-sleep", "1"),
        ("server-port", "many"),
        ("db-tx-end", "maybe"),
        ("jwt-secret", "short"),
        ("openapi-mode", "x"),
        ("openapi-server-proxy-uri", "helpdesk.example/api"),
        ("openapi-server-proxy-uri", "https://helpdesk.example:port/"),
    ],
)
def test_wrong_setting_is_named(key: str, value: str) -> None:
    with pytest.raises(ConfigError, match=key):
        from_values({key: value})


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

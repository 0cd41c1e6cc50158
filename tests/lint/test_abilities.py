"""Each view and verb of schema api is opened to API tokens by an ability, or by none; each view asks."""

from tests.conftest import Connection

#: What no token does, whatever its abilities.
OF_SESSIONS = {
    *(
        "reads my_sessions",
        "reads sessions",
        "calls end_sessions",
        "reads api_tokens",
        "reads signing_keys",
        "calls retire_signing_key",
    ),
    *("calls create_api_token", "calls revoke_api_token", "calls my_account", "calls revoke_session"),
    *("calls make_recovery_codes", "calls enter", "calls remove_totp", "calls reset_factors"),
    *("reads my_passkeys", "writes my_passkeys", "calls remove_passkey"),
    *("calls impersonate", "calls end_impersonation", "reads impersonations"),
    *("writes desk_roles", "writes role_permissions", "writes rate_limits"),
    *("reads identities", "calls unlink_identity", "calls set_client_secret"),
    *("reads identity_providers", "writes identity_providers"),
    *("reads identity_provider_groups", "writes identity_provider_groups"),
    *("reads mail_providers", "writes mail_providers", "calls set_mail_client_secret"),
    *("reads mailbox_accounts", "writes mailbox_accounts", "calls set_mailbox_password"),
    *("reads mailboxes", "writes mailboxes", "calls begin_mail_authorization"),
    *("reads mailbox_tests", "calls test_mailbox"),
    *("calls begin_session", "calls show_ticket_sides", "reads preferences", "calls set_preferences"),
    *("reads dkim_keys", "writes dkim_keys", "calls keep_dkim_key", "calls sign_with_dkim_key"),
}
VIEWS = """
    SELECT c.relname::text, pg_get_viewdef(c.oid)
    FROM pg_class AS c
    WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v'
    ORDER BY 1
"""
WRITTEN = """
    SELECT DISTINCT c.relname::text
    FROM pg_class AS c
    CROSS JOIN unnest('{anon,customer,agent,admin}'::text[]) AS r (role)
    WHERE c.relnamespace = 'api'::regnamespace
        AND c.relkind = 'v'
        AND (
            has_any_column_privilege(r.role, c.oid, 'INSERT, UPDATE')
            OR has_table_privilege(r.role, c.oid, 'DELETE')
        )
    ORDER BY 1
"""
# What takes a row of a view is called by embedding, and reads views.
VERBS = """
    SELECT DISTINCT p.proname::text
    FROM pg_proc AS p
    WHERE p.pronamespace = 'api'::regnamespace
        AND NOT EXISTS (
            SELECT 1
            FROM unnest(p.proargtypes::oid[]) AS a (type)
            JOIN pg_type AS t ON t.oid = a.type
            WHERE t.typnamespace = 'api'::regnamespace
        )
    ORDER BY 1
"""
NAMED = """
    SELECT n.action || ' ' || n.object
    FROM helpdesk.ability AS b
    CROSS JOIN LATERAL (
        SELECT 'reads', unnest(b.reads || b.writes)
        UNION ALL SELECT 'writes', unnest(b.writes)
        UNION ALL SELECT 'calls', unnest(b.calls)
    ) AS n (action, object)
"""


def listed(db: Connection, statement: str) -> list[str]:
    return [row[0] for row in db.execute(statement).fetchall()]


def needed(db: Connection) -> set[str]:
    """`reads tickets`, `writes tickets`, `calls reply` …: all that a client could do."""
    return {
        *(f"reads {view}" for view in listed(db, VIEWS)),
        *(f"writes {view}" for view in listed(db, WRITTEN)),
        *(f"calls {verb}" for verb in listed(db, VERBS)),
    }


def test_each_view_and_verb_has_an_ability_or_is_of_sessions(db: Connection) -> None:
    """Add what is missing to an ability in db/schema/after/tokens.sql, or here, where no token does it."""
    named = set(listed(db, NAMED)) - {"reads custom_records"}
    assert sorted(needed(db) - named - OF_SESSIONS) == [], "no ability names these"
    assert sorted(named & OF_SESSIONS) == []
    assert sorted((named | OF_SESSIONS) - needed(db)) == [], "these are not there"


def test_each_view_guards_itself(db: Connection) -> None:
    """Add `WHERE helpdesk.token_reads('<view>')`, to each branch of a UNION."""
    wrong = {
        view
        for view, text in db.execute(VIEWS).fetchall()
        if text.count(f"helpdesk.token_reads('{view}'::text)") != text.count("UNION") + 1
    }
    assert wrong == set()


def test_an_ability_reads_what_its_verbs_read_as_the_caller(db: Connection) -> None:
    """Add to `reads` of the ability: otherwise its token may call the verb, which then is refused."""
    read = db.execute(
        r"""
        SELECT p.proname::text, c.relname::text
        FROM pg_proc AS p
        CROSS JOIN LATERAL regexp_matches(
            coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), '(?:FROM|JOIN) [(]*api\.(\w+)', 'g'
        ) AS m (found)
        JOIN pg_class AS c ON c.oid = to_regclass('api.' || m.found[1]) AND c.relkind = 'v'
        WHERE p.pronamespace = 'api'::regnamespace AND NOT p.prosecdef
        """
    ).fetchall()
    assert ("run_view", "tickets") in read
    rows = db.execute("SELECT ability, reads || writes, calls FROM helpdesk.ability").fetchall()
    lacks = {
        (ability, verb, view)
        for ability, reads, calls in rows
        for verb, view in read
        if verb in calls and view not in reads
    }
    assert lacks == set()
